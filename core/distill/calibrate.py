"""One temperature that makes a teacher's doubt honest."""

from __future__ import annotations

import math

import torch
from torch import Tensor

LEAST, MOST = 0.05, 20.0
TOLERANCE = 1e-4
GOLDEN = (math.sqrt(5) - 1) / 2


def fitted_temperature(logits: Tensor, target: Tensor, labelled: Tensor) -> float:
    """Return the temperature at which logits give labels the smallest log loss.

    Source: Guo, Pleiss, Sun and Weinberger, "On calibration of modern neural networks", 2017
    (arXiv 1706.04599). The log loss has one minimum in the inverse temperature, so golden
    section search finds it; it is sought between 0.05 and 20.

    Parameters
    ----------
    logits : Tensor of shape (n_rows, n_classes)
        Of validation rows. The fit looks at their labels, as the choice of the teacher's best
        epoch does; a student with alpha = 1 still never does.
    target : Tensor of shape (n_rows,), int64
    labelled : Tensor of shape (n_rows,), bool
        Rows whose label is known; without any, the temperature is 1.
    """
    if not labelled.any():
        return 1.0
    known, classes = logits[labelled].double(), target[labelled]

    def log_loss(exponent: float) -> float:
        return torch.nn.functional.cross_entropy(known / math.exp(exponent), classes).item()

    low, high = math.log(LEAST), math.log(MOST)
    while high - low > TOLERANCE:
        left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
        if log_loss(left) < log_loss(right):
            high = right
        else:
            low = left
    return math.exp((low + high) / 2)
