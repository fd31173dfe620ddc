"""Two classic tests of two models on the same rows, where rows are independent of one another."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import stats

from core.evaluate.compare import Answers, Truth
from core.evaluate.looks.defined import Defined, not_defined, why_no_answers
from core.evaluate.luck.intervals import COVERAGE
from core.evaluate.scores import Array, Classes, Interval

DATED = "days hang together; the block bootstrap answers"
NOT_TWO_CLASSES = "DeLong's test compares areas for two classes only"
FEWEST_OF_A_CLASS = 2
FEW_OF_A_CLASS = f"some class has fewer than {FEWEST_OF_A_CLASS} test rows"
NO_ROW_APART = "both models are right on the same rows"
ALL_ALIKE = "both models rank all rows alike"
NAN = float("nan")


@dataclass(frozen=True)
class McNemar:
    """Rows that only one of two models gets right, with the chance of so uneven a count.

    ``exact`` and ``mid_p`` are two-sided p-values; mid-p is the less cautious of the two.
    The counts are None where a model gives no answer for some row.
    """

    only_first: int | None
    only_second: int | None
    exact: Defined
    mid_p: Defined


@dataclass(frozen=True)
class DeLong:
    """AUC of the first model minus that of the second, with its 95 % interval and p-value.

    The interval is NaN throughout where ``p_value`` is not defined.
    """

    difference: Defined
    standard_error: Defined
    p_value: Defined
    interval: Interval


@dataclass(frozen=True)
class PairedTests:
    """Both tests of one pair of trained models."""

    mcnemar: McNemar
    delong: DeLong


def paired_tests(
    truth: Truth, first: Answers, second: Answers, first_seed: int = 0, second_seed: int = 0
) -> PairedTests:
    """Test one trained model against another on the same rows.

    Parameters
    ----------
    truth : Truth
    first, second : Answers
    first_seed, second_seed : int
        Which of their seeds to test, counted from 0: the tests know of rows only, not of
        the luck of seeds.

    Returns
    -------
    PairedTests
        No p-value is defined where rows have dates, or a model answers with NaN.
    """
    tables = first.probabilities[first_seed], second.probabilities[second_seed]
    broken = why_no_answers(tables[0]) or why_no_answers(tables[1])
    if broken:
        none = not_defined(broken)
        return PairedTests(McNemar(None, None, none, none), _no_delong(broken))
    classes = first.classes[first_seed], second.classes[second_seed]
    if tables[0].shape[1] != 2:
        return PairedTests(mcnemar(truth, *classes), _no_delong(NOT_TWO_CLASSES))
    return PairedTests(mcnemar(truth, *classes), delong(truth, tables[0][:, 1], tables[1][:, 1]))


def mcnemar(truth: Truth, first: Classes, second: Classes) -> McNemar:
    """Test whether two models get equally many rows right.

    Parameters
    ----------
    truth : Truth
    first, second : ndarray of shape (n_rows,), int64
        Class that each model gives each row.

    Returns
    -------
    McNemar

    Notes
    -----
    The exact test of McNemar (1947) and its mid-p form (Fagerland, Lydersen and Laake, 2013).
    """
    first_right, second_right = first == truth.target, second == truth.target
    only_first = int(np.count_nonzero(first_right & ~second_right))
    only_second = int(np.count_nonzero(second_right & ~first_right))
    if truth.dates is not None:
        return McNemar(only_first, only_second, not_defined(DATED), not_defined(DATED))
    fewer, unlike = min(only_first, only_second), only_first + only_second
    exact = min(1.0, 2 * float(stats.binom.cdf(fewer, unlike, 0.5)))
    if unlike == 0:
        return McNemar(0, 0, Defined(exact), not_defined(NO_ROW_APART))
    seen = float(stats.binom.pmf(fewer, unlike, 0.5))
    mid_p = exact - (seen / 2 if only_first == only_second else seen)
    return McNemar(only_first, only_second, Defined(exact), Defined(mid_p))


def delong(truth: Truth, first: Array, second: Array) -> DeLong:
    """Test whether two models rank rows of two classes equally well.

    Parameters
    ----------
    truth : Truth
        With the classes 0 and 1.
    first, second : ndarray of shape (n_rows,)
        What each model gives each row; higher means more likely class 1.

    Returns
    -------
    DeLong
        Not defined where rows have dates, a score is not finite, or a class has too few rows.
        Where both models rank all rows alike only the p-value is not defined.

    Notes
    -----
    DeLong, DeLong and Clarke-Pearson (1988), by the midranks of Sun and Xu (2014).
    """
    reason = _why_not(truth, first, second)
    if reason:
        return _no_delong(reason)
    positive = truth.target == 1
    areas, covariance = _areas(np.stack((first, second)), positive)
    difference = float(areas[0] - areas[1])
    variance = float(covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1])
    error = math.sqrt(max(0.0, variance))
    if error <= np.finfo(np.float64).eps:
        return DeLong(
            Defined(difference), Defined(0.0), not_defined(ALL_ALIKE), Interval(NAN, NAN, NAN)
        )
    half = float(stats.norm.isf((1 - COVERAGE) / 2)) * error
    return DeLong(
        Defined(difference),
        Defined(error),
        Defined(2 * float(stats.norm.sf(abs(difference) / error))),
        Interval(difference, difference - half, difference + half),
    )


def _why_not(truth: Truth, first: Array, second: Array) -> str:
    if truth.dates is not None:
        return DATED
    broken = why_no_answers(first[:, None]) or why_no_answers(second[:, None])
    if broken:
        return broken
    if truth.target.max() > 1:
        return NOT_TWO_CLASSES
    if np.bincount(truth.target, minlength=2).min() < FEWEST_OF_A_CLASS:
        return FEW_OF_A_CLASS
    return ""


def _areas(scores: Array, positive: np.ndarray) -> tuple[Array, Array]:
    """Areas under both curves, and the covariance of the two."""
    inside, outside = scores[:, positive], scores[:, ~positive]
    n_inside, n_outside = inside.shape[1], outside.shape[1]
    among_all = stats.rankdata(np.concatenate((inside, outside), axis=1), axis=1)
    beaten = (among_all[:, :n_inside] - stats.rankdata(inside, axis=1)) / n_outside
    beating = 1 - (among_all[:, n_inside:] - stats.rankdata(outside, axis=1)) / n_inside
    covariance = np.cov(beaten) / n_inside + np.cov(beating) / n_outside
    return beaten.mean(axis=1), covariance


def _no_delong(reason: str) -> DeLong:
    none = not_defined(reason)
    return DeLong(none, none, none, Interval(NAN, NAN, NAN))
