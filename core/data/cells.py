"""Cells of one column as numbers or as days; a cell that is neither is named with its row."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from core.data.quote import quote
from core.data.upload import row_in_file
from core.errors import ColumnValueError

LARGEST_NUMBER = 1e30
"""Numbers beyond this do not fit the 32-bit floats that models compute with."""

NUMBER_SHARE = 0.9
STRAY_SHARE = 0.01
MOST_CODES = 20

EARLIEST_DAY, LATEST_DAY = pd.Timestamp(1800, 1, 1), pd.Timestamp(2199, 12, 31)

_TIME_ZONE = re.compile(r"(?<=\d\d:\d\d)(?::\d\d(?:\.\d+)?)?\s*(?:Z|UTC|[+-]\d\d:?\d\d)$")
_TIME_OF_DAY = re.compile(r",?\s+\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?:\s*[AP]M)?$", re.IGNORECASE)
_DAY_FORMATS = ("%m/%d/%Y", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%m-%d-%Y", "%d %b %Y", "%b %d, %Y")
_COMPACT_DAYS = (19_000_101, 21_001_231)
_EPOCH_SECONDS = (1e8, 5e9)


def numbers(cells: pd.Series) -> pd.Series:
    """Return the cells as float64; missing cells become NaN.

    Raises
    ------
    ColumnValueError
        At the first cell that is no number, with its row in the file and its column.
    """
    values = pd.to_numeric(cells, errors="coerce").astype("float64")
    _refuse(cells, values.isna() & cells.notna(), "numbers", "Write plain numbers such as 1234.5")
    return values


def days(cells: pd.Series) -> pd.Series:
    """Return the cells as days without time and time zone, datetime64[ns].

    ISO 8601, 20240131, seconds since 1970, and days written with slashes, points or the
    name of the month. Where day and month could be swapped, the reading with fewer
    week-ends wins, then month first. The day is that of the cell's own time zone.

    Raises
    ------
    ColumnValueError
        At the first cell that is no day, with its row in the file and its column.
    """
    if pd.api.types.is_numeric_dtype(cells):
        parsed = _numeric_days(cells.astype("float64"))
    else:
        parsed = _written_days(cells)
    parsed = parsed.where(parsed.between(EARLIEST_DAY, LATEST_DAY))
    _refuse(cells, parsed.isna(), "days", "Write days such as 2024-01-31")
    normal: pd.Series = parsed.dt.normalize().astype("datetime64[ns]")
    return normal


def _refuse(cells: pd.Series, is_bad: pd.Series, kind: str, advice: str) -> None:
    if not is_bad.any():
        return
    label, cell = next(iter(cells[is_bad].items()))
    found = "is empty" if pd.isna(cell) else f"holds {quote(cell)}"
    more = int(is_bad.sum()) - 1
    others = f", and {more:,} more like it" if more else ""
    raise ColumnValueError(
        f"The column {quote(cells.name)} must hold {kind}",
        f"row {row_in_file(label)} {found}{others}",
        f"{advice}, or choose another column.",
    )


def _numeric_days(values: pd.Series) -> pd.Series:
    if values.between(*_COMPACT_DAYS).all():
        return pd.to_datetime(values.astype("int64").astype(str), format="%Y%m%d", errors="coerce")
    is_seconds = values.between(*_EPOCH_SECONDS)
    return pd.to_datetime(values.where(is_seconds), unit="s", errors="coerce")


def _written_days(cells: pd.Series) -> pd.Series:
    text = cells.astype("str").str.strip().str.replace(_TIME_ZONE, "", regex=True)
    # Days repeat in every ticker, so each is parsed once.
    distinct = text.drop_duplicates()
    read = dict(zip(distinct, _best_reading(distinct), strict=True))
    return pd.to_datetime(text.map(read))


def _best_reading(text: pd.Series) -> pd.Series:
    iso = pd.to_datetime(text, format="ISO8601", errors="coerce")
    if iso.notna().all():
        return iso
    without_time = text.str.replace(_TIME_OF_DAY, "", regex=True)
    readings = [pd.to_datetime(without_time, format=form, errors="coerce") for form in _DAY_FORMATS]
    return min([iso, *readings], key=_misreadings)


def _misreadings(reading: pd.Series) -> tuple[int, int]:
    return int(reading.isna().sum()), int((reading.dt.day_of_week >= 5).sum())


def missing_if_infinite(values: pd.Series) -> pd.Series:
    """Return the numbers with NaN where they are infinite or too large for a model."""
    return values.where(values.abs() <= LARGEST_NUMBER, np.nan)


def is_meant_as_numbers(cells: pd.Series) -> bool:
    """Whether a column of text is really one of numbers in which some text went astray.

    Nine in ten known cells must be numbers. Where these are a few codes, text must be
    rare too, as "0, 1, 2, 3 or more" is a category.
    """
    known = cells.dropna()
    values = pd.to_numeric(known, errors="coerce")
    stray = int(values.isna().sum())
    if len(known) == 0 or stray > (1 - NUMBER_SHARE) * len(known):
        return False
    return stray <= max(1, STRAY_SHARE * len(known)) or values.nunique() > MOST_CODES
