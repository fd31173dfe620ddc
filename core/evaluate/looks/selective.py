"""Coverage against accuracy: how good a model is when it answers only where it is sure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest

from core.evaluate.compare import Truth
from core.evaluate.looks.defined import Defined, not_defined, why_no_answers
from core.evaluate.looks.sheet import AnswerSheet
from core.evaluate.luck.intervals import (
    COVERAGE,
    independent_units,
    interval,
    resample_weights,
)
from core.evaluate.scores import Array, Classes, Interval

MOST_POINTS = 100
CURVE_RESAMPLES = 500
HALF = 0.5
ABOUT_HALF = 0.01


@dataclass(frozen=True)
class SelectivePoint:
    """What happens when only rows of at least some confidence are answered.

    ``coverage`` is the share of ``rows`` among all, ``confidence`` the smallest probability
    of the given class among them, and ``accuracy`` comes with its 95 % interval.
    """

    coverage: float
    confidence: float
    rows: int
    accuracy: Interval


@dataclass(frozen=True)
class Selective:
    """A model's accuracy at every coverage.

    Parameters
    ----------
    n_rows : int
    points : tuple of SelectivePoint
        From the surest rows to all of them; rows of equal confidence come in together.
    area : Defined
        Area under risk against coverage: the share of errors, averaged over coverages.
        Lower is better; a random order gives the share of errors among all rows.
    half : Defined
        Accuracy when only the surest half is answered, see ``half_coverage``.
    half_coverage : float
        The smallest coverage from one half on that a confidence can cut off.
    """

    n_rows: int
    points: tuple[SelectivePoint, ...]
    area: Defined
    half: Defined
    half_coverage: float

    @property
    def sentence(self) -> str:
        """What answering only the surest half does to accuracy."""
        if not self.half.is_defined:
            return f"Accuracy on its surest half is not defined: {self.half.reason}."
        return (
            f"If it answers only its surest {part_text(self.half_coverage)}, accuracy is "
            f"{self.half.value:.3f} instead of {self.points[-1].accuracy.mean:.3f}."
        )


def part_text(coverage: float) -> str:
    """Write a coverage: "half" where it is about that, otherwise a percentage."""
    return "half" if abs(coverage - HALF) <= ABOUT_HALF else f"{coverage:.0%} of rows"


def selective(truth: Truth, sheet: AnswerSheet) -> Selective:
    """Sort rows by confidence and take the accuracy of the surest ones, at each coverage.

    Parameters
    ----------
    truth : Truth
        With dates, intervals come from blocks of sessions.
    sheet : AnswerSheet

    Returns
    -------
    Selective
        Not defined where an answer is not a number, or every row is answered as surely.

    Notes
    -----
    Confidence is the probability of the class that the row is given. The curve is that of
    El-Yaniv and Wiener (2010), its area that of Geifman, Uziel and El-Yaniv (2019), where
    rows of equal confidence count as in a random order. Intervals are Wilson's (1927) for
    independent rows; with dates they are those of the block bootstrap, never narrower.
    """
    table, classes = sheet.probabilities, sheet.classes
    reason = why_no_answers(table)
    if reason:
        nothing = not_defined(reason)
        return Selective(len(table), (), nothing, nothing, float("nan"))
    confidence = table[np.arange(len(table)), classes]
    order = np.argsort(-confidence, kind="stable")
    ordered, right = confidence[order], (classes == truth.target)[order]
    ends = np.flatnonzero(np.append(ordered[1:] != ordered[:-1], True)) + 1
    kept = _spread_out(ends, len(table))
    accuracies = _accuracies(truth, order, right, kept)
    points = tuple(
        SelectivePoint(int(rows) / len(table), float(ordered[rows - 1]), int(rows), accuracy)
        for rows, accuracy in zip(kept, accuracies, strict=True)
    )
    return _summed_up(points, right, ends)


def _summed_up(
    points: tuple[SelectivePoint, ...], right: NDArray[np.bool_], ends: Classes
) -> Selective:
    n_rows = len(right)
    rows = int(ends[np.searchsorted(ends, n_rows / 2)])
    if len(ends) == 1:
        nothing = not_defined("it is equally sure of every row")
        return Selective(n_rows, points, nothing, nothing, float("nan"))
    area = Defined(_area(right, ends))
    if rows == n_rows:
        tied = (ends[-1] - ends[-2]) / n_rows
        half = not_defined(f"it is equally sure of {tied:.0%} of the rows")
    else:
        half = Defined(float(right[:rows].mean()))
    return Selective(n_rows, points, area, half, rows / n_rows)


def _spread_out(ends: Classes, n_rows: int) -> Classes:
    """Choose at most so many ends of ties, evenly over coverage, the last one among them."""
    wanted = np.arange(1, MOST_POINTS + 1) * n_rows / MOST_POINTS
    chosen: Classes = ends[np.unique(np.searchsorted(ends, wanted))]
    return chosen


def _area(right: NDArray[np.bool_], ends: Classes) -> float:
    """Average the share of errors over all numbers of answered rows."""
    n_rows = len(right)
    answered = np.arange(1, n_rows + 1)
    errors_at_ends = np.cumsum(~right)[ends - 1]
    errors = np.interp(answered, np.append(0, ends), np.append(0, errors_at_ends))
    return float((errors / answered).mean())


def _accuracies(
    truth: Truth, order: Classes, right: NDArray[np.bool_], kept: Classes
) -> tuple[Interval, ...]:
    hits = np.cumsum(right)[kept - 1]
    wilson = tuple(_wilson(int(hit), int(rows)) for hit, rows in zip(hits, kept, strict=True))
    if truth.dates is None:
        return wilson
    units = independent_units(len(right), truth.dates, truth.horizon_days)
    resampled = _resampled(truth, order, right, kept)
    return tuple(
        _wider(one, interval(resampled[:, [place]], np.array([one.mean]), units))
        for place, one in enumerate(wilson)
    )


def _wilson(hits: int, rows: int) -> Interval:
    ends = binomtest(hits, rows).proportion_ci(COVERAGE, method="wilson")
    return Interval(hits / rows, float(ends.low), float(ends.high))


def _wider(wilson: Interval, blocks: Interval) -> Interval:
    # All right in every resample would else read as certainty.
    low, high = np.fmin(wilson.low, blocks.low), np.fmax(wilson.high, blocks.high)
    return Interval(wilson.mean, max(0.0, float(low)), min(1.0, float(high)))


def _resampled(truth: Truth, order: Classes, right: NDArray[np.bool_], kept: Classes) -> Array:
    """Accuracy at the same confidences on resampled sessions, (n_resamples, n_points)."""
    found = []
    chunks = resample_weights(len(right), truth.dates, truth.horizon_days, CURVE_RESAMPLES)
    for weights in chunks:
        ordered = weights[:, order].astype(np.float64)
        rows = np.cumsum(ordered, axis=1)[:, kept - 1]
        hits = np.cumsum(ordered * right, axis=1)[:, kept - 1]
        found.append(np.where(rows > 0, hits / np.where(rows > 0, rows, 1), np.nan))
    return np.concatenate(found)
