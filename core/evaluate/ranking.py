"""Area under the ROC curve for many sets of row weights at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.evaluate.scores import Floats


@dataclass(frozen=True)
class Ranking:
    """Rows sorted by score once, so that each set of weights costs one cumulative sum.

    Parameters
    ----------
    order : ndarray of shape (n_rows,), int64
        Rows from the lowest score to the highest; among equal scores the class comes last.
    positive : ndarray of shape (n_rows,), bool
        Whether each row, in that order, belongs to the class.
    tied : ndarray of shape (n_tied,), int64
        Places in that order whose score is shared with another row.
    tie_starts : ndarray of shape (n_ties,), int64
        Where in ``tied`` each shared score begins.
    """

    order: NDArray[np.int64]
    positive: NDArray[np.bool_]
    tied: NDArray[np.int64]
    tie_starts: NDArray[np.int64]

    def auc(self, weights: Floats) -> Floats:
        """Return the chance that a row of the class outranks another row; a tie counts half.

        Parameters
        ----------
        weights : ndarray of shape (n_resamples, n_rows)

        Returns
        -------
        ndarray of shape (n_resamples,)
            NaN where only one of the two sides has any weight.

        Notes
        -----
        The Mann-Whitney form of the area (Hanley and McNeil, 1982).
        """
        ordered = np.take(weights, self.order, axis=1)
        inside = ordered * self.positive
        outside = ordered - inside
        wins = np.einsum("ij,ij->i", inside, np.cumsum(outside, axis=1))
        if len(self.tied):
            wins -= 0.5 * self._tied_pairs(inside, outside)
        pairs = inside.sum(axis=1) * outside.sum(axis=1)
        defined = pairs > 0
        return np.where(defined, wins / np.where(defined, pairs, 1), np.nan)

    def _tied_pairs(self, inside: Floats, outside: Floats) -> Floats:
        inside_each = np.add.reduceat(inside[:, self.tied], self.tie_starts, axis=1)
        outside_each = np.add.reduceat(outside[:, self.tied], self.tie_starts, axis=1)
        pairs: Floats = np.einsum("ij,ij->i", inside_each, outside_each)
        return pairs


def rank(scores: Floats, positive: NDArray[np.bool_]) -> Ranking:
    """Sort rows by score.

    Parameters
    ----------
    scores : ndarray of shape (n_rows,)
        Higher means more likely to belong to the class.
    positive : ndarray of shape (n_rows,), bool
        Whether each row belongs to the class.
    """
    order = np.lexsort((positive, scores))
    ordered = scores[order]
    as_before = np.concatenate(([False], ordered[1:] == ordered[:-1]))
    as_after = np.concatenate((as_before[1:], [False]))
    tied = np.flatnonzero(as_before | as_after)
    return Ranking(order, positive[order], tied, np.flatnonzero(~as_before[tied]))
