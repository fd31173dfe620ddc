from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from core.data.coverage import cover
from core.data.load import load
from core.data.profile import profile
from core.spec import DataSpec


def bars(**days: list[int]) -> pd.DataFrame:
    """Bars of January 2024, one a day given for each ticker; the close is the day."""
    rows = [
        {"Date": pd.Timestamp(2024, 1, day), "Ticker": ticker, "Close": float(day)}
        for ticker, given in days.items()
        for day in given
    ]
    return pd.DataFrame(rows)


def test_first_and_last_day_sessions_and_close() -> None:
    (only,) = cover(bars(AAA=[2, 3, 5]))
    assert (only.first_day, only.last_day) == (dt.date(2024, 1, 2), dt.date(2024, 1, 5))
    assert (only.ticker, only.sessions, only.last_close) == ("AAA", 3, 5.0)


def test_missing_sessions_are_days_on_which_others_have_a_bar() -> None:
    full, holed = cover(bars(AAA=[2, 3, 4, 5, 8], BBB=[3, 5, 8]))
    assert (full.missing_sessions, holed.missing_sessions) == (0, 1)


def test_days_before_the_first_and_after_the_last_are_not_missing() -> None:
    _, short = cover(bars(AAA=[2, 3, 4, 5, 8], BBB=[3, 4]))
    assert short.missing_sessions == 0


def test_one_security_alone_misses_nothing() -> None:
    assert cover(bars(AAA=[2, 30]))[0].missing_sessions == 0


def test_tickers_may_be_a_category_with_unused_values() -> None:
    frame = bars(AAA=[2, 3], BBB=[2])
    frame["Ticker"] = pd.Categorical(frame["Ticker"], categories=["BBB", "AAA", "CCC"])
    assert [one.ticker for one in cover(frame)] == ["AAA", "BBB"]


@pytest.mark.parametrize("sample", ["us_stocks", "random_walk"])
def test_the_sessions_of_all_securities_are_the_rows(sample) -> None:
    table = load(DataSpec(sample=sample))
    found = profile(table).securities
    assert sum(one.sessions for one in found) == len(table.frame)
    assert [one.ticker for one in found] == list(table.frame["Ticker"].unique())
    for one in found:
        own = table.frame[table.frame["Ticker"] == one.ticker]
        assert one.last_close == own["Close"].iloc[-1]
        assert one.first_day == own["Date"].min().date()


def test_a_table_without_prices_has_no_securities() -> None:
    assert profile(load(DataSpec(sample="german_credit"))).securities == ()
