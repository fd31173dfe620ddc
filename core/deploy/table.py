"""The rows of a table as a model of a credit question reads them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

YES_OR_NO = {"true": 1.0, "false": 0.0}
LARGEST_NUMBER = 1e30

Rows = tuple[tuple[str, ...], tuple[tuple[str, ...], ...], np.ndarray]


def read_table(sheet: Any, columns: Sequence[Any]) -> Rows:
    """Return the raw rows of the columns that a model reads; others are left aside.

    Parameters
    ----------
    sheet : Sheet
    columns : sequence of Column
        A number each, or a category where it has categories.

    Returns
    -------
    names of the keys, keys (n_rows, 1), and float32 rows (n_rows, n_columns)
        NaN where a number is missing, -1 where a category is missing or was never seen.

    Raises
    ------
    ValueError
        When a column is not there, or text stands where a number belongs.
    """
    _require_columns(sheet.names, columns)
    rows = np.empty((len(sheet.rows), len(columns)), np.float32)
    for place, column in enumerate(columns):
        cells = sheet.numbers if column.categories is None else sheet.column
        on_lines = zip(cells(column.name), sheet.lines, strict=True)
        rows[:, place] = [_number(column, cell, sheet.decimal, line) for cell, line in on_lines]
    return ("row",), tuple((str(i + 1),) for i in range(len(rows))), rows


def _number(column: Any, text: str, decimal: str, line: int) -> float:
    if column.categories is not None:
        return _code(column.categories, text)
    if not text:
        return math.nan
    try:
        number = YES_OR_NO[text.lower()] if text.lower() in YES_OR_NO else _parsed(text, decimal)
        return number if abs(number) <= LARGEST_NUMBER else math.nan
    except ValueError:
        raise ValueError(
            f"Column {column.name!r} must hold numbers, however: line {line} holds {text!r}. "
            f"Write plain numbers such as 1234{decimal}5, or leave the cell empty."
        ) from None


def _parsed(text: str, decimal: str) -> float:
    if "_" in text or (decimal == "," and "." in text):
        raise ValueError(text)
    return float(text.replace(decimal, "."))


def _code(categories: tuple[str, ...], text: str) -> int:
    """Return the place of a category, also where 1.0 is written for 1; -1 if never seen."""
    if text in categories:
        return categories.index(text)
    try:
        number = float(text)
        return [float(category) for category in categories].index(number)
    except ValueError:
        return -1


def _require_columns(found: Sequence[str], columns: Sequence[Any]) -> None:
    missing = [column.name for column in columns if column.name not in found]
    if missing:
        more = f" and {len(missing) - 1} more" if missing[1:] else ""
        alike = [name for name in found if _folded(name) == _folded(missing[0])]
        remedy = "schema.json lists them all."
        if alike:
            remedy = f"Is it the one that is called {alike[0]!r}? Then rename that. {remedy}"
        raise ValueError(
            "The file must have every column the model reads, however: "
            f"{missing[0]!r}{more} cannot be found. {remedy}"
        )


def _folded(name: str) -> str:
    """Return the letters and digits of a name, whatever their case."""
    return "".join(sign for sign in name.casefold() if sign.isalnum())
