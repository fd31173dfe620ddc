"""Checks of single feature columns: constant, empty, endless, of too many kinds."""

from __future__ import annotations

import pandas as pd

from core.data.checks.applies import as_read, to_features
from core.data.checks.check import Check, Sight, Spotted
from core.data.limits import MAX_LISTED_NAMES
from core.data.quote import quote, quote_all
from core.data.table import Table

MOSTLY_EMPTY_SHARE = 0.5
MOST_CATEGORIES = 50
"""A model sees this many values of a column of text; the rest look alike to it."""

_FEW_ROWS = 1000


def _constant(table: Table) -> Sight:
    names = [name for name in table.columns.features if _never_changes(table.frame[name])]
    return Spotted("Columns that never change", quote_all(names)) if names else None


def _never_changes(cells: pd.Series) -> bool:
    # Two different values among the first rows settle it without reading the rest.
    return cells.head(_FEW_ROWS).nunique() <= 1 and cells.nunique() <= 1


def _mostly_empty(table: Table) -> Sight:
    empty = table.frame[list(table.columns.features)].isna().mean()
    empty = empty[empty > MOSTLY_EMPTY_SHARE].sort_values(ascending=False, kind="stable")
    if empty.empty:
        return None
    shown = [f"{quote(name)} ({share:.0%})" for name, share in empty.head(MAX_LISTED_NAMES).items()]
    more = f" and {len(empty) - len(shown)} more" if len(empty) > len(shown) else ""
    return Spotted("Columns that are empty in more than half of the rows", ", ".join(shown) + more)


def _many_categories(table: Table) -> Sight:
    names = [name for name in table.columns.features if _has_many_categories(table.frame[name])]
    what = f"Columns of text with more than {MOST_CATEGORIES} different values"
    return Spotted(what, quote_all(names)) if names else None


def _has_many_categories(cells: pd.Series) -> bool:
    if pd.api.types.is_numeric_dtype(cells):
        return False
    return cells.head(_FEW_ROWS).nunique() > MOST_CATEGORIES or cells.nunique() > MOST_CATEGORIES


CONSTANT = Check(
    code="D101",
    title="Columns that never change",
    severity="advises",
    why="A column with one value cannot tell one row from another. It often means that a filter "
    "or an export went wrong.",
    remedy="Set it aside, or export the rows again if it should change.",
    look=to_features(_constant),
)
MOSTLY_EMPTY = Check(
    code="D102",
    title="Columns that are mostly empty",
    severity="advises",
    why="Empty cells are filled with the median of the training rows, so that most of what a "
    "model reads there would be made up.",
    remedy="Set the column aside, unless being empty means something: then write that in a "
    "column of its own.",
    look=to_features(_mostly_empty),
)
ENDLESS = Check(
    code="D107",
    title="Infinite or enormous numbers",
    severity="advises",
    why="A model cannot compute with them, so they count as missing. They mostly come from a "
    "division by zero.",
    remedy="Correct them at the source.",
    look=to_features(as_read("D107")),
)
MANY_CATEGORIES = Check(
    code="D109",
    title="Text with very many different values",
    severity="informs",
    why=f"A model sees the {MOST_CATEGORIES} most frequent values of a column; all others look "
    "alike to it.",
    remedy="Group the values, such as towns into regions, or set the column aside.",
    look=to_features(_many_categories),
)
