"""Cells of one column as days, however they are written; what is none is not a time.

This file needs numpy and pandas only, so that a deployed model can carry the very code that
read the days it learned from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

EARLIEST_DAY, LATEST_DAY = pd.Timestamp(1800, 1, 1), pd.Timestamp(2199, 12, 31)

_TIME_ZONE = re.compile(r"(?<=\d\d:\d\d)(?::\d\d(?:\.\d+)?)?\s*(?:Z|UTC|[+-]\d\d:?\d\d)$")
_TIME_OF_DAY = re.compile(r",?\s+\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?:\s*[AP]M)?$", re.IGNORECASE)
_MONTH_FIRST = ("%m/%d/%Y", "%m-%d-%Y", "%m.%d.%Y", "%m/%d/%y")
_DAY_FIRST = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y", "%d.%m.%y")
_OTHER = (
    "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%d %b %Y", "%d-%b-%Y", "%d-%b-%y", "%b %d, %Y", "%d %B %Y",
    "%B %d, %Y",
)  # fmt: skip
_FORMATS = (*_OTHER, *_MONTH_FIRST, *_DAY_FIRST)
_COMPACT_DAYS = (18_000_101, 21_991_231)
_EPOCH_SECONDS = (1e8, 5e9)
_EPOCH_MILLISECONDS = (1e11, 5e12)
_TRIED_FIRST = 50


@dataclass(frozen=True)
class DayReading:
    """Days, and how their order of day and month was told where it could be the other one.

    Parameters
    ----------
    days : Series of datetime64[ns]
        Without time and time zone.
    evidence : str
        A clause such as 'day first, as "31/01/2024" fits no other order'; empty where the days
        can be read in one way only.
    is_sure : bool
        False where nothing in the column tells.
    """

    days: pd.Series
    evidence: str = ""
    is_sure: bool = True


def parse_days(cells: pd.Series) -> DayReading:
    """Read the cells as days, deciding between day and month by the column as a whole.

    ISO 8601, 20240131, seconds or milliseconds since 1970, and days written with slashes,
    points or the name of the month. Where day and month could be swapped, the reading counts
    under which fewer cells are no day, then fewer fall on week-ends, then fewer go back in
    time; then month first. The day is that of the cell's own time zone.

    Returns
    -------
    DayReading
        NaT where a cell is no day between `EARLIEST_DAY` and `LATEST_DAY`.
    """
    if pd.api.types.is_datetime64_any_dtype(cells):
        reading = DayReading(cells)
    elif pd.api.types.is_numeric_dtype(cells):
        reading = DayReading(_numeric_days(cells.astype("float64")))
    else:
        reading = _written_days(cells)
    parsed = reading.days.where(reading.days.between(EARLIEST_DAY, LATEST_DAY))
    normal = parsed.dt.normalize().astype("datetime64[ns]")
    return DayReading(normal, reading.evidence, reading.is_sure)


def _numeric_days(values: pd.Series) -> pd.Series:
    if values.dropna().between(*_COMPACT_DAYS).all() and values.notna().any():
        written = values.where(values % 1 == 0).astype("Int64").astype("str")
        return pd.to_datetime(written, format="%Y%m%d", errors="coerce")
    is_milliseconds = values.dropna().between(*_EPOCH_MILLISECONDS).all()
    limits = _EPOCH_MILLISECONDS if is_milliseconds else _EPOCH_SECONDS
    since = values.where(values.between(*limits))
    return pd.to_datetime(since, unit="ms" if is_milliseconds else "s", errors="coerce")


def _written_days(cells: pd.Series) -> DayReading:
    # Days repeat in every ticker, so each is parsed once.
    codes, distinct = pd.factorize(cells)
    text = pd.Series(distinct).astype("str").str.strip().str.replace(_TIME_ZONE, "", regex=True)
    read = _best_reading(text)
    found = read.days.reindex(range(-1, len(distinct))).to_numpy()[codes + 1]
    return DayReading(pd.Series(found, cells.index), read.evidence, read.is_sure)


def _best_reading(text: pd.Series) -> DayReading:
    iso = pd.to_datetime(text, format="ISO8601", errors="coerce")
    if iso.notna().all():
        return DayReading(iso)
    without_time = text.str.replace(_TIME_OF_DAY, "", regex=True)
    few = without_time.head(_TRIED_FIRST)
    readable = [form for form in _FORMATS if _parsed(few, form).notna().any()]
    readings = {form: _parsed(without_time, form) for form in readable}
    best = min(readings, key=lambda form: _misreadings(readings[form]), default=None)
    if best is None or iso.isna().sum() < readings[best].isna().sum():
        return DayReading(iso)
    return _with_evidence(best, readings, without_time)


def _parsed(text: pd.Series, form: str) -> pd.Series:
    return pd.to_datetime(text, format=form, errors="coerce")


def _misreadings(reading: pd.Series) -> tuple[int, int, int]:
    missing = int(reading.isna().sum())
    steps_back = int((reading.diff() < pd.Timedelta(0)).sum())
    return missing, int((reading.dt.day_of_week >= 5).sum()), steps_back


def _with_evidence(best: str, readings: dict[str, pd.Series], text: pd.Series) -> DayReading:
    """Say what told the best reading from the one with day and month swapped."""
    swapped = best.translate(str.maketrans("dm", "md"))
    chosen = readings[best]
    if swapped not in readings:
        other = _parsed(text, swapped) if swapped in _FORMATS else chosen
    else:
        other = readings[swapped]
    if best in _OTHER or swapped not in _FORMATS or other.equals(chosen):
        return DayReading(chosen)
    first = "day first" if best in _DAY_FIRST else "month first"
    good, bad = _misreadings(chosen), _misreadings(other)
    if good[0] < bad[0]:
        example = text[other.isna() & chosen.notna()].iloc[0]
        return DayReading(chosen, f'{first}, as "{example}" fits no other order')
    if good[1] < bad[1]:
        more = bad[1] - good[1]
        return DayReading(chosen, f"{first}, as the other order has {more:,} more week-ends")
    if good[2] < bad[2]:
        return DayReading(chosen, f"{first}, as the other order jumps back and forth")
    return DayReading(chosen, f"{first}, as nothing in the column tells", is_sure=False)
