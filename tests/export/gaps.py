"""Rows with missing cells, and the comparison of a file with its model on them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from core.export.parity import largest_difference


def with_gaps(rows: np.ndarray, n_numeric: int, seed: int = 0) -> np.ndarray:
    """Return raw rows of which a tenth of the cells is missing: NaN, or -1 in categories.

    Parameters
    ----------
    rows : ndarray of shape (..., n_columns)
        Raw rows; not changed.
    n_numeric : int
        How many columns from the left hold numbers.
    seed : int
        Seed of which cells are taken away.
    """
    gaps = np.random.default_rng(seed).random(rows.shape) < 0.1
    nothing = np.where(np.arange(rows.shape[-1]) < n_numeric, np.nan, -1).astype(np.float32)
    return np.where(gaps, nothing, rows).astype(np.float32)


def check_parity(
    model: bytes, rows: np.ndarray, n_numeric: int, answer: Callable[[np.ndarray], np.ndarray]
) -> float:
    """Return the largest difference between a file and a model, on rows with and without gaps.

    Parameters
    ----------
    model : bytes
        The ONNX file.
    rows : ndarray of shape (n_rows, n_columns) or (n_rows, window, n_columns)
        Raw rows, float32.
    n_numeric : int
        How many columns from the left hold numbers.
    answer : callable
        Gives the model's probabilities (n_rows, n_classes) for raw rows.
    """
    differences = []
    for asked in (rows, with_gaps(rows, n_numeric)):
        differences.append(largest_difference(model, asked, answer(asked)))
    return max(differences)
