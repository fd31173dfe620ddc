"""Two models compared over consecutive test blocks: block by block, and pooled."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

import numpy as np

from core.evaluate.compare import Answers, Truth, compare
from core.evaluate.looks.defined import why_no_answers
from core.evaluate.luck.intervals import N_RESAMPLES, independent_units, interval, resample_weights
from core.evaluate.luck.walked import BlockDifference, WalkForward
from core.evaluate.metrics import Scorer
from core.evaluate.scores import METRICS, Array, Floats, Interval, MetricName

SMALLER_IS_BETTER: frozenset[MetricName] = frozenset({"log_loss", "brier", "ece"})
NAMES: dict[MetricName, str] = {
    "accuracy": "accuracy",
    "f1": "macro F1",
    "auc": "AUC",
    "log_loss": "log loss",
    "brier": "Brier score",
    "ece": "ECE",
}
NO_INTERVAL = Interval(math.nan, math.nan, math.nan)
SHOWN_DECIMALS = 3
MOST_DECIMALS = 6


@dataclass(frozen=True)
class TestBlock:
    """The test rows of one block, with the answers of the models trained before it."""

    __test__ = False  # Not a test, whatever a test runner makes of the name.

    truth: Truth
    answers: tuple[Answers, ...]

    def model(self, name: str) -> Answers:
        """Return one model's answers; KeyError where no model has that name."""
        return {answers.name: answers for answers in self.answers}[name]


def walk_forward(
    blocks: tuple[TestBlock, ...],
    metric: MetricName = "auc",
    name: str = "distilled",
    reference: str = "alone",
    n_resamples: int = N_RESAMPLES,
    seed: int = 0,
) -> WalkForward:
    """Compare two models over consecutive test blocks.

    Parameters
    ----------
    blocks : tuple of TestBlock
        In time order, without a shared day, each with dates; both models have the same
        number of seeds in all blocks.
    metric : str
    name, reference : str
        The difference is the first model's metric minus the second's, paired by seed.
    n_resamples, seed : int
        Of the block bootstrap.

    Returns
    -------
    WalkForward

    Notes
    -----
    Each block has models of its own, whose scores need not share a scale; so the pooled
    metric is the mean of the blocks' metrics weighted by rows, and never a ranking of rows
    across blocks. Days are resampled over the whole stretch at once, in blocks as long as
    `block_length` says, since neighbouring test blocks hang together too (Politis and
    Romano, 1992). A block with one class only has no part in a pooled AUC; a block in which a model
    answers with NaN leaves the pooled difference undefined.
    """
    found = tuple(_block(block, metric, name, reference, n_resamples, seed) for block in blocks)
    broken = any(_why_broken(block, name, reference) for block in blocks)
    pooled = (
        NO_INTERVAL if broken else _pooled(blocks, metric, (name, reference), n_resamples, seed)
    )
    return WalkForward(metric, found, pooled, _sentence(found, pooled, metric, name, reference))


def _why_broken(block: TestBlock, *names: str) -> str:
    """Say why some seed of some model gives no answers; empty where all do."""
    tables = (table for name in names for table in block.model(name).probabilities)
    return next((reason for table in tables if (reason := why_no_answers(table))), "")


def _block(
    block: TestBlock, metric: MetricName, name: str, reference: str, n_resamples: int, seed: int
) -> BlockDifference:
    dates = _dates(block.truth)
    start, end = dates.min().astype(dt.date), dates.max().astype(dt.date)
    why_not = _why_broken(block, name, reference)
    if why_not:
        nan = math.nan
        return BlockDifference(start, end, len(dates), nan, nan, NO_INTERVAL, why_not)
    pair = block.model(name), block.model(reference)
    compared = compare(block.truth, pair, n_resamples, seed)
    place = METRICS.index(metric)
    ours, theirs = (float(judged.full[:, place].mean()) for judged in compared.judged)
    difference = compared.difference(metric, name, reference)
    if math.isnan(difference.mean):
        why_not = "some class has no row in this block"
    return BlockDifference(start, end, len(dates), ours, theirs, difference, why_not)


