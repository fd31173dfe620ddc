from __future__ import annotations

import csv
import dataclasses
import io
import math
from functools import cache

import pytest

from core.charts.comparison import METRIC_TITLES
from core.charts.template import ROLES
from core.evaluate.scores import Interval, Scores
from core.report.looks import closer_looks
from core.report.numbers import write_numbers
from core.report.origin import origin_sections
from tests.lab.example_result import EPOCHS
from tests.report.example_runs import DAY, HOSTILE, TITLE, hostile_run, older_run, run_of

RUNS = {"credit": run_of, "direction": lambda: run_of("direction"), "older": older_run}


@cache
def lines_of(name: str) -> list[dict[str, str]]:
    return read(write_numbers(RUNS[name](), TITLE, DAY))


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture(params=RUNS)
def name(request) -> str:
    return request.param


def find(lines: list[dict[str, str]], **place: str) -> dict[str, str]:
    (found,) = (one for one in lines if all(one[key] == value for key, value in place.items()))
    return found


def interval(line: dict[str, str]) -> Interval:
    return Interval(*(float(line[name]) for name in ("value", "low", "high")))


def test_every_score_is_that_of_the_result_to_the_last_digit(name: str) -> None:
    for column in RUNS[name]().columns:
        for metric, title in METRIC_TITLES.items():
            line = find(
                lines_of(name),
                section="The four columns",
                table="Scores",
                row=title,
                column=ROLES[column.role].title,
            )
            assert interval(line) == getattr(column.scores, metric)


def test_every_cost_and_time_is_that_of_the_result(name: str) -> None:
    for column in RUNS[name]().columns:
        own = {
            one["row"]: float(one["value"])
            for one in lines_of(name)
            if one["section"] == "The four columns"
            and one["column"] == ROLES[column.role].title
            and one["table"] != "Scores"
        }
        cost, latency = column.cost, column.latency
        assert own == {
            "Parameters": cost.parameters,
            "File size, bytes": cost.size_bytes,
            "FLOPs a row": cost.flops,
            "One row, median": latency.one_row.median,
            "One row, p95": latency.one_row.p95,
            "256 rows, median": latency.batch.median,
            "256 rows, p95": latency.batch.p95,
        }


def test_every_difference_is_there_with_its_interval() -> None:
    result, lines = run_of(), lines_of("credit")
    for row, difference in (
        ("Distilled minus alone, AUC", result.verdict.difference),
        ("Teacher minus alone, AUC", result.headroom),
        ("Distilled minus teacher, AUC", result.against_teacher),
        ("Distilled minus teacher, accuracy", result.accuracy_against_teacher),
    ):
        assert interval(find(lines, section="Verdict", row=row)) == difference


def test_an_older_run_leaves_out_what_it_did_not_keep() -> None:
    rows = {one["row"] for one in lines_of("older")}
    assert "Distilled minus alone, AUC" in rows
    assert "Distilled minus teacher, accuracy" not in rows
    assert "Times as fast" not in {one["table"] for one in lines_of("older")}


def test_the_ratio_of_times_is_there_with_its_noise() -> None:
    speed = run_of().speed_up
    for rows, ratio in (("1 row", speed.one_row), ("256 rows", speed.batch)):
        own = {"table": "Times as fast", "row": rows}
        line = find(lines_of("credit"), column="Student against teacher", **own)
        assert interval(line) == ratio.times_as_fast
        floor = find(lines_of("credit"), column="Student against itself", **own)
        assert interval(floor) == ratio.same_file


def test_a_curve_is_the_mean_of_all_repeats_with_lowest_and_highest() -> None:
    report = run_of().curves[-1]
    losses = [one.hard for one in report.learners if one.role == "alone"]
    line = find(
        lines_of("credit"),
        table="Students, distance from the labels",
        row=f"Epoch {EPOCHS}",
        column="Alone",
    )
    assert interval(line) == Interval(sum(losses) / len(losses), min(losses), max(losses))


def test_walking_forward_has_all_its_digits() -> None:
    walk = run_of("direction").walk
    line = find(
        lines_of("direction"), section="Walk forward", row="All, pooled", table="AUC, all digits"
    )
    assert interval(line) == walk.pooled


def test_every_table_of_the_later_sections_is_there(name: str) -> None:
    result = RUNS[name]()
    tables = {
        (section.title, table.title)
        for section in (*closer_looks(result), *origin_sections(result))
        for table in section.tables
        if table.rows
    }
    assert tables <= {(one["section"], one["table"]) for one in lines_of(name)}


def test_a_score_that_is_not_defined_says_so() -> None:
    lost = Interval(math.nan, math.nan, math.nan)
    result = older_run()
    scores = Scores(**{field.name: lost for field in dataclasses.fields(Scores)})
    spoilt = dataclasses.replace(result, teacher=dataclasses.replace(result.teacher, scores=scores))
    lines = read(write_numbers(spoilt, TITLE, DAY))
    line = find(lines, section="The four columns", row="AUC", column="Teacher")
    assert (line["value"], line["low"], line["high"]) == ("not defined",) * 3


def test_hostile_names_are_no_formulas_and_stay_in_their_cells() -> None:
    lines = read(write_numbers(hostile_run(), "=1+1", DAY))
    assert find(lines, row="Title")["value"] == "'=1+1"
    assert HOSTILE in {one["value"] for one in lines}
    texts = [value for one in lines for value in one.values()]
    assert not [value for value in texts if value.startswith(("=", "@", "\t"))]


def test_the_same_run_gives_the_same_file() -> None:
    assert lines_of("credit") == read(write_numbers(run_of(), TITLE, DAY))
