"""Indicators of one security, known at the close of each day.

This file needs numpy and pandas only, so that a deployed model can carry the very code
it was trained with. Every indicator is a ratio or a return: adjusted price levels hold
dividends that were not paid yet, ratios of them do not.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

WARM_UP_DAYS = 252

INDICATOR_NAMES: tuple[str, ...] = (
    *(f"ret_lag{lag}" for lag in range(5)),
    *(f"ret_{days}" for days in (5, 10, 21, 63)),
    *("gap", "intraday", "range"),
    *(f"close_vol_{days}" for days in (5, 21, 63)),
    *(f"parkinson_vol_{days}" for days in (1, 5, 21, 63)),
    *("garman_klass_vol_21", "vol_ratio"),
    *("rsi_14", "macd", "macd_histogram", "percent_b", "band_width", "stochastic_k_14"),
    *(f"close_to_sma_{days}" for days in (10, 50, 200)),
    *(f"drawdown_{days}" for days in (63, 252)),
    "volume_z_20",
    *("weekday_sin", "weekday_cos", "month_sin", "month_cos"),
)

RISK_INDICATOR_NAMES: tuple[str, ...] = ("past_vol_to_cut", "vol_1_to_cut", "vol_5_to_cut")


def indicator_names(risk_horizon_days: int | None = None) -> tuple[str, ...]:
    """Return the columns that `indicators` gives, in order."""
    return INDICATOR_NAMES if risk_horizon_days is None else INDICATOR_NAMES + RISK_INDICATOR_NAMES


def warm_up_days(risk_horizon_days: int | None = None) -> int:
    """Return how many first days of a security have no full set of indicators."""
    return WARM_UP_DAYS + (risk_horizon_days or 0)


def indicators(bars: pd.DataFrame, risk_horizon_days: int | None = None) -> pd.DataFrame:
    """Compute every indicator of one security from its daily bars.

    Parameters
    ----------
    bars : DataFrame of shape (n_days, ...)
        Columns Date, Open, High, Low, Close and Volume, adjusted, oldest day first.
    risk_horizon_days : int, optional
        For the risk task: the horizon, which adds the distances to its threshold.

    Returns
    -------
    DataFrame of shape (n_days, n_indicators)
        With the index of `bars`. Row t uses rows up to t only. NaN where there is no
        value: in the first days, or where a volume or a price range is zero.
    """
    columns = {
        **_returns(bars),
        **_bar_shape(bars),
        **_volatility(bars),
        **_oscillators(bars["High"], bars["Low"], bars["Close"]),
        **_trend(bars["Close"]),
        **_volume(bars["Volume"]),
        **_calendar(bars),
    }
    if risk_horizon_days is not None:
        columns |= _distance_to_cut(bars, risk_horizon_days)
    frame = pd.DataFrame(columns, index=bars.index, dtype="float64")
    return frame.replace([np.inf, -np.inf], np.nan)


def log_returns(bars: pd.DataFrame, days: int = 1) -> pd.Series[float]:
    """Return the log return of the close over the last `days` sessions."""
    return _log(bars["Close"]).diff(days)


def realised_volatility(bars: pd.DataFrame, days: int) -> pd.Series[float]:
    """Estimate the daily volatility of the last `days` sessions from their high and low.

    Parkinson (1980), "The Extreme Value Method for Estimating the Variance of the Rate
    of Return".
    """
    squared: pd.Series[float] = _log(bars["High"] / bars["Low"]) ** 2
    variance: pd.Series[float] = squared.rolling(days).mean() / (4 * np.log(2))
    return variance**0.5


def volatility_cut(bars: pd.DataFrame, days: int) -> pd.Series[float]:
    """Return the median of the `days` session volatility over the last 252 sessions."""
    return realised_volatility(bars, days).rolling(WARM_UP_DAYS).median()


def _log(values: pd.Series[float]) -> pd.Series[float]:
    numbers = values.astype("float64")
    return pd.Series(np.log(numbers.where(numbers > 0)), index=values.index)


def _returns(bars: pd.DataFrame) -> dict[str, pd.Series[float]]:
    daily = log_returns(bars)
    lags = {f"ret_lag{lag}": daily.shift(lag) for lag in range(5)}
    return lags | {f"ret_{days}": log_returns(bars, days) for days in (5, 10, 21, 63)}


def _bar_shape(bars: pd.DataFrame) -> dict[str, pd.Series[float]]:
    return {
        "gap": _log(bars["Open"] / bars["Close"].shift()),
        "intraday": _log(bars["Close"] / bars["Open"]),
        "range": _log(bars["High"] / bars["Low"]),
    }


def _volatility(bars: pd.DataFrame) -> dict[str, pd.Series[float]]:
    daily = log_returns(bars)
    ranges = {days: _log(realised_volatility(bars, days)) for days in (1, 5, 21, 63)}
    return {
        **{f"close_vol_{days}": _log(daily.rolling(days).std()) for days in (5, 21, 63)},
        **{f"parkinson_vol_{days}": values for days, values in ranges.items()},
        "garman_klass_vol_21": _log(_garman_klass_variance(bars, 21)) / 2,
        "vol_ratio": ranges[5] - ranges[63],
    }


def _garman_klass_variance(bars: pd.DataFrame, days: int) -> pd.Series[float]:
    high_low = _log(bars["High"] / bars["Low"]) ** 2
    open_close = _log(bars["Close"] / bars["Open"]) ** 2
    variance: pd.Series[float] = high_low / 2 - (2 * np.log(2) - 1) * open_close
    return variance.rolling(days).mean()


def _oscillators(
    high: pd.Series[float], low: pd.Series[float], close: pd.Series[float]
) -> dict[str, pd.Series[float]]:
    macd = _exponential(close, 12) - _exponential(close, 26)
    middle, deviation = close.rolling(20).mean(), close.rolling(20).std(ddof=0)
    lowest, highest = low.rolling(14).min(), high.rolling(14).max()
    return {
        "rsi_14": _relative_strength(close, 14),
        "macd": macd / close,
        "macd_histogram": (macd - _exponential(macd, 9)) / close,
        "percent_b": (close - middle + 2 * deviation) / (4 * deviation),
        "band_width": 4 * deviation / middle,
        "stochastic_k_14": (close - lowest) / (highest - lowest),
    }


def _exponential(values: pd.Series[float], days: int) -> pd.Series[float]:
    return values.ewm(span=days, adjust=False).mean()


def _relative_strength(close: pd.Series[float], days: int) -> pd.Series[float]:
    """Return Wilder's RSI between 0 and 1."""
    change = close.diff()
    gain = change.clip(lower=0).ewm(alpha=1 / days, adjust=False).mean()
    loss = (-change).clip(lower=0).ewm(alpha=1 / days, adjust=False).mean()
    return gain / (gain + loss)


