"""Cells of one column as numbers; a cell that is none is named with its row."""

from __future__ import annotations

import numpy as np
import pandas as pd

from core.data.missing_words import missing_words
from core.data.numerals import parse_numbers
from core.data.quote import quote
from core.data.upload import row_in_file
from core.errors import ColumnValueError

LARGEST_NUMBER = 1e30
"""Numbers beyond this do not fit the 32-bit floats that models compute with."""

ADVICE = "Write plain numbers such as 1234.5, leave cells without one empty"
NUMBER_SHARE = 0.9
STRAY_SHARE = 0.01
MOST_CODES = 20


def numbers(cells: pd.Series, decimal: str = ".") -> pd.Series:
    """Return the cells as float64; missing cells, and words that say so, become NaN.

    Parameters
    ----------
    cells : Series
        Numbers, or text in one of the styles of `core.data.numerals`.
    decimal : str
        The decimal mark of the file.

    Raises
    ------
    ColumnValueError
        At the first cell that is no number, with its row in the file and its column.
    """
    if pd.api.types.is_numeric_dtype(cells):
        return cells.astype("float64")
    values = pd.Series(parse_numbers(cells, decimal), cells.index, name=cells.name)
    is_bad = values.isna() & cells.notna()
    # By position: the rows of several tickers in one file repeat their labels.
    is_bad[is_bad.to_numpy()] = ~missing_words(cells[is_bad.to_numpy()]).to_numpy()
    refuse_cells(cells, is_bad, "numbers", ADVICE)
    return values


def refuse_cells(cells: pd.Series, is_bad: pd.Series, kind: str, advice: str) -> None:
    """Raise a `ColumnValueError` at the first bad cell, if there is one."""
    places = np.flatnonzero(is_bad.to_numpy())
    if len(places) == 0:
        return
    label, cell = cells.index[places[0]], cells.iloc[places[0]]
    found = "is empty" if pd.isna(cell) else f"holds {quote(cell)}"
    more = len(places) - 1
    others = f", and {more:,} more like it" if more else ""
    raise ColumnValueError(
        f"The column {quote(cells.name)} must hold {kind}",
        f"row {row_in_file(label)} {found}{others}",
        f"{advice}, or choose another column.",
    )


def missing_if_infinite(values: pd.Series) -> pd.Series:
    """Return the numbers with NaN where they are infinite or too large for a model."""
    return values.where(values.abs() <= LARGEST_NUMBER, np.nan)


def is_meant_as_numbers(cells: pd.Series, decimal: str = ".") -> bool:
    """Whether a column of text is really one of numbers in which some text went astray.

    Nine in ten known cells must be numbers; words for a missing number are not known, but
    for "none", which may mean zero. Where the numbers are a few codes, text must be rare too, as
    "0, 1, 2, 3 or more" is a category.
    """
    known = cells.dropna()
    values = parse_numbers(known, decimal)
    is_stray = np.isnan(values)
    words = int(missing_words(known[is_stray], are_sure=True).sum())
    stray, told = int(is_stray.sum()) - words, len(known) - words
    if told == 0 or stray > (1 - NUMBER_SHARE) * told:
        return False
    is_rare = stray <= max(1, STRAY_SHARE * told)
    return is_rare or len(np.unique(values[~is_stray])) > MOST_CODES
