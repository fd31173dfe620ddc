"""Rows of a table made ready: numbers in 32 bits, text as categories, days as days."""

from __future__ import annotations

import numpy as np
import pandas as pd

from core.data.cells import (
    LARGEST_NUMBER,
    is_meant_as_numbers,
    missing_if_infinite,
    numbers,
)
from core.data.checks.columns import ENDLESS
from core.data.checks.reading import day_finding, missing_word_finding, style_finding
from core.data.days import read_days
from core.data.quote import quote_all
from core.data.table import Columns, Finding


def tidy(
    frame: pd.DataFrame, columns: Columns, decimal: str = "."
) -> tuple[pd.DataFrame, tuple[Finding, ...]]:
    """Return the rows with clean cells, and what was changed.

    A feature counts as numeric when nine in ten of its cells are numbers, unless these are
    a few codes among which text is common; text in a numeric column is an error.

    Parameters
    ----------
    frame : DataFrame
        Rows as they were read.
    columns : Columns
        Which column is the day, and which are features.
    decimal : str
        The decimal mark of the file.

    Returns
    -------
    frame : DataFrame
        Features as float32, int32, bool or categories; the day as datetime64[ns].
    findings : tuple of Finding

    Raises
    ------
    ColumnValueError
        Where text stands among numbers, or a day cannot be read.
    """
    clean = {str(name): frame[name] for name in frame.columns}
    findings: tuple[Finding, ...] = ()
    if columns.date:
        read = read_days(clean[columns.date])
        clean[columns.date] = read.days
        findings += day_finding(columns.date, read)
    for name in columns.features:
        clean[name] = _one_kind(clean[name], decimal)
    endless = [name for name in columns.features if _is_endless(clean[name])]
    for name in columns.features:
        clean[name] = _narrow(clean[name])
    read_as_numbers = ((frame[name], clean[name]) for name in columns.features)
    numeric = [pair for pair in read_as_numbers if pd.api.types.is_float_dtype(pair[1])]
    findings += (
        *_endless_finding(endless),
        *style_finding(numeric),
        *missing_word_finding(numeric),
    )
    return pd.DataFrame(clean, copy=False), findings


def _one_kind(cells: pd.Series, decimal: str) -> pd.Series:
    """Numbers where the column is meant as numbers, else categories."""
    if pd.api.types.is_numeric_dtype(cells):
        return cells
    if is_meant_as_numbers(cells, decimal):
        return numbers(cells, decimal)
    if isinstance(cells.dtype, pd.CategoricalDtype):
        return cells
    return cells.map(str, na_action="ignore").astype("category")


def _narrow(cells: pd.Series) -> pd.Series:
    """Numbers as models compute with them: in 32 bits, missing where they are too large."""
    if pd.api.types.is_float_dtype(cells):
        return missing_if_infinite(cells).astype(np.float32)
    if pd.api.types.is_integer_dtype(cells) and cells.dtype != np.int32:
        return cells.astype(np.float32)
    return cells


def _is_endless(cells: pd.Series) -> bool:
    return pd.api.types.is_float_dtype(cells) and bool((cells.abs() > LARGEST_NUMBER).any())


def _endless_finding(names: list[str]) -> tuple[Finding, ...]:
    if not names:
        return ()
    what = "Numbers that are infinite or enormous count as missing"
    return (ENDLESS.finding(what, quote_all(names)),)
