"""What can be wrong with daily bars: found, mended where that is safe, and reported."""

from __future__ import annotations

import numpy as np
import pandas as pd

from core.data.quote import quote
from core.data.table import Finding
from core.errors import DataError

LONGEST_GAP_DAYS = 5
"""Business days without a bar that are still ordinary, such as the closure of 2001-09-11."""

MOST_REPEATED_SHARE = 0.05
SPLIT_FALL = 0.55
"""A close below this share of the one before may be a split that nobody adjusted for."""

_PRICES = ["Open", "High", "Low", "Close"]

Checked = tuple[pd.DataFrame, tuple[Finding, ...]]


def repair(bars: pd.DataFrame) -> Checked:
    """Drop or mend unsound bars and report each kind once.

    Parameters
    ----------
    bars : DataFrame
        Date, Ticker, Open, High, Low, Close and Volume in the order of the file.

    Returns
    -------
    bars : DataFrame
        Sound bars, sorted by ticker and day.
    findings : tuple of Finding

    Raises
    ------
    DataError
        When no bar is sound, or many days repeat for one ticker.
    """
    findings: list[Finding] = []
    for step in (_unsound_prices, _repeated_days, _high_and_low, _no_volume):
        bars, found = step(bars)
        findings.extend(found)
    return bars, (*findings, *_gaps(bars), *_falls(bars))


def _unsound_prices(bars: pd.DataFrame) -> Checked:
    sound = (bars[_PRICES] > 0).all(axis=1) & bars["Ticker"].ne("")
    if not sound.any():
        raise DataError(
            "Open, high, low and close must be positive numbers",
            "no row has all four",
            "Check which columns hold the prices.",
        )
    finding = Finding(
        code="P102",
        severity="advises",
        what=f"Bars without four positive prices, left out: {int((~sound).sum()):,}",
        where=_first_place(bars[~sound]),
        why="A return cannot be computed from them.",
        remedy="Look them up if they matter.",
    )
    return bars[sound], () if sound.all() else (finding,)


def _repeated_days(bars: pd.DataFrame) -> Checked:
    bars = bars.sort_values(["Ticker", "Date"], kind="stable")
    repeated = bars.duplicated(["Ticker", "Date"], keep="last")
    count = int(repeated.sum())
    if count > max(1, MOST_REPEATED_SHARE * len(bars)):
        raise DataError(
            "Each ticker must have one row a day",
            f"{count:,} of {len(bars):,} rows repeat a day, first {_first_place(bars[repeated])}",
            "Use daily bars, and choose the column that holds the ticker.",
        )
    finding = Finding(
        code="P103",
        severity="advises",
        what=f"Repeated days, of which the last row was kept: {count:,}",
        where=_first_place(bars[repeated]),
        why="One day must have one bar.",
        remedy="Check which of the rows is right.",
    )
    return bars[~repeated], (finding,) if count else ()


def _high_and_low(bars: pd.DataFrame) -> Checked:
    high, low = bars[_PRICES].max(axis=1), bars[_PRICES].min(axis=1)
    tolerance = 1e-6 * bars["Close"]
    wrong = (high - bars["High"] > tolerance) | (bars["Low"] - low > tolerance)
    bars = bars.assign(High=high, Low=low)
    finding = Finding(
        code="P104",
        severity="advises",
        what=f"Bars whose high or low did not enclose the other prices: {int(wrong.sum()):,}",
        where=_first_place(bars[wrong]),
        why="The range of a day is used to measure risk.",
        remedy="High and low were widened to enclose open and close.",
    )
    return bars, (finding,) if wrong.any() else ()


def _no_volume(bars: pd.DataFrame) -> Checked:
    known = bars["Volume"] > 0
    wrong = ~known & bars["Volume"].notna()
    bars = bars.assign(Volume=bars["Volume"].where(known, np.nan))
    finding = Finding(
        code="P105",
        severity="informs",
        what=f"Bars without volume, which counts as unknown: {int(wrong.sum()):,}",
        where=_first_place(bars[wrong]),
        why="Either nothing was traded or the source does not know.",
        remedy="Nothing to do.",
    )
    return bars, (finding,) if wrong.any() else ()


def _gaps(bars: pd.DataFrame) -> tuple[Finding, ...]:
    day = bars["Date"].to_numpy().astype("datetime64[D]")
    missing = np.busday_count(day[:-1], day[1:]) - 1
    same = bars["Ticker"].to_numpy()[:-1] == bars["Ticker"].to_numpy()[1:]
    after = bars.iloc[1:][same & (missing > LONGEST_GAP_DAYS)]
    if after.empty:
        return ()
    finding = Finding(
        code="P106",
        severity="advises",
        what=f"Gaps of more than {LONGEST_GAP_DAYS} business days: {len(after):,}",
        where=f"before {_first_place(after)}",
        why="A look-back of twenty rows spans more than twenty sessions there.",
        remedy="Fill the missing days, or start after the gap.",
    )
    return (finding,)


def _falls(bars: pd.DataFrame) -> tuple[Finding, ...]:
    ratio = bars.groupby("Ticker")["Close"].transform(lambda close: close / close.shift())
    fallen = bars[ratio < SPLIT_FALL]
    if fallen.empty:
        return ()
    finding = Finding(
        code="P107",
        severity="advises",
        what=f"Closes of about half the one before, or less: {len(fallen):,}",
        where=_first_place(fallen),
        why="It is either a real crash or a split that the file does not adjust for.",
        remedy="Add a column of adjusted closes if it is a split.",
    )
    return (finding,)


def _first_place(bars: pd.DataFrame) -> str:
    if bars.empty:
        return ""
    first = bars.iloc[0]
    return f"{quote(first['Ticker'])} on {first['Date']:%Y-%m-%d}"
