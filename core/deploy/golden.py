"""Rows whose answers are known: real test rows, and the same with cells taken out."""

from __future__ import annotations

import numpy as np

from core.tasks.encode import UNSEEN, Encoder

WHOLE_ROWS = 16
GAPPED_ROWS = 8
GAP_EVERY = 3


def golden_rows(rows: np.ndarray, encoder: Encoder) -> np.ndarray:
    """Choose raw rows that try everything a model may be asked.

    Parameters
    ----------
    rows : ndarray of shape (n_rows, n_columns) or (n_rows, window, n_columns)
        Raw test rows, float32.
    encoder : Encoder
        Says which columns are numbers.

    Returns
    -------
    ndarray
        The first rows as they are, then some of them with every third cell missing or of a
        category that was never seen, and one with no known cell at all.
    """
    gapped = rows[:GAPPED_ROWS].copy()
    n_columns = rows.shape[-1]
    blank = np.full(n_columns, UNSEEN, np.float32)
    blank[: len(encoder.numeric)] = np.nan
    for place, row in enumerate(gapped):
        is_last = place == len(gapped) - 1
        taken = np.arange(n_columns) if is_last else np.arange(place, n_columns, GAP_EVERY)
        row[..., taken] = blank[taken]
    return np.concatenate([rows[:WHOLE_ROWS], gapped])
