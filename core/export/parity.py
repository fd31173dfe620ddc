"""Proof that an ONNX file answers as the model it was written from."""

from __future__ import annotations

import numpy as np

from core.export.session import Session

BATCHES = (1, 2, 7, 256)


def largest_difference(model: bytes, rows: np.ndarray, probabilities: np.ndarray) -> float:
    """Return the largest absolute difference between a file's answers and the expected ones.

    Rows are asked in batches of 1, 2, 7 and 256, so that a file frozen to one size is found.

    Parameters
    ----------
    model : bytes
        The ONNX file.
    rows : ndarray of shape (n_rows, n_columns) or (n_rows, window, n_columns)
        Raw rows, float32; repeated where there are fewer than a batch needs.
    probabilities : ndarray of shape (n_rows, n_classes)
        Expected answers.
    """
    session = Session(model)
    differences = []
    for size in BATCHES:
        chosen = np.arange(size) % len(rows)
        difference = np.abs(session.run(rows[chosen]) - probabilities[chosen])
        differences.append(float(difference.max()))
    return max(differences)
