"""What was wrong with single daily bars: refused where nothing helps, told of where mended."""

from __future__ import annotations

import pandas as pd

from core.data.checks.bars import HIGH_AND_LOW, NO_VOLUME, REPEATED_DAYS, UNSOUND_PRICES
from core.data.quote import quote
from core.data.sound_bars import Mended, mend
from core.data.table import Finding
from core.errors import DataError


def repair(bars: pd.DataFrame) -> tuple[pd.DataFrame, tuple[Finding, ...]]:
    """Drop or mend unsound bars as `core.data.sound_bars.mend` does, and report each kind once.

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
    mended = mend(bars)
    _check(mended)
    told = (
        (UNSOUND_PRICES, "Bars without four positive prices, left out", mended.unsound),
        (REPEATED_DAYS, "Repeated days, of which the last row was kept", mended.repeated),
        (
            HIGH_AND_LOW,
            "Bars whose high or low did not enclose the other prices",
            mended.widened,
        ),
        (NO_VOLUME, "Bars without volume, which counts as unknown", mended.without_volume),
    )
    findings = tuple(
        check.finding(f"{what}: {len(found):,}", _first_place(found))
        for check, what, found in told
        if len(found)
    )
    return mended.bars, findings


def _check(mended: Mended) -> None:
    if mended.bars.empty:
        raise DataError(
            "Open, high, low and close must be positive numbers",
            "no row has all four",
            "Check which columns hold the prices.",
        )
    if mended.has_many_repeated:
        repeated, total = mended.repeated, len(mended.bars) + len(mended.repeated)
        raise DataError(
            "Each ticker must have one row a day",
            f"{len(repeated):,} of {total:,} rows repeat a day, first {_first_place(repeated)}",
            "Use daily bars, and choose the column that holds the ticker.",
        )


def _first_place(bars: pd.DataFrame) -> str:
    first = bars.iloc[0]
    return f"{quote(first['Ticker'])} on {first['Date']:%Y-%m-%d}"
