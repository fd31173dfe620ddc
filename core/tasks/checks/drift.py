"""Check of columns whose values moved between training and test."""

from __future__ import annotations

import numpy as np

from core.data.checks.check import Check, NotApplicable, Sight, Spotted
from core.data.quote import quote
from core.tasks.checks.training_rows import RawColumn, raw_columns, said_of_sample, sample
from core.tasks.dataset import Dataset

SOME_DRIFT, MUCH_DRIFT = 0.1, 0.25
LEAST_ROWS = 100
MOST_SHOWN = 5

_TENTHS = np.arange(0.1, 0.95, 0.1)
_ONE_IN_A_THOUSAND = 3.09
"""Standard normal quantile: how rarely chance alone may reach what counts as drift."""


def stability_indices(dataset: Dataset) -> dict[str, float]:
    """Return the population stability index of each column, training against test.

    The sum over bins of (q - p) ln(q / p), p and q being the shares of training and test
    rows; tenths of the training rows for numbers, one bin for each category, one for what is
    missing. Half a row is added to each bin. Indices that chance alone would reach more
    often than once in a thousand columns become 0 (Yurdakul and Naranjo, 2020, "Statistical
    properties of the population stability index", Journal of Risk Model Validation 14).
    That holds for independent rows: days that follow each other reach further by chance.

    Parameters
    ----------
    dataset : Dataset
        At most 20,000 rows of each part are looked at.

    Returns
    -------
    dict of str to float
        By column before encoding; below 0.1 is calm, from 0.25 on the column has moved.
    """
    train, test = (
        raw_columns(dataset.encoder, part, sample(np.arange(len(part))))
        for part in (dataset.train, dataset.test)
    )
    return {was.name: _beyond_chance(was, now) for was, now in zip(train, test, strict=True)}


def _beyond_chance(was: RawColumn, now: RawColumn) -> float:
    p, q = _counts(was, now)
    index = _stability_index(p, q)
    return index if index > _chance(len(p), p.sum(), q.sum()) else 0.0


def _counts(was: RawColumn, now: RawColumn) -> tuple[np.ndarray, np.ndarray]:
    """Rows of training and of test in each bin that either reaches."""
    bins = [column.values if was.is_category else _tenths(was, column) for column in (was, now)]
    _, place = np.unique(np.concatenate(bins), return_inverse=True)
    n_bins = int(place.max()) + 1
    cut = len(was.values)
    return np.bincount(place[:cut], minlength=n_bins), np.bincount(place[cut:], minlength=n_bins)


def _tenths(was: RawColumn, column: RawColumn) -> np.ndarray:
    known = was.values[~np.isnan(was.values)]
    edges = np.unique(np.quantile(known, _TENTHS, method="lower")) if len(known) else known
    return np.where(np.isnan(column.values), -1, np.searchsorted(edges, column.values))


def _stability_index(was: np.ndarray, now: np.ndarray) -> float:
    p, q = ((counts + 0.5) / (counts + 0.5).sum() for counts in (was, now))
    return float(((q - p) * np.log(q / p)).sum())


def _chance(n_bins: int, n_was: int, n_now: int) -> float:
    """Index that rows of one distribution exceed once in a thousand times (Wilson-Hilferty)."""
    freedom = max(n_bins - 1, 1)
    ninth = 2 / (9 * freedom)
    chi_square = freedom * (1 - ninth + _ONE_IN_A_THOUSAND * ninth**0.5) ** 3
    return float(chi_square * (1 / n_was + 1 / n_now))


def _drifted(dataset: Dataset) -> Sight:
    if min(len(dataset.train), len(dataset.test)) < LEAST_ROWS:
        return NotApplicable(f"Training or test has fewer than {LEAST_ROWS} rows.")
    indices = stability_indices(dataset)
    order = sorted(indices, key=lambda name: indices[name], reverse=True)
    much = [name for name in order if indices[name] >= MUCH_DRIFT]
    if not much:
        return None
    some = sum(SOME_DRIFT <= index < MUCH_DRIFT for index in indices.values())
    what = f"Columns whose values moved between training and test: {len(much)} of {len(order)}"
    what += f" by much, {some} by less" if some else " by much"
    shown = ", ".join(f"{quote(name)} (PSI {indices[name]:.2f})" for name in much[:MOST_SHOWN])
    more = f" and {len(much) - MOST_SHOWN} more" if len(much) > MOST_SHOWN else ""
    n_rows = max(len(dataset.train), len(dataset.test))
    return Spotted(what, f"{shown}{more}{said_of_sample(n_rows)}")


DRIFTED = Check(
    code="T107",
    title="Drift between training and test",
    severity="advises",
    why="The population stability index compares how often values occur: below 0.1 is calm, "
    "from 0.25 on a column has moved. There a model is asked about values it hardly learned "
    "from. In prices that is usual, as calm years follow stormy ones and slow columns wander "
    "by chance; in a table it may be a change in how the data was collected.",
    remedy="Look at the columns named. Expect the scores on newer rows to differ from these, "
    "and check the model again when it is in use.",
    look=_drifted,
)
