"""Daily bars made canonical: adjusted for splits and dividends, checked, sorted."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from core.data.cells import days, missing_if_infinite, numbers
from core.data.price_checks import repair
from core.data.table import Columns, Finding
from core.errors import EmptyRangeError

PRICES = ["Open", "High", "Low", "Close"]
CANONICAL = ["Date", "Ticker", *PRICES, "Volume"]
ONLY_TICKER = "SERIES"
"""Ticker of a file that holds one security and does not name it."""

_SMALLEST_ADJUSTMENT = 1e-6


def canonical(
    frame: pd.DataFrame,
    columns: Columns,
    start: dt.date | None = None,
    end: dt.date | None = None,
) -> tuple[pd.DataFrame, tuple[Finding, ...]]:
    """Return bars in the canonical form, and what was mended.

    Prices are multiplied by adjusted close over close where the file has both. Otherwise
    splits would look like crashes; what is left is good for ratios and returns only, as
    adjusted levels know later dividends.

    Parameters
    ----------
    frame : DataFrame
        Rows as they were read.
    columns : Columns
        Which column is the day, the open and so on.
    start, end : date, optional
        First and last day to keep, both included.

    Returns
    -------
    frame : DataFrame
        Date (datetime64, no time zone), Ticker (str), Open, High, Low, Close and Volume
        (float64; NaN where no volume is known), sorted by ticker and day.
    findings : tuple of Finding

    Raises
    ------
    ColumnValueError
        Text where a price belongs, or a day that cannot be read.
    DataError
        When days repeat for one ticker, or no bar is sound.
    EmptyRangeError
        When no bar lies between the two days.
    """
    bars, adjusted = _adjust(_parse(frame, columns), columns)
    bars = _between(bars, start, end)
    bars, findings = repair(bars)
    return bars[CANONICAL].reset_index(drop=True), (*adjusted, *findings)


def canonical_columns(read: Columns) -> Columns:
    """Name the canonical columns; the reasons still tell of the columns as they were read."""
    return Columns(
        date="Date",
        ticker="Ticker",
        open="Open",
        high="High",
        low="Low",
        close="Close",
        volume="Volume",
        reasons=read.reasons,
    )


def _parse(frame: pd.DataFrame, columns: Columns) -> pd.DataFrame:
    sources = (columns.open, columns.high, columns.low, columns.close)
    bars = pd.DataFrame({"Date": days(frame[columns.date])}, index=frame.index)
    for name, source in zip(PRICES, sources, strict=True):
        bars[name] = missing_if_infinite(numbers(frame[source]))
    if columns.ticker:
        named = frame[columns.ticker].astype("object")
        bars["Ticker"] = named.where(named.notna(), "").astype("str").str.strip()
    else:
        bars["Ticker"] = pd.Series(ONLY_TICKER, index=bars.index, dtype="str")
    bars["Volume"] = numbers(frame[columns.volume]) if columns.volume else np.nan
    if columns.adjusted_close:
        bars["Adjusted"] = numbers(frame[columns.adjusted_close])
    return bars


def _adjust(bars: pd.DataFrame, columns: Columns) -> tuple[pd.DataFrame, tuple[Finding, ...]]:
    if columns.adjusted_close is None:
        return bars, ()
    factor = bars["Adjusted"] / bars["Close"]
    bars[PRICES] = bars[PRICES].mul(factor, axis=0)
    changed = int(((factor - 1).abs() > _SMALLEST_ADJUSTMENT).sum())
    if changed == 0:
        return bars, ()
    finding = Finding(
        code="P101",
        severity="informs",
        what=f"Bars adjusted for splits and dividends: {changed:,}",
        where="open, high, low and close",
        why="A split would look like a crash.",
        remedy="Nothing to do.",
    )
    return bars, (finding,)


def _between(bars: pd.DataFrame, start: dt.date | None, end: dt.date | None) -> pd.DataFrame:
    first, last = bars["Date"].min(), bars["Date"].max()
    kept = bars
    if start:
        kept = kept[kept["Date"] >= pd.Timestamp(start)]
    if end:
        kept = kept[kept["Date"] <= pd.Timestamp(end)]
    if kept.empty:
        raise EmptyRangeError(
            f"Prices must lie between {start or 'the first day'} and {end or 'the last day'}",
            f"they run from {first:%Y-%m-%d} to {last:%Y-%m-%d}",
            "Choose days within the data.",
        )
    return kept
