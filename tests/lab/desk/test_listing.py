from __future__ import annotations

import csv
import dataclasses
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.lab.desk.journal import metrics_of
from core.lab.desk.listing import (
    TEXT_FIELDS,
    Differing,
    differing_settings,
    distinguishing_settings,
    to_csv,
    to_json,
)
from core.lab.desk.row import RunRow, params_of
from core.lab.told_settings import told_settings
from core.spec import DataSpec, ModelSpec, RunSpec, TrainSpec
from tests.lab.example_result import make_result


def make_row(**changes: object) -> RunRow:
    result = make_result()
    row = RunRow(
        id="one",
        title="German credit",
        name="Monday",
        note="",
        state="done",
        position=0,
        spec=result.spec,
        outcome="better",
        sentence=result.verdict.sentence,
        error="",
        scores=tuple(metrics_of(result)),
        created=1_700_000_000.0,
        seconds=1.5,
    )
    return dataclasses.replace(row, **changes)


def read_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def trained(epochs: int, seed: int = 0) -> RunRow:
    return make_row(spec=RunSpec(train=TrainSpec(epochs=epochs, seed=seed)))


def test_only_settings_that_differ_stand_side_by_side() -> None:
    found = differing_settings([trained(5, seed=1), trained(5, seed=2), trained(5, seed=2)])
    assert found == (Differing("Training", "First seed", ("1", "2", "2")),)


def test_settings_come_in_the_order_of_the_choices() -> None:
    rows = [trained(5, seed=1), trained(6, seed=2)]
    labels = [one.label for one in told_settings(rows[0].spec)]
    found = [one.label for one in differing_settings(rows)]
    assert found == sorted(found, key=labels.index)
    assert set(found) == {"Epochs", "First seed"}


@pytest.mark.parametrize("rows", [[], [trained(5)], [trained(5), trained(5)]])
def test_runs_that_are_alike_differ_in_nothing(rows: list[RunRow]) -> None:
    assert differing_settings(rows) == ()


def test_settings_of_another_version_are_left_empty() -> None:
    found = differing_settings([trained(5), make_row(spec=None)])
    assert Differing("Training", "Epochs", ("5", "")) in found


def test_a_setting_that_plays_no_part_does_not_differ() -> None:
    rows = [
        make_row(spec=RunSpec(teacher=ModelSpec(name="trees", width=width))) for width in (16, 64)
    ]
    assert differing_settings(rows) == ()


def test_a_setting_of_one_model_only_is_empty_for_the_other() -> None:
    teachers = (ModelSpec(name="trees", trees=80), ModelSpec(name="mlp", width=64))
    found = differing_settings([make_row(spec=RunSpec(teacher=teacher)) for teacher in teachers])
    assert Differing("Teacher", "Trees, at most", ("80", "")) in found
    assert Differing("Teacher", "Width", ("", "64")) in found


DATA = [
    (DataSpec(sample="german_credit"), "Source", "Consumer loans, Germany"),
    (DataSpec(source="csv", content_hash="1234567890"), "Source", "Uploaded CSV 12345678"),
    (DataSpec(source="yahoo", tickers=("AAPL", "MSFT")), "Source", "Yahoo Finance, AAPL, MSFT"),
    (DataSpec(start="2010-01-04"), "First day", "2010-01-04"),
    (DataSpec(target_column="paid"), "Target column", "paid"),
    (DataSpec(ignored_columns=()), "Columns left out", "none"),
]


@pytest.mark.parametrize(("data", "label", "value"), DATA)
def test_where_the_rows_come_from_is_told_too(data: DataSpec, label: str, value: str) -> None:
    rows = [make_row(spec=RunSpec(data=data)), make_row(spec=RunSpec())]
    (found,) = [one for one in differing_settings(rows) if one.label == label]
    assert (found.group, found.values[0]) == ("Rows", value)


def test_runs_of_one_name_are_told_apart_by_what_differs() -> None:
    rows = [trained(5), trained(6), trained(6, seed=2)]
    assert distinguishing_settings(rows) == (
        "epochs: 5 · first seed: 0",
        "epochs: 6 · first seed: 0",
        "epochs: 6 · first seed: 2",
    )


def test_settings_of_a_model_are_told_with_its_role() -> None:
    specs = [RunSpec(student=ModelSpec(width=width)) for width in (4, 8)]
    told = distinguishing_settings([make_row(spec=spec) for spec in specs])
    assert told == ("student width: 4", "student width: 8")


def test_what_is_told_elsewhere_is_not_told_twice() -> None:
    told = distinguishing_settings([trained(5), trained(6)], frozenset({("Training", "Epochs")}))
    assert told == ("", "")


def test_a_setting_that_one_run_alone_has_tells_nothing_more_than_its_model() -> None:
    specs = (RunSpec(teacher=ModelSpec(name="trees")), RunSpec(teacher=ModelSpec(name="linear")))
    told = distinguishing_settings([make_row(spec=spec) for spec in specs])
    assert not any("trees, at most" in words for words in told)


def test_csv_has_every_setting_and_score() -> None:
    row = make_row()
    (read,) = read_csv(to_csv([row]))
    assert {name: read[name] for name in TEXT_FIELDS} == {
        name: getattr(row, name) for name in TEXT_FIELDS
    }
    assert {name: float(read[name]) for name, _ in row.scores} == dict(row.scores)
    assert {name: read[name] for name, _ in params_of(row.spec)} == dict(params_of(row.spec))
    assert read["created"] == "2023-11-14T22:13:20+00:00"


def test_no_two_columns_share_a_name() -> None:
    names = [name for name, _ in params_of(RunSpec())] + [name for name, _ in make_row().scores]
    names += [*TEXT_FIELDS, "created", "seconds"]
    assert len(set(names)) == len(names)


def test_a_run_without_scores_leaves_their_columns_empty() -> None:
    _, read = read_csv(to_csv([make_row(), make_row(scores=(), spec=None, seconds=None)]))
    assert read["distilled.auc"] == read["train.epochs"] == read["seconds"] == ""


def test_a_list_of_no_runs_is_a_header() -> None:
    assert to_csv([]) == ",".join(TEXT_FIELDS) + "\r\n"
    assert json.loads(to_json([])) == []


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_name_is_no_formula_for_a_spreadsheet(start: str) -> None:
    formula = f'{start}HYPERLINK("x")'
    (read,) = read_csv(to_csv([make_row(name=formula, note=formula)]))
    assert read["name"] == read["note"] == f"'{formula}"


def test_a_negative_score_stays_a_number() -> None:
    (read,) = read_csv(to_csv([make_row(scores=(("difference", -0.25),))]))
    assert read["difference"] == "-0.25"


@given(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8")))
def test_any_name_and_note_come_back(name: str, note: str) -> None:
    row = make_row(name=name, note=note)
    (read,) = read_csv(to_csv([row]))
    assert (read["name"].removeprefix("'"), read["note"].removeprefix("'")) == (
        name.removeprefix("'"),
        note.removeprefix("'"),
    )
    (told,) = json.loads(to_json([row]))
    assert (told["name"], told["note"]) == (name, note)


def test_json_brings_the_choices_back() -> None:
    (told,) = json.loads(to_json([make_row()]))
    assert RunSpec.model_validate(told["spec"]) == make_row().spec
    assert told["scores"] == dict(make_row().scores)
    assert told["seconds"] == 1.5


def test_choices_of_another_version_are_null_in_json() -> None:
    (told,) = json.loads(to_json([make_row(spec=None)]))
    assert told["spec"] is None