def _trend(close: pd.Series[float]) -> dict[str, pd.Series[float]]:
    averages = {f"close_to_sma_{n}": close / close.rolling(n).mean() - 1 for n in (10, 50, 200)}
    return averages | {f"drawdown_{n}": close / close.rolling(n).max() - 1 for n in (63, 252)}


def _volume(volume: pd.Series[float]) -> dict[str, pd.Series[float]]:
    logs = _log(volume)
    recent = logs.rolling(20, min_periods=10)
    return {"volume_z_20": (logs - recent.mean()) / recent.std()}


def _calendar(bars: pd.DataFrame) -> dict[str, pd.Series[float]]:
    days = bars["Date"].dt
    weekday, month = 2 * np.pi * days.day_of_week / 7, 2 * np.pi * (days.month - 1) / 12
    return {
        "weekday_sin": np.sin(weekday),
        "weekday_cos": np.cos(weekday),
        "month_sin": np.sin(month),
        "month_cos": np.cos(month),
    }


def _distance_to_cut(bars: pd.DataFrame, horizon_days: int) -> dict[str, pd.Series[float]]:
    cut = _log(volatility_cut(bars, horizon_days))
    spans = zip(RISK_INDICATOR_NAMES, (horizon_days, 1, 5), strict=True)
    return {name: _log(realised_volatility(bars, days)) - cut for name, days in spans}
