from __future__ import annotations

from dataclasses import replace

from core.charts.curve_table import HEADER, MISSING, MOST_ROWS, curve_table
from tests.lab.example_result import SEEDS, make_curves


def test_each_row_has_a_cell_for_each_head() -> None:
    header, rows = curve_table(make_curves())
    assert header == HEADER
    assert {len(row) for row in rows} == {len(HEADER)}


def test_a_number_is_the_mean_over_seeds() -> None:
    curves = [report for report in make_curves() if report.phase == "students"]
    losses = [x.hard for x in curves[-1].learners if x.role == "alone"]
    assert len(losses) == len(SEEDS)
    _, rows = curve_table(tuple(curves))
    assert rows[-1][HEADER.index("Alone, label loss")] == f"{sum(losses) / len(losses):.4f}"


def test_what_a_phase_does_not_know_is_left_out() -> None:
    _, rows = curve_table(make_curves())
    assert rows[0][0].endswith("teacher")
    assert rows[0][2:] == (MISSING,) * 5
    assert rows[-1][1] == MISSING


def test_a_long_training_is_told_in_few_rows_that_end_with_the_newest_epoch() -> None:
    first = next(report for report in make_curves() if report.phase == "students")
    reports = tuple(replace(first, epoch=number) for number in range(1, 1001))
    _, rows = curve_table(reports)
    assert len(rows) <= MOST_ROWS + 1
    assert rows[-1][0] == "1,000"
