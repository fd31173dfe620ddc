import ast
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import core.tasks.indicators as module
from core.tasks.indicators import (
    INDICATOR_NAMES,
    WARM_UP_DAYS,
    indicator_names,
    indicators,
    realised_volatility,
    warm_up_days,
)
from tests.tasks.example_rows import make_bars

SETTLED = 250
HORIZON = 10
CUTS = (300, 777, 1500, 3000)


@pytest.fixture(scope="module")
def talib():
    return pytest.importorskip("talib")


@pytest.fixture(scope="module")
def computed(ibm):
    return indicators(ibm, HORIZON)


@pytest.fixture(scope="module", params=CUTS)
def cut_off(ibm, request):
    return indicators(ibm.iloc[: request.param], HORIZON)


@pytest.fixture(scope="module")
def scaled(ibm):
    bars = ibm.assign(**{name: ibm[name] * 7 for name in ("Open", "High", "Low", "Close")})
    return indicators(bars, HORIZON)


def test_file_imports_numpy_and_pandas_only():
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    imported = {
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module] if isinstance(node, ast.ImportFrom) else [node.names[0].name])
    }
    assert imported == {"__future__", "numpy", "pandas"}


@pytest.mark.parametrize("horizon", [None, 1, 10, 63])
def test_columns_are_the_announced_names(horizon):
    assert tuple(indicators(make_bars(30), horizon).columns) == indicator_names(horizon)


def test_there_are_37_indicators_and_three_more_for_risk():
    assert len(INDICATOR_NAMES) == 37
    assert len(indicator_names(HORIZON)) == 40


@pytest.mark.parametrize("horizon", [None, 1, 10, 63])
def test_no_value_is_missing_after_the_warm_up(ibm, horizon):
    after = indicators(ibm, horizon).iloc[warm_up_days(horizon) :]
    assert after.notna().all(axis=None)


@pytest.mark.parametrize("name", indicator_names(HORIZON))
def test_past_does_not_change_when_the_future_is_cut_off(cut_off, computed, name):
    now = computed[name].iloc[: len(cut_off)]
    pd.testing.assert_series_equal(cut_off[name], now, rtol=0, atol=0)


@pytest.mark.parametrize("name", indicator_names(HORIZON))
def test_indicator_does_not_see_the_price_level(scaled, computed, name):
    np.testing.assert_allclose(scaled[name], computed[name], rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("name", indicator_names(HORIZON))
def test_indicator_varies(computed, name):
    assert computed[name].iloc[WARM_UP_DAYS:].std() > 1e-4


@pytest.mark.parametrize("horizon", [None, 1, 10, 63])
def test_last_day_needs_the_warm_up_only(ibm, horizon):
    recent = indicators(ibm.iloc[-warm_up_days(horizon) - 1 :], horizon)
    whole = indicators(ibm, horizon)
    np.testing.assert_allclose(recent.iloc[-1], whole.iloc[-1], atol=1e-6, rtol=0)


def test_rsi_is_wilders(talib, ibm, computed):
    _assert_agrees(computed["rsi_14"], talib.RSI(ibm["Close"].to_numpy(), 14) / 100)


def test_macd_and_its_histogram_are_the_usual_ones(talib, ibm, computed):
    close = ibm["Close"].to_numpy()
    macd, _, histogram = talib.MACD(close, 12, 26, 9)
    _assert_agrees(computed["macd"], macd / close)
    _assert_agrees(computed["macd_histogram"], histogram / close)


def test_percent_b_and_band_width_are_those_of_bollinger_bands(talib, ibm, computed):
    close = ibm["Close"].to_numpy()
    upper, middle, lower = talib.BBANDS(close, 20, 2, 2)
    _assert_agrees(computed["percent_b"], (close - lower) / (upper - lower))
    _assert_agrees(computed["band_width"], (upper - lower) / middle)


def test_stochastic_is_the_fast_k(talib, ibm, computed):
    high, low, close = (ibm[name].to_numpy() for name in ("High", "Low", "Close"))
    fast_k, _ = talib.STOCHF(high, low, close, 14, 1)
    _assert_agrees(computed["stochastic_k_14"], fast_k / 100)


def test_parkinson_volatility_follows_its_formula():
    bars = make_bars(8)
    squared = np.log(bars["High"] / bars["Low"])[-5:] ** 2
    expected = np.sqrt(squared.sum() / (5 * 4 * np.log(2)))
    assert realised_volatility(bars, 5).iloc[-1] == pytest.approx(expected, rel=1e-12)


def test_zero_volume_is_missing_and_never_infinite():
    bars = make_bars(60)
    bars.loc[30, "Volume"] = 0
    volume = indicators(bars)["volume_z_20"]
    assert np.isnan(volume[30])
    assert np.isfinite(volume[20:].drop(30)).all()


def test_security_without_any_volume_has_all_other_indicators():
    bars = make_bars(300).assign(Volume=np.nan)
    last = indicators(bars).iloc[-1]
    assert list(last.index[last.isna()]) == ["volume_z_20"]


def test_prices_that_stand_still_give_nothing_infinite():
    bars = make_bars(300)
    for name in ("Open", "High", "Low", "Close"):
        bars[name] = 10.0
    assert not np.isinf(indicators(bars, HORIZON)).any(axis=None)


def test_first_month_and_weekday_repeat_every_year_and_week():
    calendar = indicators(make_bars(600))[["weekday_sin", "weekday_cos"]]
    np.testing.assert_allclose(calendar[5:], calendar[:-5], atol=1e-12)


def test_risk_distances_grow_with_a_wild_day():
    bars = make_bars(400)
    wild = bars.copy()
    wild.loc[399, "High"] *= 1.2
    gain = indicators(wild, HORIZON).iloc[-1] - indicators(bars, HORIZON).iloc[-1]
    assert (gain[["past_vol_to_cut", "vol_1_to_cut", "vol_5_to_cut"]] > 0.3).all()


def _assert_agrees(ours, theirs):
    np.testing.assert_allclose(ours[SETTLED:], theirs[SETTLED:], atol=1e-6, rtol=0)
