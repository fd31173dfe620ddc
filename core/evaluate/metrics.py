"""Accuracy, macro F1, AUC, log loss, Brier and ECE for many sets of row weights at once.

Each metric but AUC is made of sums over rows, so one matrix product gives the sums of
all metrics under all weights. A point metric is the case of weights one; a bootstrap
resample is the case of weights that count how often each row was drawn.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from core.evaluate.ranking import Ranking, rank
from core.evaluate.scores import Array, Classes, Floats

ECE_BINS = 15


@dataclass(frozen=True)
class Scorer:
    """One answer sheet prepared so that scoring it under new weights is cheap.

    Parameters
    ----------
    per_row : ndarray of shape (n_rows, 4 + ECE_BINS + 3 * n_classes), float64
        What each row adds to the sums: one, right, log loss, squared error, the gap in
        each bin of confidence, then hits, predictions and true rows of each class.
    rankings : tuple of Ranking
        One for two classes, otherwise one a class.
    n_classes : int
    """

    per_row: Array
    rankings: tuple[Ranking, ...]
    n_classes: int

    def scores(self, weights: Floats) -> Array:
        """Score the answers under each set of weights.

        Parameters
        ----------
        weights : ndarray of shape (n_resamples, n_rows)
            Their precision is that of the sums.

        Returns
        -------
        ndarray of shape (n_resamples, 6), float64
            In the order of `core.evaluate.scores.METRICS`; AUC is NaN where a class that
            occurs is missing from a resample.
        """
        return self.of_sums(products(weights, self.per_row), self._auc(weights))

    def of_sums(self, sums: Array, auc: Floats) -> Array:
        """Score the answers from the weighted sums of `per_row`, and areas worked out elsewhere.

        Parameters
        ----------
        sums : ndarray of shape (n_resamples, n_columns)
        auc : ndarray of shape (n_resamples,)
        """
        total, means = sums[:, 0], sums[:, 1:4] / sums[:, :1]
        gaps, counts = np.split(sums[:, 4:], [ECE_BINS], axis=1)
        ece = np.abs(gaps).sum(axis=1) / total
        right, log_loss, brier = means.T
        return np.column_stack((right, self._macro_f1(counts), auc, log_loss, brier, ece))

    def _auc(self, weights: Floats) -> Floats:
        if not self.rankings:
            return np.full(len(weights), np.nan)
        mean: Floats = np.mean([ranking.auc(weights) for ranking in self.rankings], axis=0)
        return mean

    def _macro_f1(self, counts: Array) -> Array:
        hits, predicted, true = np.split(counts, 3, axis=1)
        occurs = (predicted + true) > 0
        f1 = 2 * hits / np.where(occurs, predicted + true, 1)
        mean: Array = f1.sum(axis=1) / occurs.sum(axis=1)
        return mean


def prepare(target: Classes, probabilities: Array, predicted: Classes | None = None) -> Scorer:
    """Prepare one answer sheet for scoring.

    Parameters
    ----------
    target : ndarray of shape (n_rows,)
        True class of each row.
    probabilities : ndarray of shape (n_rows, n_classes)
        Each row sums to one.
    predicted : ndarray of shape (n_rows,), optional
        Class that each row is given; the most probable one if left out.

    Returns
    -------
    Scorer

    Notes
    -----
    F1 is the mean over the classes that occur among true or predicted rows. AUC ranks by
    the second class, or for three and more classes is the mean of each class against the
    rest, leaving out classes without a row. Brier is the mean squared error of the second
    class's probability, or for three and more classes the squared errors summed over
    classes (Brier, 1950). ECE takes the probability of the predicted class in 15 bins of
    equal width (Guo et al., 2017).
    """
    n_classes = probabilities.shape[1]
    chosen = probabilities.argmax(axis=1) if predicted is None else predicted
    true, guess = np.eye(n_classes)[target], np.eye(n_classes)[chosen]
    right = (chosen == target).astype(np.float64)
    columns = (
        np.ones(len(target)),
        right,
        _log_losses(target, probabilities),
        _squared_errors(true, probabilities),
        _confidence_gaps(right, probabilities[np.arange(len(target)), chosen]),
        true * guess,
        guess,
        true,
    )
    judged = (1,) if n_classes == 2 else range(n_classes)
    rankings = tuple(
        rank(probabilities[:, k], target == k)
        for k in judged
        if 0 < np.count_nonzero(target == k) < len(target)
    )
    return Scorer(np.column_stack(columns), rankings, n_classes)


def products(weights: Floats, per_row: Floats) -> Array:
    """Sum what each row adds, under every set of weights, in the precision of the weights."""
    # In torch, because numpy's threads spin for milliseconds when the machine is busy.
    right = torch.from_numpy(per_row.astype(weights.dtype, copy=False))
    return (torch.from_numpy(weights) @ right).double().numpy()


def _log_losses(target: Classes, probabilities: Array) -> Array:
    smallest = np.finfo(np.float64).eps
    of_truth = probabilities[np.arange(len(target)), target]
    losses: Array = -np.log(np.clip(of_truth, smallest, 1 - smallest))
    return losses


def _squared_errors(true: Array, probabilities: Array) -> Array:
    errors = (probabilities - true) ** 2
    summed: Array = errors[:, 1] if errors.shape[1] == 2 else errors.sum(axis=1)
    return summed


def _confidence_gaps(right: Array, confidence: Array) -> Array:
    bins = np.clip(np.ceil(confidence * ECE_BINS).astype(np.int64) - 1, 0, ECE_BINS - 1)
    gaps: Array = np.eye(ECE_BINS)[bins] * (right - confidence)[:, None]
    return gaps
