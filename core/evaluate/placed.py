"""Scores of one answer sheet under many weights, the area under the curve to first order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.evaluate.metrics import Scorer
from core.evaluate.ranking import Ranking
from core.evaluate.scores import Array


@dataclass(frozen=True)
class PlacedScorer:
    """An answer sheet whose every metric is made of sums over rows, area included.

    Parameters
    ----------
    exact : Scorer
        Prepared with the same answers.
    per_row : ndarray of shape (n_rows, n_columns), float32
        That of `exact`, and for each of its rankings how far each row of the class and each
        row of the rest is placed above the mean, and which rows belong to the class.
    areas : tuple of float
        Area of each ranking on all rows.
    """

    exact: Scorer
    per_row: NDArray[np.float32]
    areas: tuple[float, ...]

    def scores(self, sums: Array) -> Array:
        """Score the answers from the weighted sums of `per_row`.

        Parameters
        ----------
        sums : ndarray of shape (n_resamples, n_columns)

        Returns
        -------
        ndarray of shape (n_resamples, 6)
            In the order of `core.evaluate.scores.METRICS`; AUC is NaN where a class that
            occurs is missing from a resample.
        """
        n_exact = self.exact.per_row.shape[1]
        return self.exact.of_sums(sums[:, :n_exact], self._auc(sums[:, 0], sums[:, n_exact:]))

    def _auc(self, total: Array, placed: Array) -> Array:
        if not self.areas:
            return np.full(len(total), np.nan)
        columns = np.split(placed, len(self.areas), axis=1)
        each = [_area(*pair, total) for pair in zip(self.areas, columns, strict=True)]
        mean: Array = np.mean(each, axis=0)
        return mean


def place(exact: Scorer) -> PlacedScorer:
    """Place the rows of an answer sheet among one another.

    Notes
    -----
    The components of the area of DeLong, DeLong and Clarke-Pearson (1988): what a resample
    makes of the area differs from their weighted means by terms of second order only.
    """
    placements = [_placements(ranking) for ranking in exact.rankings]
    columns = [exact.per_row, *(table for _, table in placements)]
    areas = tuple(area for area, _ in placements)
    return PlacedScorer(exact, np.concatenate(columns, axis=1, dtype=np.float32), areas)


def _placements(ranking: Ranking) -> tuple[float, Array]:
    """Return the area of a ranking, and a table (n_rows, 3) of what each row adds to it."""
    positive = ranking.positive
    inside = np.cumsum(positive, dtype=np.float64)
    outside = np.arange(1, len(positive) + 1) - inside
    first, last = _ends_of_ties(ranking)
    inside_below, outside_below = inside[first] - positive[first], outside[first] - ~positive[first]
    beaten = (outside_below + outside[last]) / 2 / outside[-1]
    beating = 1 - (inside_below + inside[last]) / 2 / inside[-1]
    area = float(beaten[positive].mean())
    table = np.empty((len(positive), 3))
    table[ranking.order] = np.column_stack(
        ((beaten - area) * positive, (beating - area) * ~positive, positive)
    )
    return area, table


def _ends_of_ties(ranking: Ranking) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return for each place the first and the last place that share its score."""
    first, last = np.arange(len(ranking.order)), np.arange(len(ranking.order))
    for tie in np.split(ranking.tied, ranking.tie_starts[1:]) if len(ranking.tied) else ():
        first[tie], last[tie] = tie[0], tie[-1]
    return first, last


def _area(area: float, columns: Array, total: Array) -> Array:
    inside, outside, of_class = columns.T
    rest = total - of_class
    defined = (of_class > 0) & (rest > 0)
    moved = inside / np.where(defined, of_class, 1) + outside / np.where(defined, rest, 1)
    return np.where(defined, np.clip(area + moved, 0.0, 1.0), np.nan)
