"""What is worth knowing about the columns of a table before a model sees them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pandas as pd

from core.data.quote import quote, quote_all
from core.data.table import Columns, Finding

MOSTLY_EMPTY_SHARE = 0.5

Check = Callable[[pd.DataFrame, Columns], Iterator[Finding]]


def inspect(frame: pd.DataFrame, columns: Columns) -> tuple[Finding, ...]:
    """Run every check on a table; findings come in the order of `CHECKS`.

    Parameters
    ----------
    frame : DataFrame
        The rows.
    columns : Columns
        The role of each column.

    Returns
    -------
    tuple of Finding
    """
    return tuple(finding for check in CHECKS for finding in check(frame, columns))


def constant_columns(frame: pd.DataFrame, columns: Columns) -> Iterator[Finding]:
    """D101: a feature with one value only."""
    names = [name for name in columns.features if frame[name].nunique() <= 1]
    if names:
        yield Finding(
            code="D101",
            severity="advises",
            what="Columns that never change",
            where=quote_all(names),
            why="They cannot tell one row from another.",
            remedy="Set them aside.",
        )


def mostly_empty_columns(frame: pd.DataFrame, columns: Columns) -> Iterator[Finding]:
    """D102: a feature that is empty in more than half of the rows."""
    for name in columns.features:
        share = float(frame[name].isna().mean())
        if share > MOSTLY_EMPTY_SHARE:
            yield Finding(
                code="D102",
                severity="advises",
                what=f"A column that is empty in {share:.0%} of the rows",
                where=quote(name),
                why="Most of what a model reads there would be filled in.",
                remedy="Set it aside, unless being empty means something.",
            )


def identifiers_set_aside(_: pd.DataFrame, columns: Columns) -> Iterator[Finding]:
    """D103: a column that only tells rows apart is not a feature."""
    names = _set_aside(columns.identifiers, columns)
    if names:
        yield Finding(
            code="D103",
            severity="informs",
            what="Columns that only tell rows apart were set aside",
            where=quote_all(names),
            why="A model would learn rows by heart instead of a rule.",
            remedy="Bring one back only if it describes the row.",
        )


def protected_set_aside(_: pd.DataFrame, columns: Columns) -> Iterator[Finding]:
    """D104: a protected attribute is not a feature."""
    names = _set_aside(columns.protected, columns)
    if names:
        yield Finding(
            code="D104",
            severity="informs",
            what="Protected attributes were set aside",
            where=quote_all(names),
            why="The law restricts lending by them; they are kept to check fairness.",
            remedy="Bring one back only if you may use it.",
        )


def protected_in_use(_: pd.DataFrame, columns: Columns) -> Iterator[Finding]:
    """D105: the user brought a protected attribute back."""
    names = [name for name in columns.protected if name in columns.features]
    if names:
        yield Finding(
            code="D105",
            severity="advises",
            what="Protected attributes are used as features",
            where=quote_all(names),
            why="The law restricts lending by them.",
            remedy="Set them aside, unless you may use them.",
        )


def repeated_rows(frame: pd.DataFrame, columns: Columns) -> Iterator[Finding]:
    """D106: rows that are equal in every feature and in the target."""
    names = [*columns.features, *([columns.target] if columns.target else [])]
    count = int(frame.duplicated(subset=names).sum()) if names else 0
    if count:
        yield Finding(
            code="D106",
            severity="informs",
            what=f"Rows that repeat another row: {count:,}",
            where="all rows",
            why="A row in both training and test flatters every model.",
            remedy="Remove them if they are the same case written twice.",
        )


def _set_aside(names: tuple[str, ...], columns: Columns) -> list[str]:
    return [name for name in names if name not in columns.features]


CHECKS: tuple[Check, ...] = (
    constant_columns,
    mostly_empty_columns,
    identifiers_set_aside,
    protected_set_aside,
    protected_in_use,
    repeated_rows,
)
