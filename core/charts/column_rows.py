"""The profile of every column as one line of words and one small distribution."""

from __future__ import annotations

from dataclasses import dataclass

from core.charts.numbers import count_text, number_text
from core.data.column_profile import Categories, ColumnProfile, Days, Numbers
from core.data.profile import Profile

SHOWN_VALUES = 3


@dataclass(frozen=True)
class ColumnRow:
    """One column of a table, ready to be shown.

    ``missing_percent`` is 0 to 100; ``distribution`` holds the height of each small bar.
    """

    name: str
    role: str
    kind: str
    missing_percent: float
    distinct: int
    values: str
    distribution: tuple[int, ...]


def column_rows(profile: Profile) -> tuple[ColumnRow, ...]:
    """Describe every column of a profile in one line; names and values are still plain text."""
    return tuple(
        ColumnRow(
            name=column.label,
            role=column.role,
            kind=column.kind,
            missing_percent=100 * column.missing_share,
            distinct=column.distinct,
            values=_values(column),
            distribution=_distribution(column),
        )
        for column in profile.columns
    )


def sample_sentence(profile: Profile) -> str:
    """Say which numbers are of a sample; empty where all are of all rows."""
    if not profile.is_sampled:
        return ""
    return (
        f"Medians, different values and distributions are of a sample of "
        f"{count_text(profile.sampled_rows)} of the {count_text(profile.rows)} rows; "
        "missing values, smallest and largest are of all."
    )


def _values(column: ColumnProfile) -> str:
    match column.values:
        case Numbers(smallest, median, largest):
            low, middle, high = map(number_text, (smallest, median, largest))
            return f"{low} to {high}, median {middle}"
        case Days(first, last):
            return f"{first} to {last}"
        case Categories(top):
            shown = [
                f"{value.value} {value.count / column.sampled_cells:.0%}"
                for value in top[:SHOWN_VALUES]
            ]
            more = column.distinct - len(shown)
            return ", ".join(shown) + (f", {count_text(more)} more" if more > 0 else "")
    return "nothing"


def _distribution(column: ColumnProfile) -> tuple[int, ...]:
    match column.values:
        case Numbers(counts=counts) | Days(counts=counts):
            return counts
        case Categories(top):
            return tuple(value.count for value in top)
    return ()
