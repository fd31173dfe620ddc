"""What a deployer gives up and wins by taking the distilled student instead of the teacher."""

from __future__ import annotations

import math
from dataclasses import dataclass

from core.charts.numbers import count_text, score_text, size_text, time_text
from core.lab.result import ModelResult, Result


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
            Exchange(label, text(before), text(after), _times(before, after))
            for (label, before, after), text in zip(
                _costs(ours, theirs),
                (_size, _count, time_text, time_text),
                strict=True,
            )
        ),
    )


def cost_shares(distilled: ModelResult, teacher: ModelResult) -> tuple[tuple[str, float], ...]:
    """Return each cost of the distilled student divided by that of the teacher."""
    costs = _costs(distilled, teacher)
    return tuple((label, after / before) for label, before, after in costs if before > 0)


def _costs(ours: ModelResult, theirs: ModelResult) -> tuple[tuple[str, float, float], ...]:
    one, many = ours.latency, theirs.latency
    batch = f"{one.batch_rows} rows"
    return (
        ("File size", theirs.cost.size_bytes, ours.cost.size_bytes),
        ("Parameters", theirs.cost.parameters, ours.cost.parameters),
        ("One row", many.one_row.median, one.one_row.median),
        (batch, many.batch.median, one.batch.median),
    )


def _score(label: str, teacher: float, distilled: float) -> Exchange:
    change = distilled - teacher
    text = f"{change:+z.3f}" if math.isfinite(change) else ""
    return Exchange(label, score_text(teacher), score_text(distilled), text)


def _times(before: float, after: float) -> str:
    if min(before, after) <= 0:
        return ""
    ratio = before / after
    if ratio >= 1:
        return f"{_digits(ratio)} times less"
    return f"{_digits(1 / ratio)} times more"


def _digits(ratio: float) -> str:
    return f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.1f}"


def _size(size_bytes: float) -> str:
    return size_text(round(size_bytes))


def _count(count: float) -> str:
    return count_text(round(count))
