"""What a deployer gives up and wins by taking the distilled student instead of the teacher."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from core.charts.numbers import count_text, score_text, size_text, time_text
from core.evaluate.trade_off import as_fast, as_large, times_as_fast
from core.lab.result import Result

PROCESSOR_TIME = ", processor time"


@dataclass(frozen=True)
class _Cost:
    """One cost of both models; ``share`` is that of the student divided by the teacher's."""

    label: str
    teacher: str
    distilled: str
    share: float
    change: str


@dataclass(frozen=True)
class Exchange:
    """One line of the exchange, ready to be read: both values and the change."""

    label: str
    teacher: str
    distilled: str
    change: str


def exchange(result: Result) -> tuple[Exchange, ...]:
    """List what is given up and what is won against the teacher.

    Parameters
    ----------
    result : Result
        The finished run.

    Returns
    -------
    tuple of Exchange
        Quality first, then costs.
    """
    ours, theirs = result.distilled, result.teacher
    return (
        _score("AUC", theirs.scores.auc.mean, ours.scores.auc.mean),
        _score("Accuracy", theirs.scores.accuracy.mean, ours.scores.accuracy.mean),
        _score("F1, macro", theirs.scores.f1.mean, ours.scores.f1.mean),
        *(
            Exchange(cost.label, cost.teacher, cost.distilled, cost.change)
            for cost in _costs(result)
        ),
    )


def cost_shares(result: Result) -> tuple[tuple[str, float], ...]:
    """Return each cost of the distilled student divided by that of the teacher, where known."""
    return tuple((cost.label, cost.share) for cost in _costs(result) if math.isfinite(cost.share))


def _costs(result: Result) -> tuple[_Cost, ...]:
    ours, theirs = result.distilled, result.teacher
    one, many = ours.latency, theirs.latency
    speed = times_as_fast(one, many, result.speed_up)
    by_cpu = PROCESSOR_TIME if one.busy and one.one_row_cpu_ms is not None else ""
    return (
        _amount("File size", theirs.cost.size_bytes, ours.cost.size_bytes, size_text, "large"),
        _amount("Parameters", theirs.cost.parameters, ours.cost.parameters, count_text, "many"),
        _time(f"One row{by_cpu}", many.one_row_ms, one.one_row_ms, speed.one_row),
        _time(f"{one.batch_rows} rows{by_cpu}", many.batch_ms, one.batch_ms, speed.batch),
    )


def _score(label: str, teacher: float, distilled: float) -> Exchange:
    change = distilled - teacher
    text = f"{change:+z.3f}" if math.isfinite(change) else ""
    return Exchange(label, score_text(teacher), score_text(distilled), text)


def _amount(
    label: str, teacher: int, distilled: int, text: Callable[[int], str], adjective: str
) -> _Cost:
    is_known = min(teacher, distilled) > 0
    share = distilled / teacher if teacher > 0 else math.nan
    change = as_large(distilled, teacher, adjective) if is_known else ""
    return _Cost(label, text(teacher), text(distilled), share, change)


def _time(label: str, teacher_ms: float, distilled_ms: float, times: float) -> _Cost:
    is_known = math.isfinite(times)
    change = as_fast(times) if is_known else ""
    return _Cost(label, time_text(teacher_ms), time_text(distilled_ms), 1 / times, change)
