from __future__ import annotations

import csv
import dataclasses
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.lab.desk.journal import metrics_of
from core.lab.desk.listing import TEXT_FIELDS, differing_settings, to_csv, to_json
from core.lab.desk.row import RunRow, params_of
from core.spec import RunSpec, TrainSpec
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
    assert [(one.name, one.values) for one in found] == [("train.seed", ("1", "2", "2"))]


def test_settings_come_in_the_order_of_the_choices() -> None:
    rows = [trained(5, seed=1), trained(6, seed=2)]
    names = [name for name, _ in params_of(rows[0].spec)]
    found = [one.name for one in differing_settings(rows)]
    assert found == sorted(found, key=names.index)
    assert set(found) == {"train.epochs", "train.seed"}


@pytest.mark.parametrize("rows", [[], [trained(5)], [trained(5), trained(5)]])
def test_runs_that_are_alike_differ_in_nothing(rows: list[RunRow]) -> None:
    assert differing_settings(rows) == ()


def test_settings_of_another_version_are_left_empty() -> None:
    found = differing_settings([trained(5), make_row(spec=None)])
    assert ("train.epochs", ("5", "")) in [(one.name, one.values) for one in found]


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
