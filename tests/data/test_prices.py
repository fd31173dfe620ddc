from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from core.data.load import load
from core.data.prices import CANONICAL
from core.data.sound_bars import ONLY_TICKER
from core.data.table import Table
from core.errors import DataError, EmptyRangeError
from core.spec import DataSpec
from tests.data.example_files import bars, table


def finding(result: Table, code: str):
    return next(found for found in result.findings if found.code == code)


def stocks() -> pd.DataFrame:
    return load(DataSpec(sample="us_stocks")).frame


def day_return(frame: pd.DataFrame, ticker: str, day: str) -> float:
    close = frame[frame["Ticker"] == ticker].set_index("Date")["Close"]
    return float(close.pct_change()[day])


@pytest.mark.parametrize(
    ("ticker", "day"), [("AAPL", "2000-06-21"), ("AAPL", "2005-02-28"), ("MSFT", "2003-02-18")]
)
def test_a_split_is_no_crash(ticker: str, day: str) -> None:
    assert abs(day_return(stocks(), ticker, day)) < 0.12


def test_a_real_crash_stays() -> None:
    assert day_return(stocks(), "AAPL", "2000-09-29") == pytest.approx(-0.52, abs=0.005)


def test_adjusting_keeps_the_shape_of_each_bar() -> None:
    frame = bars()
    frame["Adj Close"] = frame["Close"] * np.linspace(0.25, 1.0, len(frame))
    result = table(frame)
    for name in ("Open", "High", "Low"):
        expected = frame[name] / frame["Close"]
        np.testing.assert_allclose(result.frame[name] / result.frame["Close"], expected)
    np.testing.assert_allclose(result.frame["Close"], frame["Adj Close"])
    assert finding(result, "P101").severity == "informs"


@pytest.mark.parametrize("sample", ["us_stocks", "random_walk"])
def test_sample_prices_are_canonical(sample: str) -> None:
    frame = load(DataSpec(sample=sample)).frame
    assert list(frame) == CANONICAL
    assert frame["Date"].dt.tz is None
    assert frame.index.tolist() == list(range(len(frame)))
    assert not frame.duplicated(["Ticker", "Date"]).any()
    assert frame.equals(frame.sort_values(["Ticker", "Date"]))
    assert (frame["High"] >= frame[["Open", "Close", "Low"]].max(axis=1)).all()
    assert (frame["Low"] <= frame[["Open", "Close"]].min(axis=1)).all()
    assert (frame["Low"] > 0).all()
    assert all(frame[name].dtype == "float64" for name in CANONICAL[2:])


def test_rows_in_any_order_give_the_same_table() -> None:
    shuffled = bars().sample(frac=1, random_state=0)
    assert table(shuffled).content_hash == table(bars()).content_hash


def test_one_security_without_a_ticker_gets_one() -> None:
    assert set(table(bars()).frame["Ticker"]) == {ONLY_TICKER}


def test_prices_without_volume_have_an_unknown_volume() -> None:
    assert table(bars().drop(columns="Volume")).frame["Volume"].isna().all()


def test_columns_of_the_table_name_the_canonical_frame() -> None:
    frame = bars().rename(columns={"Date": "day", "Close": "last"})
    columns = table(frame).columns
    assert (columns.date, columns.close, columns.adjusted_close) == ("Date", "Close", None)
    assert dict(columns.reasons)["last"] == "Its name says the last price of the day."


def test_a_repeated_day_keeps_its_last_row() -> None:
    frame = pd.concat([bars(), bars().iloc[[3]].assign(Close=103.25)])
    result = table(frame)
    assert len(result.frame) == 40
    assert result.frame["Close"][3] == 103.25
    assert "2024-01-05" in finding(result, "P103").where


def test_high_below_low_is_mended() -> None:
    frame = bars()
    frame.loc[5, ["High", "Low"]] = [104.0, 106.0]
    result = table(frame)
    assert result.frame.loc[5, ["High", "Low"]].tolist() == [106.0, 104.0]
    assert "2024-01-09" in finding(result, "P104").where


@pytest.mark.parametrize("price", [0.0, -1.0, None, np.inf])
def test_bars_without_a_sound_price_are_left_out(price: float | None) -> None:
    frame = bars()
    frame.loc[7, "Low"] = price
    result = table(frame)
    assert len(result.frame) == 39
    assert finding(result, "P102").severity == "advises"


def test_no_volume_counts_as_unknown() -> None:
    frame = bars()
    frame.loc[2, "Volume"] = 0
    result = table(frame)
    assert result.frame["Volume"].isna().sum() == 1
    assert finding(result, "P105").what.endswith(": 1")


def test_sound_bars_have_no_findings() -> None:
    assert table(bars()).findings == ()


def test_both_ends_of_the_period_are_included() -> None:
    result = table(bars(), start=dt.date(2024, 1, 3), end=dt.date(2024, 1, 9))
    assert result.frame["Date"].dt.date.agg(["min", "max"]).tolist() == [
        dt.date(2024, 1, 3),
        dt.date(2024, 1, 9),
    ]


def test_a_period_without_bars_is_told_with_what_there_is() -> None:
    with pytest.raises(EmptyRangeError, match="run from 2024-01-02 to 2024-02-26"):
        table(bars(), start=dt.date(2025, 1, 1))


def test_tickers_that_were_not_recognised_look_like_repeated_days() -> None:
    two = pd.concat([bars().assign(firm="A"), bars().assign(firm="B")])
    with pytest.raises(DataError, match="40 of 80 rows repeat a day"):
        table(two)
    assert set(table(two, ticker_column="firm").frame["Ticker"]) == {"A", "B"}


def test_infinite_prices_never_enter_the_table() -> None:
    frame = bars()
    frame["Adj Close"] = frame["Close"]
    frame.loc[3, "Adj Close"] = np.inf
    frame.loc[4, ["Close", "Adj Close"]] = [1e-300, 1e30]
    frame.loc[5, "Volume"] = np.inf
    result = table(frame)
    assert len(result.frame) == len(frame) - 2
    assert not np.isinf(result.frame[CANONICAL[2:]].to_numpy()).any()
