"""A finished run as plain text: four columns of numbers, and the verdict as the last line."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from core.evaluate.speed.speed_words import speed_sentence
from core.lab.closer.headline import next_step_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.evaluate.scores import Interval
    from core.lab.result import ModelResult, Result, Tuned

SCORE_LABELS = (
    ("accuracy", "Accuracy"),
    ("f1", "F1, macro"),
    ("auc", "AUC"),
    ("log_loss", "Log loss"),
    ("brier", "Brier score"),
    ("ece", "Calibration error"),
)
MISSING = "-"

Row = tuple[str, ...]


def to_text(result: Result) -> str:
    """Write a finished run as lines of at most about 80 characters.

    Parameters
    ----------
    result : Result
        The finished run.

    Returns
    -------
    str
        A table with a column for baseline, alone, distilled and teacher, where each
        score has its 95 % interval below it; then the agreement of student and teacher, what
        the teacher had to teach, how much faster the student is, what to do next, and the
        verdict.
    """
    notes = [f"Distilled student and teacher agree on {result.agreement:.1%} of the test rows."]
    notes.append(tuning_sentence(result.tuned))
    if result.headroom is not None:
        notes.append(headroom_sentence(result.headroom))
    if any(column.latency.busy for column in result.columns):
        notes.append("The machine was busy, so the times are rough.")
    if result.speed_up is not None:
        notes.append(speed_sentence(result.speed_up))
    if result.walk is not None:
        notes.append(result.walk.sentence)
    notes.append(f"Next: {next_step_of(result).sentence}")
    told = (*result.notes, *notes, result.verdict.sentence)
    return "\n".join((_aligned(list(_rows(result))), "", *told))


def headroom_sentence(headroom: Interval) -> str:
    """Say what there is to be taught: the teacher's AUC minus that of the student alone."""
    if not math.isfinite(headroom.mean):
        return "Whether the teacher is better than the student alone cannot be told by AUC."
    range_ = f"95 % interval {headroom.low:z.3f} to {headroom.high:z.3f}"
    size = f"{abs(headroom.mean):.3f} {'above' if headroom.mean >= 0 else 'below'}"
    found = f"the teacher's AUC is {size} that of the student alone ({range_})"
    if headroom.low > 0:
        return f"There is something to teach: {found}."
    return f"There may be nothing to teach: {found}."


def tuning_sentence(tuned: tuple[Tuned, ...]) -> str:
    """Say with which training choices each role learned, or that none were searched."""
    if not tuned:
        return "Learning rate, weight decay and dropout were not searched; both roles share them."
    found = "; ".join(
        f"{one.role}: learning rate {one.learning_rate:.3g}, "
        f"weight decay {one.weight_decay:.3g}, dropout {one.dropout:.3g}"
        for one in tuned
    )
    return f"Searched on validation alike for both. {found[0].upper()}{found[1:]}."


def _rows(result: Result) -> Iterator[Row]:
    columns = result.columns
    yield ("", *(column.role.capitalize() for column in columns))
    yield ("", *(column.name for column in columns))
    for field, label in SCORE_LABELS:
        intervals = [getattr(column.scores, field) for column in columns]
        yield (label, *(_number(interval.mean) for interval in intervals))
        yield ("", *(_range(interval) for interval in intervals))
    yield from _costs(columns)


def _costs(columns: tuple[ModelResult, ...]) -> Iterator[Row]:
    yield ("Parameters", *(f"{column.cost.parameters:,}" for column in columns))
    yield ("Size, bytes", *(f"{column.cost.size_bytes:,}" for column in columns))
    yield ("FLOPs a row", *(f"{column.cost.flops:,}" for column in columns))
    yield ("One row, ms", *(_number(column.latency.one_row.median, 4) for column in columns))
    yield ("  p95", *(_number(column.latency.one_row.p95, 4) for column in columns))
    batch_rows = columns[-1].latency.batch_rows
    yield (f"{batch_rows} rows, ms", *(_number(c.latency.batch.median, 4) for c in columns))
    yield ("  p95", *(_number(column.latency.batch.p95, 4) for column in columns))


def _number(value: float, digits: int = 3) -> str:
    return f"{value:.{digits}f}" if math.isfinite(value) else MISSING


def _range(interval: Interval) -> str:
    if not math.isfinite(interval.low) or not math.isfinite(interval.high):
        return ""
    return f"{interval.low:.3f} to {interval.high:.3f}"


def _aligned(rows: list[Row]) -> str:
    """Pad the first column on the right and the others on the left."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]).rstrip()
        for row in rows
    )
    return "\n".join(lines)
