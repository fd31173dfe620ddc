"""What the distilled student gave up against the teacher, and what it won."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

from core.evaluate.scores import Interval, Scores
from core.evaluate.speed.latency import Latency
from core.evaluate.speed.latency_ratio import Ratio, SpeedUp
from core.evaluate.verdict import CHANCE_AUC
from core.models.cost import Cost

HARDLY = 1.05
FEW_PERCENT = 10
MANY_TIMES = 10


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


@dataclass(frozen=True)
class TimesAsFast:
    """Time of the teacher divided by that of the student; NaN where no time was measured.

    1 stands for both where the two cannot be told apart.
    """

    one_row: float
    batch: float


def times_as_fast(
    distilled: Latency, teacher: Latency, speed_up: SpeedUp | None = None
) -> TimesAsFast:
    """Return how many times as fast the student is, the one source of this for words and charts.

    Parameters
    ----------
    distilled, teacher : Latency
        Times of the two models, from one measurement.
    speed_up : SpeedUp, optional
        What was found round by round in that measurement; it was not kept of older runs.
    """
    if speed_up is not None:
        return TimesAsFast(_told(speed_up.one_row), _told(speed_up.batch))
    return TimesAsFast(
        _divided(teacher.one_row_ms, distilled.one_row_ms),
        _divided(teacher.batch_ms, distilled.batch_ms),
    )


def trade_off_sentence(
    distilled: Measured,
    teacher: Measured,
    difference: Interval | None = None,
    speed_up: SpeedUp | None = None,
) -> str:
    """Say what deploying the distilled student instead of the teacher costs and saves.

    Parameters
    ----------
    distilled, teacher : Measured
        Two columns of one comparison.
    difference : Interval, optional
        AUC of the distilled student minus the teacher's; without it both are only named.
    speed_up : SpeedUp, optional
        As for `times_as_fast`.

    Returns
    -------
    str
        Two sentences: quality, then size and speed.
    """
    saving = _saving(distilled, teacher, speed_up)
    return f"{_quality(distilled, teacher, difference)} {saving}"


def as_fast(times: float) -> str:
    """Word a speed: "7.2 times as fast", "83 % as fast", or "about as fast"."""
    if not math.isfinite(times):
        return "at a speed that was not measured"
    return _as_much(times, "fast")


def as_large(distilled: float, teacher: float, adjective: str = "large") -> str:
    """Word an amount as a share of the teacher's: "0.63 % as large", "2.0 times as large"."""
    return _as_much(distilled / teacher, adjective)


def _as_much(times: float, adjective: str) -> str:
    if 1 / HARDLY <= times <= HARDLY:
        return f"about as {adjective}"
    if times > 1:
        digits = 0 if times >= MANY_TIMES else 1
        return f"{times:,.{digits}f} times as {adjective}"
    return f"{share_text(times)} as {adjective}"


def share_text(share: float) -> str:
    """Write a share in percent, with two digits where it is small."""
    percent = 100 * share
    return f"{percent:.0f} %" if percent >= FEW_PERCENT else f"{percent:.2g} %"


def _told(ratio: Ratio) -> float:
    is_number = math.isfinite(ratio.times_as_fast.mean)
    return ratio.times_as_fast.mean if ratio.can_be_told or not is_number else 1.0


def _divided(teacher_ms: float, distilled_ms: float) -> float:
    return teacher_ms / distilled_ms if min(teacher_ms, distilled_ms) > 0 else math.nan


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
    if teacher.scores.auc.low <= CHANCE_AUC:
        return (
            f"The teacher sets no mark: {both}, which is not clearly above chance, "
            f"{CHANCE_AUC} ({ends})."
        )
    if difference.low > 0:
        return f"The distilled student even beats the teacher: {both} ({ends})."
    return f"No clear loss against the teacher: {both} ({ends})."


def _saving(distilled: Measured, teacher: Measured, speed_up: SpeedUp | None) -> str:
    ours, theirs = distilled.latency, teacher.latency
    size = as_large(distilled.cost.size_bytes, teacher.cost.size_bytes)
    speed = times_as_fast(ours, theirs, speed_up)
    caution = " The machine was busy, so the times are rough." if ours.busy or theirs.busy else ""
    return (
        f"Its file is {size} as the teacher's; it answers {as_fast(speed.one_row)} on one row "
        f"and {as_fast(speed.batch)} on a batch of {ours.batch_rows} rows.{caution}"
    )
