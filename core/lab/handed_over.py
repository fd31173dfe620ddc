"""Rows to try a bundle on: daily prices fetched as a CSV file."""

from __future__ import annotations

import datetime as dt

from core.data.load import load
from core.spec import DataSpec

DAYS_BACK = 730


def fetched_prices(tickers: tuple[str, ...], today: dt.date) -> bytes:
    """Fetch two years of daily prices, and return them as a bundle reads them.

    Parameters
    ----------
    tickers : tuple of str
    today : date

    Raises
    ------
    LabError
        When a ticker fails, or there is no way to Yahoo Finance.
    """
    start = today - dt.timedelta(days=DAYS_BACK)
    table = load(DataSpec(source="yahoo", tickers=tickers, start=start))
    text: str = table.frame.to_csv(index=False)
    return text.encode()
