"""Checks of whole rows: repeated ones, and ones without an answer."""

from __future__ import annotations

import pandas as pd

from core.data.checks.applies import to_features, to_tables
from core.data.checks.check import Check, NotApplicable, Sight, Spotted
from core.data.quote import quote
from core.data.table import Table

_FEW_ROWS = 1000
_WIDTHS = (2, 8)


def _repeated(table: Table) -> Sight:
    target = table.columns.target
    names = [*table.columns.features, *([target] if target else [])]
    repeated = _repeats(table.frame[names])
    if repeated.empty:
        return None
    return Spotted(f"Rows that repeat another row: {len(repeated):,}", _first(repeated))


def _repeats(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows equal to an earlier one; those that differ in a few telling columns go first."""
    telling = rows.head(_FEW_ROWS).nunique().sort_values(ascending=False, kind="stable").index
    for width in _WIDTHS:
        rows = rows[rows.duplicated(list(telling[:width]), keep=False)]
    return rows[rows.duplicated()]


def _without_answer(table: Table) -> Sight:
    target = table.columns.target
    if target is None:
        return NotApplicable("No target is chosen.")
    empty = table.frame[table.frame[target].isna()]
    if empty.empty:
        return None
    what = f"Rows without a target, which are left out: {len(empty):,} of {len(table.frame):,}"
    return Spotted(what, f"{quote(target)}, {_first(empty)}")


def _first(rows: pd.DataFrame) -> str:
    """Name the first of the rows by its number, counted from 1 below the header."""
    return f"first in data row {int(str(rows.index[0])) + 1:,}"


REPEATED = Check(
    code="D106",
    title="Repeated rows",
    severity="informs",
    why="A row that stands in both training and test is known before it is asked about, which "
    "flatters every model.",
    remedy="Remove the rows if they are one case written twice; different cases may well agree "
    "where columns are few and coarse.",
    look=to_features(_repeated),
)
WITHOUT_ANSWER = Check(
    code="D111",
    title="Rows without a target",
    severity="informs",
    why="They can neither teach nor test. If answers are missing for a reason, such as loans "
    "that were refused, the rest speaks only for cases like itself.",
    remedy="Ask why they are missing before you trust the scores.",
    look=to_tables(_without_answer),
)
