"""What the checks of a data set look at: labelled training rows, and a sample where exact costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from core.tasks.dataset import Dataset, Part
from core.tasks.encode import Encoder

SAMPLE_ROWS = 20_000
SAMPLE_SEED = 30_000
LEAST_ROWS_PER_CLASS = 10


@dataclass(frozen=True)
class RawColumn:
    """One column before encoding: numbers (NaN where missing), or codes of categories (-1)."""

    name: str
    values: np.ndarray
    is_category: bool


def labelled_classes(dataset: Dataset) -> np.ndarray:
    """Class of each training row whose label may be used."""
    classes: np.ndarray = dataset.train.classes[dataset.train.shows_label]
    return classes


def rows_per_class(dataset: Dataset, classes: np.ndarray) -> np.ndarray:
    """Count the rows of each class of the data set, those without a row included."""
    return np.bincount(classes, minlength=dataset.n_classes)


def labelled_rows(dataset: Dataset) -> np.ndarray:
    """Row numbers, within training, of rows whose label may be used."""
    return np.flatnonzero(dataset.train.shows_label)


def sample(rows: np.ndarray) -> np.ndarray:
    """Draw at most 20,000 of the row numbers, ascending; the same ones every time."""
    if len(rows) <= SAMPLE_ROWS:
        return rows
    drawn = np.random.default_rng(SAMPLE_SEED)
    return np.sort(drawn.choice(rows, SAMPLE_ROWS, replace=False))


def said_of_sample(total: int) -> str:
    """Say that only some rows were measured; empty where all were."""
    if total <= SAMPLE_ROWS:
        return ""
    return f" (measured on {SAMPLE_ROWS:,} of {total:,} rows)"


def raw_columns(encoder: Encoder, part: Part, rows: np.ndarray) -> Iterator[RawColumn]:
    """Give each column of a part as an exported model reads it, for the row numbers asked for."""
    raw = part.raw[part.places[rows]]
    for place, name in enumerate(encoder.column_names):
        yield RawColumn(name, raw[:, place], place >= len(encoder.numeric))
