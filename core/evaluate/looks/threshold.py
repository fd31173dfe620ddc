"""From which probability on a row is called positive: chosen on validation, shown on test."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from sklearn.metrics import accuracy_score, f1_score, roc_curve

from core.errors import SpecError
from core.evaluate.looks.defined import Defined, defined_unless, why_no_answers, why_one_class
from core.evaluate.scores import Array, Classes

ThresholdRule = Literal["f1", "cost"]

HALF = 0.5
MOST_POINTS = 200
# The cost matrix that comes with the Statlog German credit data (Hofmann, 1994).
MISSED_COST = 5.0


@dataclass(frozen=True)
class ThresholdCurve:
    """What each threshold gives on validation rows: from the highest to the lowest.

    Parameters
    ----------
    values : tuple of float
        At most `MOST_POINTS` thresholds and the chosen one.
    f1 : tuple of float
        F1 of the positive class; 0 where no row is called positive.
    cost : tuple of float
        Mean cost a row, in false alarms.
    """

    values: tuple[float, ...]
    f1: tuple[float, ...]
    cost: tuple[float, ...]


@dataclass(frozen=True)
class Threshold:
    """Rows with a probability above ``value`` are called positive.

    Parameters
    ----------
    value : float
        0.5 where none could be chosen.
    rule : str
        "f1" or "cost".
    missed_cost : float
        What a missed positive costs, in false alarms.
    positive : str
        Name of the positive class.
    rows : int
        Validation rows.
    curve : ThresholdCurve
    reason : str
        Why none could be chosen; empty where one was.
    """

    value: float
    rule: ThresholdRule
    missed_cost: float
    positive: str
    rows: int
    curve: ThresholdCurve
    reason: str = ""

    @property
    def is_chosen(self) -> bool:
        """Whether validation rows could choose it."""
        return not self.reason


@dataclass(frozen=True)
class AtThreshold:
    """What one threshold gives on test rows; ``cost`` is the mean a row, in false alarms."""

    value: float
    accuracy: Defined
    f1: Defined
    cost: Defined
    missed: Defined
    false_alarms: Defined


@dataclass(frozen=True)
class ThresholdEffect:
    """The chosen threshold beside 0.5, both on the same test rows."""

    threshold: Threshold
    chosen: AtThreshold
    half: AtThreshold


def choose_threshold(
    target: Classes,
    probabilities: Array,
    class_names: Sequence[str],
    rule: ThresholdRule = "f1",
    missed_cost: float = MISSED_COST,
) -> Threshold:
    """Choose the threshold of two classes on validation rows.

    Parameters
    ----------
    target : ndarray of shape (n_rows,), int64
    probabilities : ndarray of shape (n_rows, 2), float64
    class_names : sequence of str
        Two; the second is the positive class.
    rule : str
        "f1": best F1 of the positive class; "cost": least cost.
    missed_cost : float
        What a missed positive costs, in false alarms.

    Returns
    -------
    Threshold
        Half-way between two neighbouring scores; among equally good ones the nearest to 0.5.

    Raises
    ------
    SpecError
        When the cost of a missed positive is not a positive number.
    """
    if not (missed_cost > 0 and math.isfinite(missed_cost)):
        raise SpecError(
            "The cost of a missed positive must be a positive number",
            f"it is {missed_cost:g}",
            "Say how many false alarms one missed positive is worth.",
        )
    rows_called = "validation rows"
    reason = why_no_answers(probabilities, rows_called) or why_one_class(
        target, class_names, rows_called
    )
    if reason:
        nothing = ThresholdCurve((), (), ())
        return Threshold(HALF, rule, missed_cost, class_names[1], len(target), nothing, reason)
    values, f1, cost = _sweep(target, probabilities[:, 1], missed_cost)
    best = _best(values, f1 if rule == "f1" else -cost)
    curve = _thinned(values, f1, cost, best)
    value = float(values[best])
    return Threshold(value, rule, missed_cost, class_names[1], len(target), curve)


def threshold_effect(
    threshold: Threshold, target: Classes, probabilities: Array
) -> ThresholdEffect:
    """Judge a threshold and 0.5 on test rows.

    Parameters
    ----------
    threshold : Threshold
        Chosen on other rows than these.
    target : ndarray of shape (n_rows,), int64
    probabilities : ndarray of shape (n_rows, 2), float64

    Returns
    -------
    ThresholdEffect
        F1 is not defined where no row is positive or called positive.
    """
    chosen, half = (
        _at(value, threshold, target, probabilities) for value in (threshold.value, HALF)
    )
    return ThresholdEffect(threshold, chosen, half)


def _sweep(target: Classes, scores: Array, missed_cost: float) -> tuple[Array, Array, Array]:
    """Return thresholds, F1 and cost, from no row called positive to all above zero."""
    false_share, hit_share, levels = roc_curve(target, scores, drop_intermediate=False)
    positives = np.count_nonzero(target == 1)
    hits = np.rint(hit_share * positives)
    false_alarms = np.rint(false_share * (len(target) - positives))
    missed = positives - hits
    f1 = 2 * hits / (2 * hits + missed + false_alarms)
    cost = (missed_cost * missed + false_alarms) / len(target)
    upper, lower = np.append(1.0, levels[1:]), np.append(levels[1:], 0.0)
    middle = (upper + lower) / 2
    values = np.where(middle < upper, middle, lower)
    # A probability of exactly zero is never above a threshold.
    kept = np.append(True, levels[1:] > 0)
    return values[kept], f1[kept], cost[kept]


def _best(values: Array, quality: Array) -> int:
    equally_good = np.flatnonzero(np.isclose(quality, quality.max(), rtol=0, atol=1e-12))
    nearest = np.abs(values[equally_good] - HALF).argmin()
    return int(equally_good[nearest])


def _thinned(values: Array, f1: Array, cost: Array, best: int) -> ThresholdCurve:
    count = min(len(values), MOST_POINTS)
    drawn = np.linspace(0, len(values) - 1, count).round().astype(np.int64)
    drawn = np.union1d(drawn, best)
    chosen = (tuple(map(float, column[drawn])) for column in (values, f1, cost))
    return ThresholdCurve(*chosen)


def _at(value: float, threshold: Threshold, target: Classes, probabilities: Array) -> AtThreshold:
    reason = why_no_answers(probabilities)
    positive = target == 1
    called = probabilities[:, 1] > value
    missed = int(np.count_nonzero(positive & ~called))
    false_alarms = int(np.count_nonzero(called & ~positive))
    cost = threshold.missed_cost * missed + false_alarms
    no_f1 = reason or (
        ""
        if np.any(positive | called)
        else f"no test row belongs to {threshold.positive!r} or is called so"
    )
    return AtThreshold(
        value=value,
        accuracy=defined_unless(reason, lambda: accuracy_score(positive, called)),
        f1=defined_unless(no_f1, lambda: f1_score(positive, called, zero_division=0)),
        cost=defined_unless(reason, lambda: cost / len(target)),
        missed=defined_unless(reason, lambda: missed),
        false_alarms=defined_unless(reason, lambda: false_alarms),
    )
