"""The answers of a sweep in sentences."""

from __future__ import annotations

from core.evaluate.trade_off import as_large
from core.lab.sweep.claims import is_claimed, taught_cells
from core.lab.sweep.estimate import Estimate
from core.lab.sweep.frontier import smallest_within
from core.lab.sweep.outcome import Cell, Sweep

BYTES_PER_KB = 1000
SHORT_SECONDS = 2.0
SECONDS_PER_MINUTE, MINUTES_PER_HOUR = 60, 60


def named(cell: Cell) -> str:
    """Name a cell by its alpha and temperature."""
    return f"alpha {cell.alpha:g}, T {cell.temperature:g}"


def choice_sentence(sweep: Sweep) -> str:
    """Say which cell the validation rows chose."""
    cell = sweep.cells[sweep.best]
    student = sweep.students[cell.student]
    of_student = f"{student.name} with " if len(sweep.students) > 1 else ""
    return (
        f"The validation rows choose {of_student}{named(cell)}: AUC "
        f"{cell.validation.mean:.3f} there, the student alone {student.alone_validation.mean:.3f}. "
        "The verdict is what the test rows say of that choice; they chose nothing."
    )


def claims_sentence(sweep: Sweep) -> str:
    """Say how many cells differ clearly from the student alone, corrected for their number."""
    n_taught = taught_cells(sweep)
    if n_taught == 0:
        return "No cell hears a teacher: with alpha 0 each is the student alone."
    if n_taught == 1:
        return "One cell hears a teacher, and the verdict is about it."
    better = sum(is_claimed(sweep, one) and one.difference.mean > 0 for one in sweep.cells)
    worse = sum(is_claimed(sweep, one) and one.difference.mean < 0 for one in sweep.cells)
    return (
        f"Of {n_taught} cells with a teacher, {better} do clearly better than the student alone "
        f"on the test rows and {worse} clearly worse, each interval widened for {n_taught} cells."
    )


def smallest_sentence(sweep: Sweep, points: float) -> str:
    """Say which student is the smallest within so many points of the teacher."""
    place = smallest_within(sweep, points)
    allowed = f"{points:g} {'point' if points == 1 else 'points'} of AUC"
    if place is None:
        return (
            f"No student can be shown to be within {allowed} of {sweep.teacher.name}: the "
            "intervals, widened for the number of students, reach below that."
        )
    student = sweep.students[place]
    size = as_large(student.cost.size_bytes, sweep.teacher.cost.size_bytes)
    found = student.against_teacher
    sentence = (
        f"{student.name} is the smallest student within {allowed} of {sweep.teacher.name}: "
        f"{student.cost.size_bytes / BYTES_PER_KB:,.1f} kB, {size} as the teacher's, AUC "
        f"differs by {found.mean:+.3f} (95 % interval {found.low:z.3f} to {found.high:z.3f})."
    )
    if sweep.cells[student.best].seeds == 1:
        sentence += " With one seed this holds for that one student, not for another training."
    return sentence


def cost_sentence(found: Estimate) -> str:
    """Say what a sweep will cost, before it starts."""
    cells = f"{found.n_cells:,} {'cell' if found.n_cells == 1 else 'cells'}"
    sentence = f"{cells}, {found.n_trained:,} students to train: about {about(found.seconds)}"
    if found.teacher_seconds > SHORT_SECONDS:
        return f"{sentence}, up to {about(found.teacher_seconds)} of it for the teacher."
    return f"{sentence}."


def about(seconds: float) -> str:
    """Write a duration with one or two digits, for more is not known."""
    if seconds < SECONDS_PER_MINUTE:
        return f"{max(1, round(seconds))} s"
    minutes = seconds / SECONDS_PER_MINUTE
    if minutes < MINUTES_PER_HOUR:
        return f"{minutes:.0f} min"
    return f"{minutes / MINUTES_PER_HOUR:.1f} h"
