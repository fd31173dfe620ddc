"""What walking forward over test blocks found."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from core.evaluate.scores import Interval, MetricName


@dataclass(frozen=True)
class BlockDifference:
    """One block's metric for both models, and their difference; NaN where not defined.

    ``why_not`` is a clause that says why the difference is not defined, or empty.
    """

    start: dt.date
    end: dt.date
    rows: int
    model: float
    reference: float
    difference: Interval
    why_not: str = ""


@dataclass(frozen=True)
class WalkForward:
    """Differences of two models over all test blocks, block by block and pooled."""

    metric: MetricName
    blocks: tuple[BlockDifference, ...]
    pooled: Interval
    sentence: str
