"""From daily bars to rows with a market question's answer."""

from __future__ import annotations

import numpy as np
import pandas as pd

from core.data.quote import quote
from core.data.table import Table
from core.errors import SpecError, TooFewRowsError
from core.spec import TaskSpec
from core.tasks.indicators import indicator_names, indicators, warm_up_days
from core.tasks.labels import CLASS_NAMES, labels
from core.tasks.rows import UNKNOWN, TaskRows
from core.tasks.split import sessions_needed


def market_rows(table: Table, task: TaskSpec, window: int = 1) -> TaskRows:
    """Compute indicators and labels of every security.

    Parameters
    ----------
    table : Table
        Prices.
    task : TaskSpec
        Direction, trend or risk.
    window : int
        Days that the longest window reaches back over, its own day included.

    Returns
    -------
    TaskRows
        Without the first days of each security, whose indicators are not complete.

    Raises
    ------
    SpecError
        When the table holds no prices.
    TooFewRowsError
        When the securities have too few days to label and split.
    """
    if not table.is_prices:
        raise SpecError(
            "Direction, trend and risk need daily prices",
            "the data has no day with open, high, low and close",
            "Choose the credit task, or data with daily prices.",
        )
    frame = market_frame(table.frame, task)
    earlier_days = frame.groupby("Ticker", sort=False).cumcount().to_numpy()
    is_known = frame[["target", "state", "label_end"]].notna().all(axis=1).to_numpy()
    is_asked = is_known & (earlier_days >= window - 1)
    if frame["Date"][is_asked].nunique() < sessions_needed(task.horizon_days, task.embargo_days):
        raise _too_few_days(table.frame, task, window)
    return TaskRows(
        frame=frame,
        feature_columns=indicator_names(_risk_horizon(task)),
        class_names=CLASS_NAMES[task.name],
        target=_class_numbers(frame["target"]),
        is_asked=is_asked,
        dates=_days(frame["Date"]),
        label_ends=_days(frame["label_end"]),
        tickers=frame["Ticker"].to_numpy(dtype=object),
        state=_class_numbers(frame["state"]),
        next_return=frame["next_return"].to_numpy(dtype=np.float64),
    )


def market_frame(prices: pd.DataFrame, task: TaskSpec) -> pd.DataFrame:
    """Return the days of all securities with complete history, ticker by ticker.

    Parameters
    ----------
    prices : DataFrame
        Canonical bars, see `Table`.
    task : TaskSpec

    Returns
    -------
    DataFrame
        Date and Ticker, the indicators, target, state and label_end of `labels`, and
        next_return, from one close to the next.
    """
    securities = [bars for _, bars in prices.groupby("Ticker", sort=False)]
    # A history within the warm-up leaves no row, and there may be very many such securities.
    lost = warm_up_days(_risk_horizon(task))
    asked = [bars for bars in securities if len(bars) > lost] or securities[:1]
    return pd.concat([_security(bars, task) for bars in asked], ignore_index=True)


def _security(bars: pd.DataFrame, task: TaskSpec) -> pd.DataFrame:
    horizon = _risk_horizon(task)
    computed = [
        bars[["Date", "Ticker"]],
        indicators(bars, horizon),
        labels(bars, task.name, task.horizon_days),
        (bars["Close"].shift(-1) / bars["Close"] - 1).rename("next_return"),
    ]
    return pd.concat(computed, axis=1).iloc[warm_up_days(horizon) :]


def _risk_horizon(task: TaskSpec) -> int | None:
    return task.horizon_days if task.name == "risk" else None


def _class_numbers(values: pd.Series[float]) -> np.ndarray:
    return values.fillna(UNKNOWN).to_numpy(dtype=np.int64)


def _days(values: pd.Series[pd.Timestamp]) -> np.ndarray:
    return values.to_numpy(dtype="datetime64[D]")


def _too_few_days(prices: pd.DataFrame, task: TaskSpec, window: int) -> TooFewRowsError:
    lost = warm_up_days(_risk_horizon(task)) + window - 1 + task.horizon_days
    needed = lost + sessions_needed(task.horizon_days, task.embargo_days)
    counts = prices["Ticker"].value_counts()
    found = int(counts.iloc[0])
    days = f" and a window of {window}" if window > 1 else ""
    window_is_to_blame = window > 1 and found > needed - window
    return TooFewRowsError(
        f"A security needs about {needed:,} days: {lost:,} for its indicators and labels{days}, "
        "the rest to train, validate and test",
        f"the longest, {quote(counts.index[0])}, has {found:,}",
        "Use a shorter window, or a longer history."
        if window_is_to_blame
        else "Use a longer history.",
    )
