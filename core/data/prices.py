"""Daily bars made canonical: adjusted for splits and dividends, checked, sorted."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from core.data.cells import missing_if_infinite, numbers
from core.data.checks.bars import ADJUSTED
from core.data.checks.reading import day_finding, missing_word_finding, style_finding
from core.data.days import read_days
from core.data.price_checks import repair
from core.data.sound_bars import ADJUSTED_CLOSE, ONLY_TICKER, PRICES, adjust, adjustment
from core.data.table import Columns, Finding
from core.errors import EmptyRangeError

TICKER = "Ticker"
CANONICAL = ["Date", TICKER, *PRICES, "Volume"]

_SMALLEST_ADJUSTMENT = 1e-6


def canonical(
    frame: pd.DataFrame,
    columns: Columns,
    start: dt.date | None = None,
    end: dt.date | None = None,
    decimal: str = ".",
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
    decimal : str
        The decimal mark of the file.

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
    bars, told = parse(frame, columns, decimal)
    bars, adjusted = _adjust(bars)
    bars = _between(bars, start, end)
    bars, findings = repair(bars)
    return bars[CANONICAL].reset_index(drop=True), (*told, *adjusted, *findings)


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


def parse(
    frame: pd.DataFrame, columns: Columns, decimal: str = "."
) -> tuple[pd.DataFrame, tuple[Finding, ...]]:
    """Return bars under their canonical names as they are written, and how they were read.

    Raises
    ------
    ColumnValueError
        Text where a price belongs, or a day that cannot be read.
    """
    read = read_days(frame[columns.date])
    bars = pd.DataFrame({"Date": read.days}, index=frame.index)
    for name, source in _sources(columns).items():
        bars[name] = missing_if_infinite(numbers(frame[source], decimal))
    if columns.ticker:
        named = frame[columns.ticker].astype("object")
        bars[TICKER] = named.where(named.notna(), "").astype("str").str.strip()
    else:
        bars[TICKER] = pd.Series(ONLY_TICKER, index=bars.index, dtype="str")
    if columns.volume is None:
        bars["Volume"] = np.nan
    read_as = [(frame[source], bars[name]) for name, source in _sources(columns).items()]
    told = (*style_finding(read_as), *missing_word_finding(read_as))
    return bars, (*day_finding(str(columns.date), read), *told)


def _sources(columns: Columns) -> dict[str, str]:
    """Which column of the file holds which number of a bar."""
    sources = {
        "Open": columns.open,
        "High": columns.high,
        "Low": columns.low,
        "Close": columns.close,
        "Volume": columns.volume,
        ADJUSTED_CLOSE: columns.adjusted_close,
    }
    return {name: source for name, source in sources.items() if source is not None}


def _adjust(bars: pd.DataFrame) -> tuple[pd.DataFrame, tuple[Finding, ...]]:
    if ADJUSTED_CLOSE not in bars:
        return bars, ()
    changed = int(((adjustment(bars) - 1).abs() > _SMALLEST_ADJUSTMENT).sum())
    bars = adjust(bars)
    if changed == 0:
        return bars, ()
    finding = ADJUSTED.finding(
        f"Bars adjusted for splits and dividends: {changed:,}",
        "open, high, low and close",
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
