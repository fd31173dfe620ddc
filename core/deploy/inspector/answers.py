"""What an ONNX file answers: the right shape for any row, and the known answers exactly."""

from __future__ import annotations

import numpy as np

from core.deploy.inspector.limits import LARGEST_BATCH, TOLERANCE
from core.deploy.inspector.refusal import refusal
from core.export.session import Session

BATCHES = (1, 2, 7, LARGEST_BATCH)
ODD_VALUES = (np.nan, 0.0, -1.0, 1e30, -1e30)


def largest_difference(model: bytes, rows: np.ndarray, probabilities: np.ndarray) -> float:
    """Return by how much the answers differ from the known ones, in batches of several sizes.

    Rows nobody has seen are asked too: they must be answered, however oddly.

    Parameters
    ----------
    model : bytes
        The ONNX file.
    rows : ndarray of shape (n_rows, n_columns) or (n_rows, window, n_columns)
        Raw rows, float32.
    probabilities : ndarray of shape (n_rows, n_classes)
        The known answers.

    Raises
    ------
    BundleError
        When an answer has another shape or is no number, or differs from the known one.
    """
    session = Session(model)
    n_classes = probabilities.shape[1]
    worst = 0.0
    for size in BATCHES:
        chosen = np.arange(size) % len(rows)
        answer = _answer(session, rows[chosen], n_classes)
        worst = max(worst, float(np.abs(answer - probabilities[chosen]).max()))
    if not worst <= TOLERANCE:
        raise refusal(f"its answers differ from the known ones by up to {worst:.2g}")
    for value in ODD_VALUES:
        _answer(session, np.full((2, *rows.shape[1:]), value, np.float32), n_classes)
    return worst


def _answer(session: Session, rows: np.ndarray, n_classes: int) -> np.ndarray:
    answer = session.run(rows)
    if not isinstance(answer, np.ndarray) or answer.shape != (len(rows), n_classes):
        raise refusal("it does not answer each row with one probability for each class")
    if answer.dtype != np.float32 or not np.isfinite(answer).all():
        raise refusal("it answers a row with something that is no number")
    return answer
