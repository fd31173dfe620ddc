"""What the market did after each day: the answer that a model has to guess."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
import pandas as pd

from core.spec import TaskName
from core.tasks.indicators import log_returns, realised_volatility, volatility_cut

TREND_WIDTH = 0.5
TREND_VOLATILITY_DAYS = 21

CLASS_NAMES: Mapping[TaskName, tuple[str, ...]] = MappingProxyType(
    {
        "direction": ("down", "up"),
        "trend": ("down", "flat", "up"),
        "risk": ("calm", "turbulent"),
    }
)


def labels(bars: pd.DataFrame, task: TaskName, horizon_days: int) -> pd.DataFrame:
    """Label each day of one security by what follows it.

    Parameters
    ----------
    bars : DataFrame of shape (n_days, ...)
        Columns Date, High, Low and Close, adjusted, oldest day first.
    task : TaskName
        A market task.
    horizon_days : int
        Sessions after the day of decision that the label looks at.

    Returns
    -------
    DataFrame of shape (n_days, 3)
        ``target``: class number of the next sessions, NaN where they are not over yet.
        ``state``: class number that holds at the close of the day, NaN in the first days.
        ``label_end``: last day that the target looks at.
    """
    target, state = _LABELS[task](bars, horizon_days)
    return pd.DataFrame(
        {"target": target, "state": state, "label_end": bars["Date"].shift(-horizon_days)}
    )


_Classes = tuple["pd.Series[float]", "pd.Series[float]"]


def _direction(bars: pd.DataFrame, horizon_days: int) -> _Classes:
    """Up if the close is higher after the horizon; the state is the last such move."""
    state = _exceeds(log_returns(bars, horizon_days), 0.0)
    return state.shift(-horizon_days), state


def _trend(bars: pd.DataFrame, horizon_days: int) -> _Classes:
    """Up or down if the move is large for the volatility at t; the state is the last such move."""
    daily = log_returns(bars).rolling(TREND_VOLATILITY_DAYS).std()
    width = TREND_WIDTH * daily * np.sqrt(horizon_days)
    move = log_returns(bars, horizon_days).shift(-horizon_days)
    target = 1 + _exceeds(move, width) - _exceeds(-move, width)
    return target, target.shift(horizon_days)


def _risk(bars: pd.DataFrame, horizon_days: int) -> _Classes:
    """Turbulent if the next sessions are more volatile than the median year known at t."""
    past, cut = realised_volatility(bars, horizon_days), volatility_cut(bars, horizon_days)
    return _exceeds(past.shift(-horizon_days), cut), _exceeds(past, cut)


def _exceeds(values: pd.Series[float], limit: pd.Series[float] | float) -> pd.Series[float]:
    """Return 1 where `values` is above `limit`, 0 where not, NaN where one is not known."""
    known = (values - limit).notna()
    return (values > limit).astype("float64").where(known)


_LABELS: Mapping[TaskName, Callable[[pd.DataFrame, int], _Classes]] = MappingProxyType(
    {"direction": _direction, "trend": _trend, "risk": _risk}
)
