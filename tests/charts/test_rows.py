"""Pictures of rows before training: prices, classes, empty cells and the split."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest

from core.charts.columns import class_balance, missing_values
from core.charts.prices import MOST_TICKERS, price_lines
from core.charts.template import Chart
from core.charts.timeline import split_timeline
from core.data.load import load
from core.data.table import Columns, Origin, Table
from core.spec import DataSpec, TaskSpec
from core.tasks.make import make_dataset

HOSTILE = "<a href='https://evil.example'>x</a>"


def make_table(frame: pd.DataFrame, **columns: str) -> Table:
    return Table(frame, Columns(**columns), Origin("made up", "csv"), (), "0" * 64)


def make_prices(tickers: int) -> Table:
    days = pd.date_range("2020-01-01", periods=3)
    names = [f"{HOSTILE}{number}" for number in range(tickers)]
    rows = [(day, name, 50.0 * (1 + at)) for name in names for at, day in enumerate(days)]
    return make_table(pd.DataFrame(rows, columns=["Date", "Ticker", "Close"]))


def test_prices_start_at_a_hundred() -> None:
    assert list(price_lines(make_prices(1)).figure.data[0].y) == [100, 200, 300]


def test_many_securities_are_cut_and_counted() -> None:
    chart = price_lines(make_prices(MOST_TICKERS + 2))
    assert len(chart.figure.data) == MOST_TICKERS
    assert "2 more are not drawn" in chart.alt


def test_names_from_a_file_cannot_become_links() -> None:
    frame = pd.DataFrame({HOSTILE: [1, None, None], "y": [HOSTILE, "b", "b"]})
    table = make_table(frame, target="y")
    for chart in (price_lines(make_prices(1)), class_balance(table), missing_values(table)):
        assert "<a" not in chart.figure.to_json()
        assert "\\u003ca" not in chart.figure.to_json()


def test_classes_show_their_share() -> None:
    chart = class_balance(make_table(pd.DataFrame({"y": ["no", "no", "no", "yes"]}), target="y"))
    assert list(chart.figure.data[0].x) == [0.75, 0.25]
    assert chart.alt == "Share of rows in each class: no 75.0%, yes 25.0%."


def test_columns_without_empty_cells_are_not_listed() -> None:
    chart = missing_values(make_table(pd.DataFrame({"full": [1, 2], "half": [None, 2]})))
    assert list(chart.figure.data[0].y) == ["half"]


def test_a_full_table_says_so() -> None:
    assert missing_values(make_table(pd.DataFrame({"a": [1]}))).alt == "No cell is empty."


def spans_of(chart: Chart) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    """First and last moment of each bar, in the order of time."""
    starts = [(pd.Timestamp(bar.base[0]), bar.x[0]) for bar in chart.figure.data]
    return sorted((start, start + pd.Timedelta(length, "ms")) for start, length in starts)


def test_gap_between_the_parts_is_drawn_and_named() -> None:
    table = load(DataSpec(sample="us_stocks"))
    chart = split_timeline(make_dataset(table, TaskSpec(name="risk")))
    spans = spans_of(chart)
    assert len(spans) == 5
    assert all(after[0] == before[1] for before, after in itertools.pairwise(spans))
    assert all(end - start >= pd.Timedelta("14D") for start, end in spans[1::2])
    assert [note.text for note in chart.figure.layout.annotations] == ["gap of 15 sessions"] * 2
    assert "A gap of 15 sessions is left out" in chart.alt


def test_rows_without_dates_are_drawn_as_shares() -> None:
    table = load(DataSpec(sample="german_credit"))
    chart = split_timeline(make_dataset(table, TaskSpec(name="credit")))
    assert [bar.x[0] for bar in chart.figure.data] == pytest.approx([0.7, 0.15, 0.15])
