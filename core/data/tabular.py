"""Rows of a table made ready: numbers as numbers, days as days, infinities as missing."""

from __future__ import annotations

import pandas as pd

from core.data.cells import (
    LARGEST_NUMBER,
    days,
    is_meant_as_numbers,
    missing_if_infinite,
    numbers,
)
from core.data.quote import quote_all
from core.data.table import Columns, Finding


def tidy(frame: pd.DataFrame, columns: Columns) -> tuple[pd.DataFrame, tuple[Finding, ...]]:
    """Return the rows with clean cells, and what was changed.

    A feature counts as numeric when nine in ten of its cells are numbers, unless these are
    a few codes among which text is common; text in a numeric column is an error.

    Raises
    ------
    ColumnValueError
        Where text stands among numbers, or a day cannot be read.
    """
    clean = frame.copy()
    if columns.date:
        clean[columns.date] = days(frame[columns.date])
    for name in columns.features:
        clean[name] = _one_kind(frame[name])
    endless = [name for name in columns.features if _is_endless(clean[name])]
    for name in endless:
        clean[name] = missing_if_infinite(clean[name])
    return clean, _endless_finding(endless)


def _one_kind(cells: pd.Series) -> pd.Series:
    """Numbers where the column is meant as numbers, else text."""
    if pd.api.types.is_numeric_dtype(cells):
        return cells
    if is_meant_as_numbers(cells):
        return numbers(cells)
    text: pd.Series = cells.map(str, na_action="ignore").astype("str")
    return text


def _is_endless(cells: pd.Series) -> bool:
    return pd.api.types.is_float_dtype(cells) and bool((cells.abs() > LARGEST_NUMBER).any())


def _endless_finding(names: list[str]) -> tuple[Finding, ...]:
    if not names:
        return ()
    finding = Finding(
        code="D107",
        severity="advises",
        what="Numbers that are infinite or enormous count as missing",
        where=quote_all(names),
        why=f"A model cannot compute with numbers beyond {LARGEST_NUMBER:g}.",
        remedy="Correct them at the source.",
    )
    return (finding,)
