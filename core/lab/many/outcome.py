"""What many runs say one by one, and what they found together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.evaluate.scores import Interval
from core.evaluate.verdict import Verdict
from core.spec.many import ManySpec

RowState = Literal["done", "failed"]


@dataclass(frozen=True)
class Scored:
    """AUC on the test rows of one item, and the verdict of its run."""

    rows: int
    alone: Interval
    distilled: Interval
    teacher: Interval
    verdict: Verdict


@dataclass(frozen=True)
class RowTold:
    """How one item ended; ``name`` may be text of the user, ``number`` counts items from 0.

    ``sentence`` is that of the verdict, or says why the item failed; then ``scored`` is None.
    """

    number: int
    name: str
    state: RowState
    sentence: str
    scored: Scored | None
    seconds: float


@dataclass(frozen=True)
class ManyFound:
    """What many runs found together.

    ``rows`` are in the order of the items. ``better`` and ``worse`` count the items whose
    interval, widened for their number, leaves zero out; ``mean`` is the mean difference over
    items, with an interval over items, NaN where there are none. ``stopped_early`` says that the
    user ended it: what was done by then is told.
    """

    spec: ManySpec
    rows: tuple[RowTold, ...]
    better: int
    worse: int
    mean: Interval
    sentence: str
    seconds: float
    stopped_early: bool

    @property
    def n_failed(self) -> int:
        """Count the items that could not be run."""
        return sum(row.state == "failed" for row in self.rows)
