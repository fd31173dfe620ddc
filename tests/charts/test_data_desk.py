"""Pictures and lines of the data desk: candles, coverage, columns and the leak."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from core.charts.candles import MOST_CANDLES, candles
from core.charts.column_rows import column_rows, sample_sentence
from core.charts.coverage import MOST_SECURITIES, coverage
from core.charts.leak import CHANCE, TITLES, leak_picture
from core.charts.numbers import number_text
from core.data.column_profile import Categories, ColumnProfile, Numbers, ValueCount
from core.data.coverage import SecurityCoverage
from core.data.load import load
from core.data.profile import Profile, profile
from core.data.table import Table
from core.spec import DataSpec
from tests.charts.test_rows import HOSTILE
from tests.lab.test_leak import row


@pytest.fixture(scope="module")
def stocks() -> Table:
    return load(DataSpec(sample="us_stocks"))


@pytest.mark.parametrize(("years", "step"), [(1, "day"), (5, "week"), (None, "month")])
def test_candles_are_joined_until_they_are_few_enough(
    stocks: Table, years: int | None, step: str
) -> None:
    chart = candles(stocks, "IBM", years)
    assert f"one candle a {step}" in chart.alt
    assert len(chart.figure.data[0].x) <= MOST_CANDLES


def test_joining_candles_loses_no_volume_and_no_extreme(stocks: Table) -> None:
    bars = stocks.frame[stocks.frame["Ticker"] == "IBM"]
    price, volume = candles(stocks, "IBM").figure.data
    assert sum(volume.y) == pytest.approx(bars["Volume"].sum())
    assert max(price.high) == bars["High"].max()
    assert price.close[-1] == bars["Close"].iloc[-1]


def test_weekends_are_left_out_of_days_only_where_nothing_trades(stocks: Table) -> None:
    assert candles(stocks, "IBM", 1).figure.layout.xaxis.rangebreaks
    frame = stocks.frame[stocks.frame["Ticker"] == "IBM"].tail(100)
    every_day = frame.assign(Date=pd.date_range("2020-01-01", periods=100))
    always_open = Table(every_day, stocks.columns, stocks.origin, (), "")
    assert not candles(always_open, "IBM", 1).figure.layout.xaxis.rangebreaks


def test_a_ticker_of_a_file_cannot_become_a_link(stocks: Table) -> None:
    frame = stocks.frame[stocks.frame["Ticker"] == "IBM"].assign(Ticker=HOSTILE)
    table = Table(frame, stocks.columns, stocks.origin, (), "")
    for chart in (candles(table, HOSTILE), coverage(profile(table))):
        assert "\\u003ca" not in chart.figure.to_json()
        assert "<a" not in chart.alt


def test_coverage_tells_missing_sessions_and_counts_what_is_not_drawn() -> None:
    day = dt.date(2020, 1, 1)
    some = tuple(
        SecurityCoverage(f"S{n}", day, dt.date(2020, 6, 1), 100, n, 1.0)
        for n in range(MOST_SECURITIES + 3)
    )
    chart = coverage(Profile(10, 10, (), (), some))
    assert chart.figure.data[0].y[:2] == ("S0 · 100", "S1 · 100, 1 missing")
    assert "3 more are not drawn" in chart.alt


def test_a_column_is_told_in_one_line() -> None:
    numbers = Numbers(0.5, 2.0, 12000.0, (0.0, 1.0, 2.0), (3, 4))
    words = Categories((ValueCount("own", 6), ValueCount("rent", 4)))
    columns = (
        ColumnProfile("income", "feature", "number", 0.25, 7, 7, numbers),
        ColumnProfile(HOSTILE, "target", "category", 0.0, 2, 10, words),
        ColumnProfile("void", "feature", "category", 1.0, 0, 0, None),
    )
    first, second, third = column_rows(Profile(10, 10, columns, (), ()))
    assert (first.values, first.missing_percent) == ("0.5 to 12,000, median 2", 25)
    assert (second.values, second.distribution) == ("own 60%, rent 40%", (6, 4))
    assert (third.values, third.distribution) == ("nothing", ())


def test_a_sample_is_said_only_where_there_is_one() -> None:
    assert sample_sentence(Profile(10, 10, (), (), ())) == ""
    assert "50,000 of the 1,000,000 rows" in sample_sentence(Profile(10**6, 50_000, (), (), ()))


@pytest.mark.parametrize(
    ("value", "text"),
    [(3.0, "3"), (0.1236, "0.1236"), (1234.5, "1,234"), (1e15, "1e+15"), (float("nan"), "–")],
)
def test_numbers_of_a_table_have_few_digits(value: float, text: str) -> None:
    assert number_text(value) == text


def test_the_leak_is_drawn_row_after_row_in_its_place() -> None:
    shuffled = row("Shuffled rows", 0.86)
    figure = leak_picture([shuffled]).figure
    assert [trace.y[0] for trace in figure.data] == ["Shuffled rows"]
    assert tuple(figure.layout.yaxis.categoryarray) == TITLES[::-1]
    assert figure.layout.shapes[0].x0 == CHANCE


def test_titles_of_the_leak_are_those_of_its_splits(stocks: Table) -> None:
    from core.lab.leak_splits import LEAK_TASK, leak_splits
    from core.tasks.market import market_rows

    splits = leak_splits(market_rows(stocks, LEAK_TASK), LEAK_TASK)
    assert tuple(split.title for split in splits) == TITLES
