"""From rows to shares: bins by quantiles, and how many rows fall into each."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from core.deploy.shares import ColumnShares, ScoreShares, TrainingShares
from core.evaluate.looks.credit_figures import PSI_BINS, SMALLEST_SHARE
from core.tasks.encode import Encoder

STRETCHES = (10, 20, 40, 80)
FEWEST_ROWS = 30
"""Fewer rows than this say nothing about a shift."""

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


def training_shares(
    raw: np.ndarray, encoder: Encoder, dates: np.ndarray | None = None
) -> TrainingShares:
    """Say how training rows are spread.

    Parameters
    ----------
    raw : ndarray of shape (n_rows, n_columns), float32
        NaN where a number is missing, -1 where a category is missing or unseen.
    encoder : Encoder
    dates : ndarray of shape (n_rows,), datetime64, or None
        With days, stretches of them are compared with all of them: an index that training
        days themselves reach is no drift.

    Returns
    -------
    TrainingShares
    """
    lengths = [n for n in STRETCHES if len(raw) // n >= FEWEST_ROWS] if dates is not None else []
    order = np.arange(len(raw)) if dates is None else np.argsort(dates, kind="stable")
    sizes = [len(column.categories) for column in encoder.categorical]
    kinds = [None] * len(encoder.numeric) + sizes
    columns = []
    for name, size, cells in zip(encoder.column_names, kinds, raw.T, strict=True):
        values = cells.astype(np.float64)
        ends = bin_ends(values) if size is None else None
        places = places_of(values, ends, size or 0)
        bins = len(ends) + 2 if ends is not None else (size or 0) + 1
        shares = shares_of(places, bins)
        wandering = tuple(_wandering(places[order], shares, n) for n in lengths)
        columns.append(
            ColumnShares(
                name=name,
                ends=None if ends is None else tuple(ends.tolist()),
                shares=tuple(shares.tolist()),
                wandering=wandering,
            )
        )
    return TrainingShares(
        rows=len(raw),
        columns=tuple(columns),
        stretch_rows=tuple(len(raw) // n for n in lengths),
    )


def score_shares(probabilities: np.ndarray) -> ScoreShares | None:
    """Say how the scores of validation rows are spread; None where some are not numbers.

    Parameters
    ----------
    probabilities : ndarray of shape (n_rows, n_classes)
    """
    scores = scores_of(probabilities)
    if not len(scores) or not np.isfinite(probabilities).all():
        return None
    ends = bin_ends(scores)
    shares = shares_of(places_of(scores, ends, 0), len(ends) + 2)
    return ScoreShares(rows=len(scores), ends=tuple(ends.tolist()), shares=tuple(shares.tolist()))


def scores_of(probabilities: np.ndarray) -> Floats:
    """Return the second of two probabilities, or the largest of more."""
    table = probabilities.astype(np.float64)
    scores: Floats = table[:, 1] if table.shape[1] == 2 else table.max(axis=1, initial=0.0)
    return scores


def bin_ends(values: Floats) -> Floats:
    """Return the inner ends of bins by quantiles of the known values, each in the bin below it."""
    known = values[~np.isnan(values)]
    if not len(known):
        return np.empty(0)
    smallest, largest = known.min(), known.max()
    if smallest == largest:
        return np.array([np.nextafter(largest, -np.inf), largest])
    ends: Floats = np.unique(np.quantile(known, np.arange(1, PSI_BINS) / PSI_BINS))
    ends = ends[ends < largest]
    # Nearly all rows share the largest value: what lies below it is the other bin.
    only: Floats = known[known < largest].max(keepdims=True)
    return ends if len(ends) else only


def places_of(values: Floats, ends: Floats | None, n_categories: int) -> Counts:
    """Return the bin or category of each row; the last place is that of missing cells."""
    if ends is None:
        is_known = (values >= 0) & (values < n_categories)
        return np.where(is_known, np.where(is_known, values, 0), n_categories).astype(np.int64)
    found = np.searchsorted(ends, values, side="left")
    return np.where(np.isnan(values), len(ends) + 1, found).astype(np.int64)


def shares_of(places: Counts, n_bins: int) -> Floats:
    """Return the share of rows in each place."""
    shares: Floats = np.bincount(places, minlength=n_bins) / max(1, len(places))
    return shares


def stability_index(expected: Floats, found: Floats) -> Floats:
    """Return the population stability index of shares, over their last axis.

    Notes
    -----
    Siddiqi (2006), Credit Risk Scorecards; a share below `SMALLEST_SHARE` counts as that.
    """
    before, after = np.maximum(expected, SMALLEST_SHARE), np.maximum(found, SMALLEST_SHARE)
    index: Floats = ((after - before) * np.log(after / before)).sum(axis=-1)
    return index


def _wandering(places: Counts, shares: Floats, n: int) -> float:
    """Return the largest index of one of n stretches of rows in order, against all rows."""
    cuts = np.linspace(0, len(places), n + 1).astype(np.int64)
    stretches = np.stack(
        [shares_of(places[start:end], len(shares)) for start, end in pairwise(cuts)]
    )
    return float(stability_index(shares, stretches).max())
