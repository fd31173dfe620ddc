"""Score all models of a run on the same resampled rows, so that differences are paired."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from core.evaluate.luck.intervals import (
    N_RESAMPLES,
    independent_units,
    interval,
    resample_weights,
)
from core.evaluate.metrics import Scorer, prepare
from core.evaluate.scores import LARGEST, METRICS, Array, Classes, Interval, MetricName, Scores
from core.spec import MARKET_TASKS
from core.tasks.dataset import Dataset


@dataclass(frozen=True)
class Truth:
    """What answers are judged against.

    Parameters
    ----------
    target : ndarray of shape (n_rows,), int64
        True class of each row.
    dates : ndarray of shape (n_rows,), datetime64, or None
        Session of each row; None where rows are independent of one another.
    horizon_days : int
        Sessions that a label looks ahead.
    """

    target: Classes
    dates: NDArray[np.datetime64] | None = None
    horizon_days: int = 1

    @classmethod
    def of(cls, dataset: Dataset, horizon_days: int) -> Self:
        """Take the test rows of a data set; only market rows hang together by date."""
        is_market = dataset.task in MARKET_TASKS
        dates = dataset.test.dates if is_market else None
        return cls(dataset.test.classes, dates, horizon_days)


@dataclass(frozen=True)
class Answers:
    """What one model answers for the test rows, once a seed.

    Parameters
    ----------
    name : str
        Unique among the models that are compared, such as "alone".
    probabilities : ndarray of shape (n_seeds, n_rows, n_classes), float64
    predicted : ndarray of shape (n_seeds, n_rows), int64, or None
        Class that each row is given; None means the most probable one.
    """

    name: str
    probabilities: Array
    predicted: Classes | None = None

    @classmethod
    def from_logits(cls, name: str, logits: tuple[Tensor, ...]) -> Self:
        """Turn logits of shape (n_rows, n_classes), one tensor a seed, into answers."""
        return cls(name, torch.softmax(torch.stack(logits).double(), dim=2).numpy())

    @property
    def classes(self) -> Classes:
        """Class that each row is given, of shape (n_seeds, n_rows)."""
        if self.predicted is not None:
            return self.predicted
        most_probable: Classes = self.probabilities.argmax(axis=2)
        return most_probable

    def scorers(self, target: Classes) -> tuple[Scorer, ...]:
        """Prepare one scorer a seed."""
        pairs = zip(self.probabilities, self.classes, strict=True)
        return tuple(prepare(target, table, classes) for table, classes in pairs)


@dataclass(frozen=True)
class Judged:
    """Metrics of one model: on the full test set, and on every resample of its rows.

    Parameters
    ----------
    name : str
    full : ndarray of shape (n_seeds, 6)
        Metrics in the order of `core.evaluate.scores.METRICS`.
    resampled : ndarray of shape (n_resamples, n_seeds, 6)
    classes : ndarray of shape (n_seeds, n_rows)
        Class that each row is given.
    """

    name: str
    full: Array
    resampled: Array
    classes: NDArray[np.integer]


@dataclass(frozen=True)
class Comparison:
    """All models judged on the same resamples of the same test rows.

    Parameters
    ----------
    judged : tuple of Judged
    n_rows : int
        Test rows.
    units : float
        Independent rows, or blocks of sessions, among them.
    """

    judged: tuple[Judged, ...]
    n_rows: int
    units: float

    def model(self, name: str) -> Judged:
        """Return one model's metrics; KeyError where no model has that name."""
        return {model.name: model for model in self.judged}[name]

    def scores(self, name: str) -> Scores:
        """Return the mean over seeds of each metric with its 95 % interval."""
        model = self.model(name)
        intervals = {
            metric: _within(
                interval(model.resampled[:, :, place], model.full[:, place], self.units),
                0.0,
                LARGEST.get(metric, np.inf),
            )
            for place, metric in enumerate(METRICS)
        }
        return Scores(**intervals)

    def difference(self, metric: MetricName, name: str, reference: str) -> Interval:
        """Return one model's metric minus another's, paired by seed and by resampled rows.

        A model with one seed, such as the teacher, is paired with every seed of the other. The
        ends are cut to what a difference can be, such as -1 and 1 for AUC.
        """
        place = METRICS.index(metric)
        model, other = self.model(name), self.model(reference)
        resampled = model.resampled[:, :, place] - other.resampled[:, :, place]
        found = interval(resampled, model.full[:, place] - other.full[:, place], self.units)
        largest = LARGEST.get(metric, np.inf)
        return _within(found, -largest, largest)

    def agreement(self, name: str, other: str) -> float:
        """Return the share of rows that both put in the same class, averaged over seeds."""
        return float((self.model(name).classes == self.model(other).classes).mean())

    def seeds(self, name: str) -> int:
        """Return how many seeds a model was trained with."""
        return len(self.model(name).full)


def compare(
    truth: Truth,
    answers: tuple[Answers, ...],
    n_resamples: int = N_RESAMPLES,
    seed: int = 0,
) -> Comparison:
    """Judge every model on the full test set and on shared resamples of its rows.

    Parameters
    ----------
    truth : Truth
        The test rows.
    answers : tuple of Answers
        One a model, each for all test rows in the same order.
    n_resamples : int
    seed : int
        Seed of the resampling; the same seed draws the same rows.

    Returns
    -------
    Comparison
    """
    rows = len(truth.target)
    scorers = [model.scorers(truth.target) for model in answers]
    resampled: list[list[Array]] = [[] for _ in answers]
    chunks = resample_weights(rows, truth.dates, truth.horizon_days, n_resamples, seed)
    for weights in chunks:
        for model, collected in zip(scorers, resampled, strict=True):
            collected.append(np.stack([scorer.scores(weights) for scorer in model], axis=1))
    once = np.ones((1, rows))
    judged = tuple(
        Judged(
            name=model.name,
            full=np.concatenate([scorer.scores(once) for scorer in prepared]),
            resampled=np.concatenate(collected),
            classes=model.classes,
        )
        for model, prepared, collected in zip(answers, scorers, resampled, strict=True)
    )
    return Comparison(judged, rows, independent_units(rows, truth.dates, truth.horizon_days))


def _within(found: Interval, smallest: float, largest: float) -> Interval:
    """Cut the ends of an interval to what the number can be."""
    low, high = np.clip((found.low, found.high), smallest, largest)
    return Interval(found.mean, float(low), float(high))
