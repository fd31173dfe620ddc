"""Training rows in folds, so that a teacher can answer rows whose label it never saw."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from core.tasks.dataset import Part
from core.tasks.split import rows_of_classes

FOLDS = 5
FOLDS_SEED = 20_002


def folds_of(part: Part) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield which labelled rows to learn from and which to answer, for each of five folds.

    Rows without dates are divided class by class, so that each fold has every class in its
    share. Rows with dates are divided into blocks of days, and rows whose label shares a day
    with the block are not learned from (the purged folds of López de Prado, 2018).

    Parameters
    ----------
    part : Part
        Training rows.

    Yields
    ------
    tuple of two ndarray of int
        Row numbers within the part. Every labelled row is answered once.
    """
    known = np.flatnonzero(part.shows_label)
    if part.dates is None or part.label_ends is None:
        yield from _stratified(part.classes, known)
    else:
        yield from _by_date(part.dates, part.label_ends, known)


def _stratified(target: np.ndarray, known: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    drawn = np.random.default_rng(FOLDS_SEED)
    shuffled = [drawn.permutation(rows) for rows in rows_of_classes(target[known])]
    fold = np.empty(len(known), dtype=np.int64)
    fold[np.concatenate(shuffled)] = np.arange(len(known)) % FOLDS
    for number in range(FOLDS):
        yield known[fold != number], known[fold == number]


def _by_date(
    dates: np.ndarray, label_ends: np.ndarray, known: np.ndarray
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    for block in np.array_split(np.unique(dates[known]), FOLDS):
        if not len(block):
            continue
        inside = (dates[known] >= block[0]) & (dates[known] <= block[-1])
        last = label_ends[known[inside]].max()
        apart = (label_ends[known] < block[0]) | (dates[known] > last)
        yield known[apart], known[inside]
