from __future__ import annotations

import pandas as pd
import pytest

from core.data.samples import SAMPLES
from tests.data.checks.asked import report, state
from tests.data.example_files import bars, rows, table

PRICES = ["Open", "High", "Low", "Close"]


def split(factor: float, volume: float = 1.0, sessions: int = 40) -> pd.DataFrame:
    """Bars whose prices are divided, and whose volume grows, from the 21st session on."""
    frame = bars(sessions)
    frame.loc[20:, PRICES] /= factor
    frame.loc[20:, "Volume"] *= volume
    return frame


@pytest.mark.parametrize("factor", [1.5, 2, 3, 7, 20, 1 / 2, 1 / 3, 1 / 10])
def test_fires_on_a_jump_by_a_factor_with_money_unchanged(factor: float) -> None:
    ended = report(table(split(factor, volume=factor)), "P107")
    assert (ended.state, ended.severity) == ("fired", "advises")
    assert '"SERIES" on 2024-01-30' in ended.where
    assert ended.what.endswith(": 1")


def test_fires_where_the_volume_is_not_known() -> None:
    assert state(table(split(2).drop(columns="Volume")), "P107") == "fired"


def test_fires_on_the_first_bars_of_a_file() -> None:
    frame = bars()
    frame.loc[0, PRICES] *= 2
    assert state(table(frame), "P107") == "fired"


def test_is_silent_on_a_crash_in_which_much_money_changed_hands() -> None:
    assert state(table(split(2, volume=20)), "P107") == "passed"


@pytest.mark.parametrize("factor", [1.2, 2.35])
def test_is_silent_on_a_move_that_is_no_factor(factor: float) -> None:
    assert state(table(split(factor)), "P107") == "passed"


def test_is_silent_between_two_securities() -> None:
    cheap = bars()
    cheap[PRICES] /= 3
    frame = pd.concat([bars().assign(Ticker="A"), cheap.assign(Ticker="B")])
    assert state(table(frame), "P107") == "passed"


def test_is_silent_on_the_real_crash_of_a_sample_without_its_adjusted_closes() -> None:
    stocks = pd.read_csv(SAMPLES["us_stocks"].path)
    apple = stocks[
        (stocks["Ticker"] == "AAPL") & stocks["Date"].between("2000-08-01", "2001-12-31")
    ]
    assert state(table(apple.drop(columns="Adj Close")), "P107") == "passed"


def test_finds_every_split_of_a_sample_without_its_adjusted_closes() -> None:
    stocks = pd.read_csv(SAMPLES["us_stocks"].path).drop(columns="Adj Close")
    ended = report(table(stocks), "P107")
    assert ended.what.endswith(": 3")
    assert '"AAPL" on 2000-06-21' in ended.where


def test_does_not_apply_where_closes_were_adjusted() -> None:
    frame = split(2, volume=2)
    adjusted = frame["Close"].where(frame.index >= 20, frame["Close"] / 2)
    ended = report(table(frame.assign(**{"Adj Close": adjusted})), "P107")
    assert "were adjusted" in ended.reason


def test_does_not_apply_to_tables() -> None:
    assert state(table(rows()), "P107") == "not applicable"
