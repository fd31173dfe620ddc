"""Which training labels stay known when labels are scarce; the same ones for every run."""

from __future__ import annotations

import numpy as np

from core.tasks.split import rows_of_classes

LABELS_SEED = 20_001


def labels_to_keep(target: np.ndarray, share: float) -> np.ndarray:
    """Choose the rows whose label stays known: the same share of each class, at least one.

    Parameters
    ----------
    target : ndarray of shape (n_rows,), int
    share : float
        Above 0 and at most 1.

    Returns
    -------
    ndarray of shape (n_rows,), bool
    """
    drawn = np.random.default_rng(LABELS_SEED)
    keep = np.zeros(len(target), dtype=bool)
    for rows in rows_of_classes(target):
        keep[drawn.permutation(rows)[: max(1, round(share * len(rows)))]] = True
    return keep
