"""What many runs cost, worked out from the first one."""

from __future__ import annotations

from core.distill.stacked import STACKABLE
from core.distill.tuning import FREE_SECONDS
from core.errors import LabError
from core.lab.many.items import Item
from core.lab.rows import prepare
from core.lab.sweep.estimate import sizes_of, students_seconds
from core.lab.sweep.pace import Sizes, one_seconds
from core.lab.teachers import Shelf
from core.spec import RunSpec

SECONDS_OF_JUDGING = 3.0
A_TICKER = Sizes(3_500, 750, 750, 20, 2)
"""Some twenty years of days: prices are not fetched only to be counted."""


def run_seconds(run: RunSpec, sizes: Sizes) -> float:
    """Estimate one run, from reading to its verdict."""
    n_students = 2 * run.train.seeds
    teacher = one_seconds(run.teacher, sizes, run.train)
    students = students_seconds(run.student, n_students, run.train, sizes)
    is_tuned = run.train.tune == "on" or (
        run.train.tune == "auto" and run.student.name in STACKABLE
    )
    return teacher + students + is_tuned * FREE_SECONDS / 2 + SECONDS_OF_JUDGING


def many_seconds(items: tuple[Item, ...], shelf: Shelf) -> float:
    """Estimate all items, one after another, from the first that can be read.

    Where none can be read it is nothing, for they will soon have failed.
    """
    for item in items:
        if item.run.data.source == "yahoo":
            return len(items) * run_seconds(item.run, A_TICKER)
        try:
            sizes = sizes_of(prepare(item.run, item.csv, shelf).dataset)
        except LabError:
            continue
        return len(items) * run_seconds(item.run, sizes)
    return 0.0
