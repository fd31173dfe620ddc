"""Pairs of models whose true difference in AUC is known in closed form."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import signal, stats

from core.evaluate.compare import Answers, Truth, compare
from core.evaluate.scores import Interval

FIRST_DAY = np.datetime64("2012-01-02")
BURN_IN_DAYS = 200


@dataclass(frozen=True)
class Pair:
    """Two models that score rows by ``skill * target + noise``, seed by seed.

    The noise of a row has variance one and is the sum of a part that both models share,
    a part of each model, and a part of each seed; ``shares`` are their variances, of sum
    one. A seed also moves the skill by ``seed_spread``, but for a model with one seed, such
    as a teacher, which is what it is. With ``persistence`` above zero labels and noise hang
    together from day to day, as do the rows of one day; `dated` says whether the comparison
    is told the days.
    """

    n_days: int = 400
    rows_a_day: int = 1
    seeds: tuple[int, int] = (5, 5)
    skills: tuple[float, float] = (1.2, 1.0)
    shares: tuple[float, float, float] = (0.6, 0.3, 0.1)
    seed_spread: float = 0.05
    persistence: float = 0.0
    horizon_days: int = 10
    dated: bool = True

    @property
    def true_difference(self) -> float:
        """AUC of the first model minus that of the second, over all rows and seeds."""
        first, second = (
            stats.norm.cdf(skill / np.sqrt(2 + self._spread(n_seeds) ** 2))
            for skill, n_seeds in zip(self.skills, self.seeds, strict=True)
        )
        return float(first - second)

    def _spread(self, n_seeds: int) -> float:
        return self.seed_spread if n_seeds > 1 else 0.0

    def covers(self, seed: int, n_resamples: int) -> bool:
        """Whether the interval of one simulated comparison holds the true difference."""
        return self.interval(seed, n_resamples).contains(self.true_difference)

    def interval(self, seed: int, n_resamples: int) -> Interval:
        """Simulate one test set with both models' answers, and compare them."""
        rng = np.random.default_rng(seed)
        target = (self._noise(rng, 1)[0] > 0).astype(np.int64)
        shared = self._noise(rng, 1)
        answers = tuple(
            self._answers(rng, name, n_seeds, skill, target, shared)
            for name, n_seeds, skill in zip(
                ("ours", "theirs"), self.seeds, self.skills, strict=True
            )
        )
        truth = Truth(target, self._dates(), self.horizon_days)
        return compare(truth, answers, n_resamples, seed).difference("auc", "ours", "theirs")

    def _answers(self, rng, name, n_seeds, skill, target, shared) -> Answers:
        both, own, once = np.sqrt(self.shares)
        noise = both * shared + own * self._noise(rng, 1) + once * self._noise(rng, n_seeds)
        skills = skill + self._spread(n_seeds) * rng.normal(size=(n_seeds, 1))
        second = stats.norm.cdf(skills * target + noise)
        return Answers(name, np.stack((1 - second, second), axis=2))

    def _noise(self, rng, count) -> np.ndarray:
        """Standard normal rows, of shape (count, n_rows); half of it is the day's own."""
        if not self.persistence:
            return rng.normal(size=(count, self.n_days * self.rows_a_day))
        shocks = rng.normal(size=(count, self.n_days + BURN_IN_DAYS, 1 + self.rows_a_day))
        moved = signal.lfilter(
            [np.sqrt(1 - self.persistence**2)], [1, -self.persistence], shocks, 1
        )
        day, row = moved[:, BURN_IN_DAYS:, :1], moved[:, BURN_IN_DAYS:, 1:]
        return ((day + row) / np.sqrt(2)).reshape(count, -1)

    def _dates(self) -> np.ndarray | None:
        if not self.persistence or not self.dated:
            return None
        return np.repeat(FIRST_DAY + np.arange(self.n_days), self.rows_a_day)
