"""Cells of one column as days; a cell that is none is named with its row."""

from __future__ import annotations

import pandas as pd

from core.data.cells import refuse_cells
from core.data.day_formats import DayReading, parse_days


def days(cells: pd.Series) -> pd.Series:
    """Return the cells as days without time and time zone, datetime64[ns]; see `read_days`."""
    return read_days(cells).days


def read_days(cells: pd.Series) -> DayReading:
    """Read the cells as days as `core.data.day_formats.parse_days` does.

    Raises
    ------
    ColumnValueError
        At the first cell that is no day, with its row in the file and its column.
    """
    reading = parse_days(cells)
    refuse_cells(cells, reading.days.isna(), "days", "Write days such as 2024-01-31")
    return reading
