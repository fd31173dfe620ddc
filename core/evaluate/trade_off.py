"""What the distilled student gave up against the teacher, and what it won."""

from __future__ import annotations

import math
from typing import Protocol

from core.evaluate.latency import Latency
from core.evaluate.scores import Interval, Scores
from core.models.cost import Cost

HARDLY = 1.05


class Measured(Protocol):
    """A column of the comparison: how good and how costly."""

    @property
    def scores(self) -> Scores:
        """Quality on the test rows."""
        ...

    @property
    def cost(self) -> Cost:
        """Parameters, bytes and operations."""
        ...

    @property
    def latency(self) -> Latency:
        """Time to answer."""
        ...


def trade_off_sentence(
    distilled: Measured, teacher: Measured, difference: Interval | None = None
) -> str:
    """Say what deploying the distilled student instead of the teacher costs and saves.

    Parameters
    ----------
    distilled, teacher : Measured
        Two columns of one comparison.
    difference : Interval, optional
        AUC of the distilled student minus the teacher's; without it both are only named.

    Returns
    -------
    str
        Two sentences: quality, then size and speed.
    """
    return f"{_quality(distilled, teacher, difference)} {_saving(distilled, teacher)}"


def _quality(distilled: Measured, teacher: Measured, difference: Interval | None) -> str:
    ours, theirs = distilled.scores.auc.mean, teacher.scores.auc.mean
    if math.isnan(ours - theirs):
        return "Quality cannot be compared by AUC, because some class has no test row."
    both = f"AUC {ours:.3f} against the teacher's {theirs:.3f}"
    if difference is None:
        return f"The distilled student reaches {both}."
    ends = f"95 % interval of the difference {difference.low:z.3f} to {difference.high:z.3f}"
    if difference.high < 0:
        return f"The distilled student gives up some quality: {both} ({ends})."
    if difference.low > 0:
        return f"The distilled student even beats its teacher: {both} ({ends})."
    return f"No clear loss against the teacher: {both} ({ends})."


def _saving(distilled: Measured, teacher: Measured) -> str:
    ours, theirs = distilled.latency, teacher.latency
    size = _ratio(
        teacher.cost.size_bytes, distilled.cost.size_bytes, "smaller", "larger", "about as large"
    )
    one = _speed(theirs.one_row_ms, ours.one_row_ms)
    batch = _speed(theirs.batch_ms, ours.batch_ms)
    caution = " The machine was busy, so the times are rough." if ours.busy or theirs.busy else ""
    return (
        f"Its file is {size}; it is {one} on one row and {batch} on a batch of "
        f"{ours.batch_rows} rows.{caution}"
    )


def _speed(teacher_ms: float, distilled_ms: float) -> str:
    return _ratio(teacher_ms, distilled_ms, "faster", "slower", "about as fast")


def _ratio(teacher: float, distilled: float, less: str, more: str, equal: str) -> str:
    """Word how much less, or more, the distilled student takes than the teacher."""
    if max(teacher, distilled) <= HARDLY * min(teacher, distilled):
        return equal
    saves = teacher > distilled
    times = teacher / distilled if saves else distilled / teacher
    digits = 0 if times >= 10 else 1
    return f"{times:,.{digits}f} times {less if saves else more}"
