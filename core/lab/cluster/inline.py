"""Tasks one after another in this thread: for tests, one processor, and what is soon done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from core.distill.reports import StopSignal
from core.lab.cluster.tasks import IsEnough, Task, Told, never_enough, steps_of


def inline(
    tasks: Iterable[Task],
    should_stop: StopSignal,
    *,
    shared: object = None,
    is_enough: IsEnough = never_enough,
) -> Iterator[Told]:
    """Do tasks here; a `Runner`."""
    for task in tasks:
        if should_stop():
            return
        yield from _told(task, should_stop, shared, is_enough)


def _told(
    task: Task, should_stop: StopSignal, shared: object, is_enough: IsEnough
) -> Iterator[Told]:
    has_enough = False

    def ask() -> bool:
        return should_stop() or has_enough

    for step in steps_of(task, ask, shared):
        told = Told(task.key, 1, step.number, step.event, step.is_last)
        has_enough = has_enough or is_enough(told)
        yield told
