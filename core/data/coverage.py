"""Which days the prices of each security cover, against the days of all securities together."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.data.quote import plain


@dataclass(frozen=True)
class SecurityCoverage:
    """The days of one security.

    Parameters
    ----------
    ticker : str
        On one line, cut where it is long.
    first_day, last_day : date
    sessions : int
        Days with a bar.
    missing_sessions : int
        Days between its first and its last on which others have a bar and it has none.
    last_close : float
        Adjusted close of the last day.
    """

    ticker: str
    first_day: dt.date
    last_day: dt.date
    sessions: int
    missing_sessions: int
    last_close: float


def cover(bars: pd.DataFrame) -> tuple[SecurityCoverage, ...]:
    """Measure the coverage of every security, in the order of the table.

    Parameters
    ----------
    bars : DataFrame
        Canonical bars, see `core.data.table.Table`.

    Returns
    -------
    tuple of SecurityCoverage
    """
    by_ticker = bars.groupby("Ticker", sort=False, observed=True)
    first, last = (by_ticker["Date"].agg(end).dt.date for end in ("min", "max"))
    sessions, closes = by_ticker.size(), by_ticker["Close"].last()
    calendar = np.unique(bars["Date"].to_numpy(dtype="datetime64[D]"))
    place = {day: number for number, day in enumerate(calendar.tolist())}
    return tuple(
        SecurityCoverage(
            ticker=plain(ticker),
            first_day=start,
            last_day=end,
            sessions=int(days),
            missing_sessions=place[end] - place[start] + 1 - int(days),
            last_close=float(close),
        )
        for ticker, start, end, days, close in zip(
            sessions.index, first, last, sessions, closes, strict=True
        )
    )
