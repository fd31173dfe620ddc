"""Lines that are made up."""

from __future__ import annotations

from core.evaluate.scores import Interval
from core.evaluate.verdict import Verdict
from core.lab.many.outcome import RowTold, Scored

MIDDLE = Interval(0.7, 0.65, 0.75)


def row(mean: float, half: float = 0.01, seeds: int = 2, nothing: bool = False) -> RowTold:
    """Return the line of an item with such a difference."""
    difference = Interval(mean, mean - half, mean + half)
    verdict = Verdict("better", "auc", difference, seeds, "So.", nothing)
    scored = Scored(100, MIDDLE, MIDDLE, MIDDLE, verdict)
    return RowTold(0, "one", "done", "So.", scored, 1.0)


FAILED = RowTold(1, "two", "failed", "Rows must be there.", None, 0.0)
