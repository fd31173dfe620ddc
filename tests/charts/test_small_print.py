from __future__ import annotations

import dataclasses
import math

from core.charts.numbers import range_text, score_text
from core.charts.small_print import (
    agreement_sentence,
    baselines_table,
    columns_table,
    data_rows,
    reading_help,
    seconds_rows,
)
from core.evaluate.scores import Interval
from tests.lab.example_result import make_result

RESULT = make_result()


def test_the_four_columns_stand_side_by_side_with_their_intervals() -> None:
    table = columns_table(RESULT)
    assert table.header == ("", "Baseline", "Alone", "Distilled", "Teacher")
    rows = {row[0]: row[1:] for row in table.rows}
    aucs = [column.scores.auc for column in RESULT.columns]
    assert rows["AUC"] == tuple((score_text(one.mean), range_text(one)) for one in aucs)
    assert rows["Model"] == tuple(column.name for column in RESULT.columns)
    assert rows["Parameters"] == ("0", "100", "100", "10,000")


def test_a_score_without_interval_shows_dashes() -> None:
    scores = dataclasses.replace(RESULT.teacher.scores, auc=Interval(*[math.nan] * 3))
    teacher = dataclasses.replace(RESULT.teacher, scores=scores)
    rows = {row[0]: row for row in columns_table(dataclasses.replace(RESULT, teacher=teacher)).rows}
    assert rows["AUC"][-1] == ("–", "–")


def test_baselines_are_named_once_each() -> None:
    assert [row[0] for row in baselines_table(RESULT).rows] == ["Logistic regression"]


def test_a_busy_machine_is_said() -> None:
    latency = dataclasses.replace(RESULT.distilled.latency, busy=True)
    distilled = dataclasses.replace(RESULT.distilled, latency=latency)
    assert "busy" not in reading_help(RESULT)
    assert "busy" in reading_help(dataclasses.replace(RESULT, distilled=distilled))


def test_agreement_is_told_in_percent() -> None:
    assert "90.0%" in agreement_sentence(RESULT)


def test_days_and_gap_are_told_where_there_are_dates() -> None:
    dated = dict(data_rows(make_result(task="direction")))
    assert dated["Test rows"] == ("200", "2023-02-01 to 2024-12-31")
    assert dated["Gap before each later part"] == "15 sessions"
    assert dict(data_rows(RESULT))["Test rows"] == "200"


def test_times_of_the_run_are_told_part_by_part() -> None:
    assert dict(seconds_rows(RESULT))["Teacher"] == "200 ms"
