"""What one column holds: range, frequent values and a small distribution."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from core.data.cells import LARGEST_NUMBER
from core.data.quote import plain

SAMPLE_ROWS = 50_000
SAMPLE_SEED = 20_002
MOST_BINS = 20
MOST_VALUES = 10

Kind = Literal["number", "category", "date"]


@dataclass(frozen=True)
class ValueCount:
    """One value, as `plain` writes it, and how many cells hold it."""

    value: str
    count: int


@dataclass(frozen=True)
class Numbers:
    """Range and distribution of numbers; bin i reaches from edge i to edge i + 1.

    ``smallest`` and ``largest`` are of all cells, the rest is of the sampled ones. Numbers
    that are infinite or beyond 1e30 are left out.
    """

    smallest: float
    median: float
    largest: float
    edges: tuple[float, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Days:
    """First and last day of all cells, and the distribution of the sampled ones."""

    first: dt.date
    last: dt.date
    edges: tuple[dt.date, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Categories:
    """At most ten values, those that most of the sampled cells hold, most frequent first."""

    top: tuple[ValueCount, ...]


@dataclass(frozen=True)
class ColumnProfile:
    """One column.

    Parameters
    ----------
    name : str
        As in the table.
    role : str
        "date", "ticker", "open" ... "volume", "target", "protected", "identifier",
        "feature" or "set aside".
    kind : Kind
        Numbers, text and yes-or-no, or days.
    missing_share : float
        Empty cells among all rows, 0 to 1.
    distinct : int
        Different values among the sampled cells.
    sampled_cells : int
        Cells that were looked at: all that are not empty, or a random 50,000 of them.
    values : Numbers, Days, Categories or None
        None where no cell holds a value that can be shown.
    """

    name: str
    role: str
    kind: Kind
    missing_share: float
    distinct: int
    sampled_cells: int
    values: Numbers | Days | Categories | None

    @property
    def label(self) -> str:
        """The name on one line, cut where it is long."""
        return plain(self.name)


def profile_column(cells: pd.Series, role: str) -> ColumnProfile:
    """Describe one column, on a sample of its cells where exact is not needed.

    Parameters
    ----------
    cells : Series
        A column of a `Table`.
    role : str
        What it means.

    Returns
    -------
    ColumnProfile
        The same one each time: the sample is drawn with a fixed seed.
    """
    is_missing = cells.isna().to_numpy()
    known = cells[~is_missing] if is_missing.any() else cells
    few = known.iloc[_sample_places(len(known))]
    kind = _kind(cells)
    return ColumnProfile(
        name=str(cells.name),
        role=role,
        kind=kind,
        missing_share=float(is_missing.mean()),
        distinct=int(few.nunique()),
        sampled_cells=len(few),
        values=_values(kind, known, few) if len(few) else None,
    )


def count_values(cells: pd.Series, most: int) -> tuple[ValueCount, ...]:
    """Count the cells of each value, the most frequent first; empty cells do not count."""
    counts = cells.value_counts().head(most)
    return tuple(
        ValueCount(_written(value), int(count)) for value, count in counts.items() if count
    )


def _kind(cells: pd.Series) -> Kind:
    if pd.api.types.is_datetime64_any_dtype(cells):
        return "date"
    is_number = pd.api.types.is_numeric_dtype(cells) and not pd.api.types.is_bool_dtype(cells)
    return "number" if is_number else "category"


def _sample_places(n_cells: int) -> np.ndarray | slice:
    if n_cells <= SAMPLE_ROWS:
        return slice(None)
    drawn = np.random.default_rng(SAMPLE_SEED)
    return np.sort(drawn.choice(n_cells, SAMPLE_ROWS, replace=False, shuffle=False))


def _values(kind: Kind, known: pd.Series, few: pd.Series) -> Numbers | Days | Categories | None:
    match kind:
        case "number":
            return _numbers(known, few)
        case "date":
            return _days(known, few)
    return Categories(count_values(few, MOST_VALUES))


def _numbers(known: pd.Series, few: pd.Series) -> Numbers | None:
    all_values, sampled = _finite(known), _finite(few)
    if len(sampled) == 0:
        return None
    edges, counts = _histogram(sampled)
    return Numbers(
        smallest=float(all_values.min()),
        median=float(np.median(sampled)),
        largest=float(all_values.max()),
        edges=tuple(edges.tolist()),
        counts=counts,
    )


def _finite(cells: pd.Series) -> np.ndarray:
    values = cells.to_numpy(dtype=np.float64)
    is_sound = np.abs(values) <= LARGEST_NUMBER
    return values if is_sound.all() else values[is_sound]


def _days(known: pd.Series, few: pd.Series) -> Days:
    edges, counts = _histogram(few.to_numpy(dtype="datetime64[D]").astype(np.float64))
    return Days(
        first=known.min().date(),
        last=known.max().date(),
        edges=tuple(np.rint(edges).astype("datetime64[D]").tolist()),
        counts=counts,
    )


def _histogram(values: np.ndarray) -> tuple[np.ndarray, tuple[int, ...]]:
    """Count values in bins of equal width, also where these are narrower than a float can tell."""
    low, high = values.min(), values.max()
    n_bins = min(MOST_BINS, len(np.unique(values)))
    place = (values - low) / ((high - low) or 1.0) * n_bins
    counts = np.bincount(np.minimum(place.astype(np.int64), n_bins - 1), minlength=n_bins)
    return np.linspace(low, high, n_bins + 1), tuple(counts.tolist())


def _written(value: Any) -> str:
    """Text of a value; a whole number without a decimal point."""
    is_whole = isinstance(value, float | np.floating) and value.is_integer()
    return plain(int(value) if is_whole else value)
