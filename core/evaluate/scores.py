"""The numbers of one column: scores with intervals."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Floats = NDArray[np.floating]
Classes = NDArray[np.int64]

MetricName = Literal["accuracy", "f1", "auc", "log_loss", "brier", "ece"]


@dataclass(frozen=True)
class Interval:
    """A mean with its 95 % interval; all three are NaN where the metric is not defined."""

    mean: float
    low: float
    high: float

    def contains(self, value: float) -> bool:
        """Whether the interval covers `value`."""
        return self.low <= value <= self.high


@dataclass(frozen=True)
class Scores:
    """Quality on the test rows; ``f1`` is macro, ``auc`` one class against the rest."""

    accuracy: Interval
    f1: Interval
    auc: Interval
    log_loss: Interval
    brier: Interval
    ece: Interval


METRICS: tuple[str, ...] = tuple(field.name for field in fields(Scores))
LARGEST: dict[str, float] = {"accuracy": 1.0, "f1": 1.0, "auc": 1.0, "ece": 1.0}
