import numpy as np
import pandas as pd
import pytest

from core.tasks.indicators import realised_volatility
from core.tasks.labels import CLASS_NAMES, labels
from tests.tasks.example_rows import make_bars

MARKET = tuple(CLASS_NAMES)
HORIZONS = (1, 5, 10)


@pytest.fixture
def rising():
    return make_bars(400).assign(Close=np.exp(np.arange(400) * 0.01))


@pytest.mark.parametrize("task", MARKET)
@pytest.mark.parametrize("horizon", HORIZONS)
@pytest.mark.parametrize("cut", [400, 700, 1500])
def test_labels_that_end_before_the_cut_do_not_change(ibm, task, horizon, cut):
    whole, before = labels(ibm, task, horizon), labels(ibm.iloc[:cut], task, horizon)
    pd.testing.assert_frame_equal(before.iloc[: cut - horizon], whole.iloc[: cut - horizon])


@pytest.mark.parametrize("task", MARKET)
@pytest.mark.parametrize("cut", [400, 700, 1500])
def test_state_does_not_change_when_the_future_is_cut_off(ibm, task, cut):
    whole, before = labels(ibm, task, 10), labels(ibm.iloc[:cut], task, 10)
    pd.testing.assert_series_equal(before["state"], whole["state"].iloc[:cut])


@pytest.mark.parametrize("task", MARKET)
@pytest.mark.parametrize("horizon", HORIZONS)
def test_last_days_have_no_label_yet(ibm, task, horizon):
    made = labels(ibm, task, horizon)
    assert made[["target", "label_end"]].iloc[-horizon:].isna().all(axis=None)
    assert made[["target", "label_end"]].iloc[300:-horizon].notna().all(axis=None)


@pytest.mark.parametrize("task", MARKET)
@pytest.mark.parametrize("horizon", HORIZONS)
def test_label_end_is_the_horizons_last_session(ibm, task, horizon):
    made = labels(ibm, task, horizon)
    assert made["label_end"][100] == ibm["Date"][100 + horizon]


@pytest.mark.parametrize("task", MARKET)
def test_label_depends_on_the_last_session_of_its_horizon(ibm, task):
    moved = ibm.copy()
    moved.loc[1010, ["High", "Close"]] *= 2.0
    assert labels(moved, task, 10)["target"][1000] == len(CLASS_NAMES[task]) - 1
    pd.testing.assert_series_equal(
        labels(moved, task, 10)["target"][:1000], labels(ibm, task, 10)["target"][:1000]
    )


@pytest.mark.parametrize("task", MARKET)
def test_every_class_occurs(ibm, task):
    known = labels(ibm, task, 10)["target"].dropna()
    assert sorted(known.unique()) == list(range(len(CLASS_NAMES[task])))


def test_rising_prices_go_up(rising):
    made = labels(rising, "direction", 5)
    assert (made["target"].dropna() == 1).all()
    assert (made["state"].dropna() == 1).all()


def test_unchanged_price_is_not_up():
    flat = make_bars(50).assign(Close=10.0)
    assert (labels(flat, "direction", 5)["target"].dropna() == 0).all()


@pytest.mark.parametrize(("move", "expected"), [(0.49, 1), (0.51, 2), (-0.49, 1), (-0.51, 0)])
def test_trend_needs_half_a_standard_deviation_of_the_horizon(move, expected):
    steps = np.where(np.arange(60) % 2 == 0, 0.01, -0.01)
    day, horizon = 40, 4
    sigma = np.std(steps[day - 20 : day + 1], ddof=1)
    steps[day + 1 : day + 1 + horizon] = move * sigma * np.sqrt(horizon) / horizon
    bars = make_bars(60).assign(Close=np.exp(np.cumsum(steps)))
    assert labels(bars, "trend", horizon)["target"][day] == expected


def test_trend_state_is_the_last_label_that_is_over(ibm):
    made = labels(ibm, "trend", 10)
    assert made["state"][1010] == made["target"][1000]


def test_risk_compares_the_next_sessions_with_the_median_year(ibm):
    day, horizon = 1000, 10
    volatility = realised_volatility(ibm, horizon)
    cut = volatility[day - 251 : day + 1].median()
    made = labels(ibm, "risk", horizon)
    assert made["target"][day] == float(volatility[day + horizon] > cut)
    assert made["state"][day] == float(volatility[day] > cut)
