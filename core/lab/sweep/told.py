"""The answers of a sweep in sentences."""

from __future__ import annotations

import math

from core.evaluate.trade_off import as_large
from core.lab.sweep.claims import is_claimed, model_of, taught_models, voice_of
from core.lab.sweep.estimate import Estimate
from core.lab.sweep.frontier import most_lost, smallest_within
from core.lab.sweep.outcome import Cell, Sweep

BYTES_PER_KB = 1000
CHOSE_NOTHING = "The verdict is what the test rows say of that choice; they chose nothing."
TOO_GOOD = "A cell that is picked now, by its test rows, looks better than it is."
SAME_HEAT = (
    "The temperature changes nothing where labels are smoothed, so cells that differ by it alone "
    "are one model."
)
SHORT_SECONDS = 2.0
SECONDS_PER_MINUTE, MINUTES_PER_HOUR = 60, 60


def named(cell: Cell) -> str:
    """Name a cell by its alpha and temperature."""
    return f"alpha {cell.alpha:g}, T {cell.temperature:g}"


def choice_sentence(sweep: Sweep) -> str:
    """Say which cell the validation rows chose."""
    cell = sweep.cells[sweep.best]
    student = sweep.students[cell.student]
    auc, alone_auc = f"{cell.validation.mean:.3f}", f"{sweep.alone_validation_of(cell).mean:.3f}"
    ends = f"AUC {auc} there, the student alone {alone_auc}."
    sentence = f"The validation rows choose {named(cell)}: {ends}"
    if len(sweep.students) > 1:
        sentence = f"The validation rows choose {student.name} with {named(cell)}: {ends}"
    return " ".join((sentence, CHOSE_NOTHING))


def claims_sentence(sweep: Sweep) -> str:
    """Say how many cells differ clearly from the student alone, corrected for their number."""
    models = taught_models(sweep)
    if not models:
        return "No cell hears a teacher: with alpha 0 each is the student alone."
    if len(models) == 1:
        return _one_sentence(sweep)
    claimed = [one for one in models if is_claimed(sweep, one)]
    better = [one for one in claimed if one.difference.mean > 0]
    chosen = model_of(sweep, sweep.cells[sweep.best])
    counted = _counted(sweep, len(models), len(better), len(claimed) - len(better))
    if any(model_of(sweep, one) != chosen for one in better):
        return " ".join((counted, TOO_GOOD))
    return counted


def _one_sentence(sweep: Sweep) -> str:
    """Say what the verdict is about where one model is taught."""
    hears_teacher = voice_of(sweep) == "teacher"
    if sweep.cells[sweep.best].alpha == 0:
        if hears_teacher:
            return "One cell hears a teacher, and the validation rows choose the student alone."
        return "One model learns smoothed labels, and the validation rows choose the student alone."
    if hears_teacher:
        return "One cell hears a teacher, and the verdict is about it."
    return "One model learns smoothed labels, and the verdict is about it."


def _counted(sweep: Sweep, n: int, better: int, worse: int) -> str:
    """Say how many models are clearly better and worse, and for how many is widened."""
    if voice_of(sweep) == "teacher":
        return (
            f"Clearly better than the student alone on the test rows: {better} of {n} cells "
            f"with a teacher; clearly worse: {worse}. Each interval is widened for {n} cells."
        )
    counted = (
        f"Clearly better than the student alone on the test rows: {better} of {n} models "
        f"with smoothed labels; clearly worse: {worse}. Each interval is widened for {n} models."
    )
    return " ".join((counted, SAME_HEAT))


def smallest_sentence(sweep: Sweep, points: float) -> str:
    """Say which student is the smallest within so many points of the teacher."""
    place = smallest_within(sweep, points)
    allowed = f"{points:g} {'point' if points == 1 else 'points'} of AUC"
    if place is None:
        none = f"No student can be shown to lose no more than {allowed} to {sweep.teacher.name}."
        return " ".join((none, _closest_sentence(sweep)))
    student = sweep.students[place]
    size = as_large(student.cost.size_bytes, sweep.teacher.cost.size_bytes)
    found = student.against_teacher
    sentence = (
        f"{student.name} is the smallest student that loses no more than {allowed} to "
        f"{sweep.teacher.name}: "
        f"{student.cost.size_bytes / BYTES_PER_KB:,.1f} kB, {size} as the teacher's, AUC "
        f"differs by {found.mean:+.3f} (95 % interval {found.low:z.3f} to {found.high:z.3f})."
    )
    if sweep.cells[student.best].seeds == 1:
        sentence += " With one seed this holds for that one student, not for another training."
    return sentence


def _closest_sentence(sweep: Sweep) -> str:
    """Say how much it takes until some student can be shown to lose no more."""
    losses = [most_lost(sweep, student) for student in sweep.students]
    place = min(range(len(losses)), key=losses.__getitem__)
    if not math.isfinite(losses[place]):
        return "Their AUC cannot be computed."
    points = (math.floor(losses[place] * 10) + 1) / 10
    return (
        f"The closest is {sweep.students[place].name}, which can be shown to lose no more than "
        f"{points:.1f} points."
    )


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