def _dates(truth: Truth) -> np.ndarray:
    if truth.dates is None:
        raise ValueError("test blocks in time order have dates")
    return truth.dates


def _pooled(
    blocks: tuple[TestBlock, ...],
    metric: MetricName,
    names: tuple[str, str],
    n_resamples: int,
    seed: int,
) -> Interval:
    scorers = [
        [block.model(name).scorers(block.truth.target) for block in blocks] for name in names
    ]
    dates = np.concatenate([_dates(block.truth) for block in blocks])
    horizon = max(block.truth.horizon_days for block in blocks)
    place = METRICS.index(metric)

    def difference(weights: Floats) -> Array:
        ours, theirs = (_mean_over_blocks(model, weights, place) for model in scorers)
        return ours - theirs

    full = difference(np.ones((1, len(dates))))[0]
    chunks = resample_weights(len(dates), dates, horizon, n_resamples, seed)
    resampled = np.concatenate([difference(weights) for weights in chunks])
    return interval(resampled, full, independent_units(len(dates), dates, horizon))


def _mean_over_blocks(scorers: list[tuple[Scorer, ...]], weights: Floats, place: int) -> Array:
    """Mean of the blocks' metrics by drawn rows, of shape (n_resamples, n_seeds)."""
    sizes = [len(seeds[0].per_row) for seeds in scorers]
    by_block = np.split(weights, np.cumsum(sizes)[:-1], axis=1)
    total: Array = np.zeros((len(weights), len(scorers[0])))
    drawn_rows: Array = np.zeros_like(total)
    for seeds, drawn in zip(scorers, by_block, strict=True):
        rows = drawn.sum(axis=1, dtype=np.float64)
        found = np.full(total.shape, np.nan)
        found[rows > 0] = np.stack([one.scores(drawn[rows > 0])[:, place] for one in seeds], 1)
        counted = np.where(np.isnan(found), 0.0, rows[:, None])
        total += counted * np.nan_to_num(found)
        drawn_rows += counted
    return np.where(drawn_rows > 0, total / np.where(drawn_rows > 0, drawn_rows, 1), np.nan)


def _sentence(
    blocks: tuple[BlockDifference, ...],
    pooled: Interval,
    metric: MetricName,
    name: str,
    reference: str,
) -> str:
    stretch = f"{len(blocks)} test blocks from {blocks[0].start} to {blocks[-1].end}"
    missing = sum(bool(block.why_not) for block in blocks)
    if math.isnan(pooled.low) or math.isnan(pooled.high):
        return (
            f"Over {stretch} the pooled difference in {NAMES[metric]} is not defined: "
            f"{next((block.why_not for block in blocks if block.why_not), 'too few days')}."
        )
    better = -1 if metric in SMALLER_IS_BETTER else 1
    ahead = sum(better * block.difference.mean > 0 for block in blocks)
    claim = "so no difference is clear" if pooled.contains(0) else "which leaves zero out"
    digits = _decimals(pooled)
    left_out = f" In {missing} of them it is not defined." if missing else ""
    return (
        f"Over {stretch}, {name} minus {reference} is {pooled.mean:z.{digits}f} in "
        f"{NAMES[metric]} (95 % interval {pooled.low:z.{digits}f} to {pooled.high:z.{digits}f}, "
        f"{claim}); {name} was ahead in {ahead} of {len(blocks) - missing} blocks.{left_out}"
    )


def _decimals(pooled: Interval) -> int:
    if pooled.contains(0):
        return SHOWN_DECIMALS
    nearest = min(abs(pooled.low), abs(pooled.high))
    found = (digits for digits in range(SHOWN_DECIMALS, MOST_DECIMALS) if round(nearest, digits))
    return next(found, MOST_DECIMALS)
