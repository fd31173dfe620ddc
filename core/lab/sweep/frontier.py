"""The frontier of students: what quality costs, and how small a student may be."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from core.evaluate.luck.tries import Tries, widened
from core.evaluate.scores import Interval
from core.lab.sweep.outcome import Student, Sweep

POINTS_IN_ONE = 100
CostName = Literal["size_bytes", "parameters", "flops", "one_row_ms", "batch_ms"]
COST_TITLES: Mapping[CostName, str] = MappingProxyType(
    {
        "size_bytes": "Size",
        "parameters": "Parameters",
        "flops": "FLOPs a row",
        "one_row_ms": "Time of one row",
        "batch_ms": "Time of a batch",
    }
)


def cost_of(student: Student, name: CostName) -> float:
    """Return what a student costs, in the unit that the name says."""
    match name:
        case "one_row_ms":
            return student.latency.one_row_ms
        case "batch_ms":
            return student.latency.batch_ms
    return float(getattr(student.cost, name))


def quality_of(sweep: Sweep, student: Student) -> Interval:
    """Return the AUC on test rows of a student's best cell, which validation rows chose."""
    return sweep.cells[student.best].scores.auc


def alone_beside(sweep: Sweep, student: Student) -> Interval:
    """Return the AUC on test rows of a student alone, over the seeds of its best cell."""
    return sweep.alone_of(sweep.cells[student.best]).auc


def efficient(sweep: Sweep, name: CostName) -> tuple[int, ...]:
    """Return the students that no other beats: none is as good or better at a lower cost.

    Judged by AUC on the validation rows, so that the test rows choose nothing.

    Returns
    -------
    tuple of int
        Places among the students, the cheapest first.
    """
    order = sorted(range(len(sweep.students)), key=lambda place: _rank(sweep, place, name))
    found: list[int] = []
    best = float("-inf")
    for place in order:
        quality = _chosen_by(sweep, sweep.students[place])
        if quality > best:
            found.append(place)
            best = quality
    return tuple(found)


def smallest_within(sweep: Sweep, points: float) -> int | None:
    """Return the smallest student that loses fewer points of AUC to the teacher than allowed.

    A point is 0.01. The whole 95 % interval of the difference must lie above the allowed
    loss, widened for the number of students (Bonferroni).

    Returns
    -------
    int or None
        A place among the students; None where no student can be shown to be that close.
    """
    close = [
        place for place, student in enumerate(sweep.students) if most_lost(sweep, student) < points
    ]
    return min(close, key=lambda place: sweep.students[place].cost.size_bytes, default=None)


def against_teacher(sweep: Sweep, student: Student) -> Interval:
    """Return the AUC of a student minus that of the teacher, widened for the number of students."""
    n_students = len(sweep.students)
    return widened(student.against_teacher, Tries(n_students, n_students))


def most_lost(sweep: Sweep, student: Student) -> float:
    """Return the points of AUC that a student may lose to the teacher at most; NaN is infinite."""
    low = against_teacher(sweep, student).low
    return -POINTS_IN_ONE * low if math.isfinite(low) else math.inf


def _rank(sweep: Sweep, place: int, name: CostName) -> tuple[float, float]:
    student = sweep.students[place]
    return cost_of(student, name), -_chosen_by(sweep, student)


def _chosen_by(sweep: Sweep, student: Student) -> float:
    """Return the AUC on validation rows that ranks a student."""
    return sweep.cells[student.best].score(student.alone_validation.mean)
