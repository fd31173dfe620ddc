"""Pictures of many runs."""

from __future__ import annotations

from dataclasses import replace

from core.charts.what_if.many import differences, many_table
from tests.lab.many.rows import FAILED, row
from tests.lab.many.small import found


def test_each_item_with_a_score_is_drawn_and_below_them_their_mean():
    chart = differences(found().rows)
    assert len(chart.figure.data[0].x) == 3
    assert chart.figure.data[0].x[-1] == found().mean.mean
    assert chart.figure.layout.yaxis.ticktext[-1] == "Mean over all"
    assert chart.alt.startswith("2 items")


def test_clear_items_are_filled():
    symbols = differences((row(0.05), row(0.001))).figure.data[0].marker.symbol
    assert list(symbols[:2]) == ["circle", "circle-open"]


def test_names_of_files_are_shown_as_text():
    chart = differences((replace(row(0.05), name="<b>x</b>" + "y" * 40),))
    name = chart.figure.layout.yaxis.ticktext[0]
    assert name.startswith("&lt;b&gt;x")
    assert name.endswith("…")


def test_nothing_scored_is_an_empty_picture():
    assert differences((FAILED,)).alt.startswith("0 items")


def test_the_table_has_a_line_for_each_item():
    rows = many_table((*found().rows, FAILED)).rows
    assert len(rows) == 4
    assert rows[-1][0] == ("two", "could not be run")
    assert all(len(line) == 5 for line in rows)
