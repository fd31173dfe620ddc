from __future__ import annotations

import dataclasses
import json

import pytest

from core.evaluate.scores import Interval
from core.lab.report import to_dict, to_json
from core.spec import RunSpec
from tests.lab.example_result import EPOCHS, SEEDS, make_result

SCORES = ["accuracy", "f1", "auc", "log_loss", "brier", "ece"]


def test_report_has_the_parts_of_the_design_in_order() -> None:
    assert list(to_dict(make_result())) == [
        "spec",
        "data",
        "models",
        "agreement",
        "verdict",
        "curves",
        "seconds",
        "headroom",
        "notes",
        "tuned",
    ]


def test_headroom_and_notes_are_told() -> None:
    headroom = Interval(0.02, 0.01, 0.03)
    result = dataclasses.replace(make_result(), headroom=headroom, notes=("Seed 1 is out.",))
    report = to_dict(result)
    assert report["headroom"] == {"mean": 0.02, "low": 0.01, "high": 0.03}
    assert report["notes"] == ["Seed 1 is out."]


def test_spec_reads_back_as_the_same_choices() -> None:
    result = make_result()
    assert RunSpec.model_validate(json.loads(to_json(result))["spec"]) == result.spec


@pytest.mark.parametrize("task", ["credit", "direction"])
def test_data_tells_rows_classes_and_gap(task: str) -> None:
    result = make_result(task=task)
    data = to_dict(result)["data"]
    assert (data["rows"], data["features"]) == (result.data.rows, result.data.features)
    assert (data["classes"], data["gap_days"]) == (list(result.data.classes), result.data.gap_days)
    assert [data[part]["rows"] for part in ("train", "validation", "test")] == [700, 100, 200]


def test_days_are_iso_dates_for_markets() -> None:
    train = to_dict(make_result(task="direction"))["data"]["train"]
    assert (train["start"], train["end"]) == ("2018-01-02", "2021-12-31")


def test_days_are_null_for_tables_without_dates() -> None:
    test = to_dict(make_result())["data"]["test"]
    assert (test["start"], test["end"]) == (None, None)


@pytest.mark.parametrize("role", ["baseline", "alone", "distilled", "teacher"])
def test_each_column_tells_cost_scores_and_latency(role: str) -> None:
    result = make_result()
    column, model = getattr(result, role), to_dict(result)["models"][role]
    assert list(model) == ["name", "parameters", "size_bytes", "flops", "scores", "latency_ms"]
    assert model["name"] == column.name
    assert model["parameters"] == column.cost.parameters
    assert list(model["scores"]) == SCORES
    assert model["scores"]["auc"] == dataclasses.asdict(column.scores.auc)
    assert list(model["scores"]["auc"]) == ["mean", "low", "high"]
    assert model["latency_ms"]["one_row"]["p95"] == column.latency.one_row.p95
    assert list(model["latency_ms"]["batch"]) == ["rows", "median", "p95"]
    assert model["latency_ms"]["batch"]["rows"] == 256


def test_columns_stand_in_the_order_they_are_shown() -> None:
    assert list(to_dict(make_result())["models"]) == ["baseline", "alone", "distilled", "teacher"]


@pytest.mark.parametrize("outcome", ["better", "worse", "no_clear_difference"])
def test_verdict_is_told_with_its_interval(outcome: str) -> None:
    result = make_result(outcome)
    verdict = to_dict(result)["verdict"]
    assert list(verdict) == ["outcome", "metric", "difference", "seeds", "sentence"]
    assert (verdict["outcome"], verdict["seeds"]) == (outcome, len(SEEDS))
    assert verdict["difference"]["low"] == result.verdict.difference.low
    assert verdict["sentence"] == result.verdict.sentence


def test_curves_hold_every_learner_of_every_epoch() -> None:
    curves = to_dict(make_result())["curves"]
    assert [epoch["epoch"] for epoch in curves] == 2 * list(range(1, EPOCHS + 1))
    assert [len(epoch["learners"]) for epoch in curves] == EPOCHS * [1] + EPOCHS * [2 * len(SEEDS)]
    assert curves[-1]["learners"][0]["soft"] is None
    assert curves[-1]["learners"][-1]["soft"] > 0


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_number_that_does_not_exist_is_null(value: float) -> None:
    result = make_result()
    scores = dataclasses.replace(result.baseline.scores, auc=Interval(value, value, 0.5))
    result = dataclasses.replace(
        result, baseline=dataclasses.replace(result.baseline, scores=scores)
    )
    report = json.loads(to_json(result))
    assert report["models"]["baseline"]["scores"]["auc"] == {"mean": None, "low": None, "high": 0.5}


def test_text_is_strict_json_without_model_files() -> None:
    text = to_json(make_result())

    def refuse(constant: str) -> None:
        pytest.fail(f"{constant} is not JSON")

    json.loads(text, parse_constant=refuse)
    assert "artefacts" not in text
