"""Judge very many models on the same resampled rows: all cells of a landscape at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from core.evaluate.compare import Answers, Comparison, Judged, Truth
from core.evaluate.luck.intervals import N_RESAMPLES, independent_units, resample_weights
from core.evaluate.metrics import products
from core.evaluate.placed import PlacedScorer, place
from core.evaluate.scores import Array

MOST_NUMBERS = 20_000_000
"""Of answer sheets that are multiplied at once, which take 80 MB."""

COLUMNS = 28
"""Of a sheet of two classes; with more classes a group takes more."""

CHUNKS_AT_ONCE = 20
"""Of weights, which take 16 MB."""


def compare_many(
    truth: Truth,
    answers: Iterable[Answers],
    n_resamples: int = N_RESAMPLES,
    seed: int = 0,
) -> Comparison:
    """Judge very many models on shared resamples of the same rows.

    As `core.evaluate.compare.compare`, but that the area under the curve on a resample is
    worked out to first order, so that one matrix product serves many models at once. On all
    rows every metric is exact.

    Parameters
    ----------
    truth : Truth
    answers : iterable of Answers
        One a model, each for all rows in the same order; made one by one, they need not all
        be in memory.
    n_resamples, seed : int
        The same ones draw the same rows as `compare` does.

    Returns
    -------
    Comparison
    """
    n_rows = len(truth.target)
    once = np.ones((1, n_rows))
    judged: list[Judged] = []
    for group in _groups(answers, n_rows):
        sheets = [[place(one) for one in model.scorers(truth.target)] for model in group]
        flat = [sheet for model in sheets for sheet in model]
        scored = iter(_resampled(truth, flat, n_resamples, seed))
        for model, own in zip(group, sheets, strict=True):
            full = np.concatenate([sheet.exact.scores(once) for sheet in own])
            resampled = np.stack([next(scored) for _ in own], axis=1)
            judged.append(Judged(model.name, full, resampled, model.classes.astype(np.int16)))
    units = independent_units(n_rows, truth.dates, truth.horizon_days)
    return Comparison(tuple(judged), n_rows, units)


def _groups(answers: Iterable[Answers], n_rows: int) -> Iterator[list[Answers]]:
    """Split models into groups whose answer sheets fit into memory together."""
    group: list[Answers] = []
    most = max(1, MOST_NUMBERS // (n_rows * COLUMNS))
    for model in answers:
        if group and sum(len(one.probabilities) for one in (*group, model)) > most:
            yield group
            group = []
        group.append(model)
    if group:
        yield group


def _resampled(
    truth: Truth, sheets: list[PlacedScorer], n_resamples: int, seed: int
) -> list[Array]:
    """Return the metrics (n_resamples, 6) of each sheet."""
    table = np.concatenate([sheet.per_row for sheet in sheets], axis=1)
    ends = np.cumsum([sheet.per_row.shape[1] for sheet in sheets])[:-1]
    n_rows = len(truth.target)
    chunks = resample_weights(n_rows, truth.dates, truth.horizon_days, n_resamples, seed)
    sums = np.concatenate([products(weights, table) for weights in _together(chunks)])
    split = np.split(sums, ends, axis=1)
    return [sheet.scores(own) for sheet, own in zip(sheets, split, strict=True)]


def _together(chunks: Iterator[NDArray[np.float32]]) -> Iterator[NDArray[np.float32]]:
    """Join chunks of weights, so that a table which no cache holds is read less often."""
    while some := list(islice(chunks, CHUNKS_AT_ONCE)):
        yield np.concatenate(some)
