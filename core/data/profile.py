"""A table in numbers: every column, the classes of the target, the days of each security."""

from __future__ import annotations

from dataclasses import dataclass

from core.data.column_profile import (
    SAMPLE_ROWS,
    ColumnProfile,
    ValueCount,
    count_values,
    profile_column,
)
from core.data.coverage import SecurityCoverage, cover
from core.data.table import Columns, Table

MOST_CLASSES = 20
SINGLE_ROLES = (
    "date", "ticker", "open", "high", "low", "close", "adjusted_close", "volume", "target",
)  # fmt: skip


@dataclass(frozen=True)
class Profile:
    """A table in numbers.

    Parameters
    ----------
    rows : int
    sampled_rows : int
        Rows behind medians, distinct counts, frequent values and distributions, at most
        50,000. All other numbers are of all rows.
    columns : tuple of ColumnProfile
        In the order of the table.
    classes : tuple of ValueCount
        Rows of each value of the target, the most frequent first, at most 20; empty
        without a target.
    securities : tuple of SecurityCoverage
        Empty where the rows are no prices.
    """

    rows: int
    sampled_rows: int
    columns: tuple[ColumnProfile, ...]
    classes: tuple[ValueCount, ...]
    securities: tuple[SecurityCoverage, ...]

    @property
    def is_sampled(self) -> bool:
        """Whether some numbers are of a sample of the rows."""
        return self.sampled_rows < self.rows


def profile(table: Table) -> Profile:
    """Describe every column, the classes of the target and the coverage of each security.

    Parameters
    ----------
    table : Table

    Returns
    -------
    Profile
    """
    frame, columns = table.frame, table.columns
    return Profile(
        rows=len(frame),
        sampled_rows=min(len(frame), SAMPLE_ROWS),
        columns=tuple(
            profile_column(frame[name], _role(str(name), columns)) for name in frame.columns
        ),
        classes=count_values(frame[columns.target], MOST_CLASSES) if columns.target else (),
        securities=cover(frame) if table.is_prices else (),
    )


def _role(name: str, columns: Columns) -> str:
    for role in SINGLE_ROLES:
        if getattr(columns, role) == name:
            return role.replace("_", " ")
    if name in columns.protected:
        return "protected"
    if name in columns.identifiers:
        return "identifier"
    return "feature" if name in columns.features else "set aside"
