"""What many runs cost, worked out from the first one."""

from __future__ import annotations

from core.distill.stacked import STACKABLE
from core.distill.tuning import FREE_SECONDS
from core.errors import LabError
from core.lab.many.items import Item
from core.lab.rows import prepare
from core.lab.sweep.estimate import sizes_of
from core.lab.sweep.pace import Sizes, one_seconds, stack_seconds
from core.lab.teachers import Shelf
from core.spec import RunSpec

SECONDS_OF_JUDGING = 3.0
A_TICKER = Sizes(3_500, 750, 750, 20, 2)
"""Some twenty years of days: prices are not fetched only to be counted."""


def run_seconds(run: RunSpec, sizes: Sizes) -> float:
    """Estimate one run, from reading to its verdict."""
    n_students = 2 * run.train.seeds
    teacher = one_seconds(run.teacher, sizes, run.train)
    if run.student.name in STACKABLE:
        students = stack_seconds(run.student, n_students, sizes, run.train)
        students += FREE_SECONDS / 2 if run.train.tune == "auto" else 0.0
    else:
        students = n_students * one_seconds(run.student, sizes, run.train)
    return teacher + students + SECONDS_OF_JUDGING


def many_seconds(items: tuple[Item, ...], shelf: Shelf) -> float:
    """Estimate all items, one after another, from the first that can be read."""
    for item in items:
        if item.run.data.source == "yahoo":
            return len(items) * run_seconds(item.run, A_TICKER)
        try:
            sizes = sizes_of(prepare(item.run, item.csv, shelf).dataset)
        except LabError:
            continue
        return len(items) * run_seconds(item.run, sizes)
    return 0.0
