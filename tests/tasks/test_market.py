import numpy as np
import pandas as pd
import pytest

from core.errors import SpecError, TooFewRowsError
from core.spec import TaskSpec
from core.tasks.indicators import WARM_UP_DAYS
from core.tasks.labels import CLASS_NAMES
from core.tasks.market import market_frame, market_rows
from tests.tasks.example_rows import make_loans, make_prices

MARKET = tuple(CLASS_NAMES)
ANSWERS = ["target", "state", "label_end", "next_return"]


@pytest.mark.parametrize("name", MARKET)
@pytest.mark.parametrize("cut", ["2005-06-01", "2008-09-15", "2012-12-31"])
def test_past_does_not_change_when_the_future_is_cut_off(stocks, name, cut):
    task = TaskSpec(name=name)
    whole = market_frame(stocks.frame, task)
    before = market_frame(stocks.frame[stocks.frame["Date"] <= cut], task)
    whole = whole[whole["Date"] <= cut].reset_index(drop=True)
    features = [column for column in whole.columns if column not in ANSWERS]
    pd.testing.assert_frame_equal(before[[*features, "state"]], whole[[*features, "state"]])
    is_over = (whole["label_end"] <= cut).to_numpy()
    pd.testing.assert_frame_equal(before[is_over], whole[is_over])


@pytest.mark.parametrize("name", MARKET)
def test_a_security_is_the_same_alone_and_in_a_panel(stocks, name):
    task = TaskSpec(name=name)
    panel = market_frame(stocks.frame, task)
    alone = market_frame(stocks.frame[stocks.frame["Ticker"] == "MSFT"], task)
    in_panel = panel[panel["Ticker"] == "MSFT"].reset_index(drop=True)
    pd.testing.assert_frame_equal(alone, in_panel)


@pytest.mark.parametrize("name", MARKET)
def test_every_row_after_the_warm_up_has_all_its_indicators(stocks, name):
    rows = market_rows(stocks, TaskSpec(name=name))
    assert rows.frame[list(rows.feature_columns)].notna().all(axis=None)


def test_first_year_of_each_security_is_left_out(stocks):
    frame = market_frame(stocks.frame, TaskSpec(name="direction"))
    days, kept = stocks.frame["Ticker"].value_counts(), frame["Ticker"].value_counts()
    assert kept.to_dict() == (days[days > WARM_UP_DAYS] - WARM_UP_DAYS).to_dict()


@pytest.mark.parametrize("window", [1, 20])
def test_asked_rows_have_a_window_of_their_own_security(stocks, window):
    rows = market_rows(stocks, TaskSpec(name="risk"), window)
    asked = np.flatnonzero(rows.is_asked)
    assert (rows.tickers[asked] == rows.tickers[asked - window + 1]).all()


def test_asked_rows_know_their_answer(stocks):
    rows = market_rows(stocks, TaskSpec(name="trend"))
    assert (rows.target[rows.is_asked] >= 0).all()
    assert not np.isnat(rows.label_ends[rows.is_asked]).any()


def test_newest_days_stay_in_the_history_without_an_answer(stocks):
    rows = market_rows(stocks, TaskSpec(name="direction", horizon_days=5))
    newest = rows.dates == rows.dates.max()
    assert newest.any()
    assert not rows.is_asked[newest].any()


@pytest.mark.parametrize("name", MARKET)
def test_next_return_is_from_one_adjusted_close_to_the_next_of_the_same_security(stocks, name):
    rows = market_rows(stocks, TaskSpec(name=name))
    closes = stocks.frame.set_index(["Ticker", "Date"])["Close"]
    for ticker in np.unique(rows.tickers):
        own = rows.tickers == ticker
        expected = closes[ticker].pct_change().shift(-1)[rows.dates[own]].to_numpy()
        np.testing.assert_allclose(rows.next_return[own], expected, rtol=0, atol=1e-12)


def test_newest_day_of_each_security_has_no_next_return(stocks):
    rows = market_rows(stocks, TaskSpec(name="direction"))
    unknown = np.isnan(rows.next_return)
    assert unknown.sum() == len(np.unique(rows.tickers))
    assert not rows.is_asked[unknown].any()


def test_next_return_agrees_with_the_direction_of_one_day(stocks):
    rows = market_rows(stocks, TaskSpec(name="direction"))
    asked = rows.is_asked
    assert ((rows.next_return[asked] > 0) == (rows.target[asked] == 1)).all()


def test_next_return_is_no_feature(stocks):
    assert "next_return" not in market_rows(stocks, TaskSpec(name="risk")).feature_columns


@pytest.mark.parametrize("name", MARKET)
def test_loans_have_no_prices_for_a_market_task(name):
    with pytest.raises(SpecError, match="Choose the credit task"):
        market_rows(make_loans(), TaskSpec(name=name))


@pytest.mark.parametrize("name", MARKET)
@pytest.mark.parametrize("n_days", [1, 200, 400])
def test_short_history_is_refused_with_the_days_it_needs(name, n_days):
    with pytest.raises(TooFewRowsError, match=f'needs about .* "AAA", has {n_days}'):
        market_rows(make_prices({"AAA": n_days}), TaskSpec(name=name))


@pytest.mark.parametrize("name", MARKET)
def test_announced_days_are_enough(name):
    task = TaskSpec(name=name)
    with pytest.raises(TooFewRowsError) as refused:
        market_rows(make_prices({"AAA": 100}), task, 20)
    needed = int(refused.value.must.split("about ")[1].split()[0])
    assert market_rows(make_prices({"AAA": needed}), task, 20).is_asked.any()
    with pytest.raises(TooFewRowsError):
        market_rows(make_prices({"AAA": needed - 1}), task, 20)
