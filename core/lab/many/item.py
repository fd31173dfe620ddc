"""One run of many, as a task that a worker of the cluster can do too."""

from __future__ import annotations

import time
from collections.abc import Generator

from core.distill.reports import StopSignal
from core.lab import experiment
from core.lab.many.items import Item
from core.lab.many.outcome import RowTold, Scored
from core.lab.result import Result
from core.lab.teachers import Shelf


def do_item(
    should_stop: StopSignal, shelf: Shelf | None, item: Item
) -> Generator[object, None, RowTold | None]:
    """Do the run of an item: yield what it says, and return its line.

    Parameters
    ----------
    should_stop : StopSignal
    shelf : Shelf or None
        Where trained teachers are kept; a worker elsewhere uses that of its own process.
    item : Item

    Returns
    -------
    RowTold or None
        None where it was stopped: it has had less training than the others.
    """
    started = time.perf_counter()
    for event in experiment.run(item.run, item.csv, should_stop, shelf):
        if isinstance(event, Result):
            return None if event.stopped_early else _row(item, event, started)
        yield event
    raise RuntimeError("a run must end with its result")


def _row(item: Item, result: Result, started: float) -> RowTold:
    scored = Scored(
        result.data.rows,
        result.alone.scores.auc,
        result.distilled.scores.auc,
        result.teacher.scores.auc,
        result.verdict,
    )
    seconds = time.perf_counter() - started
    return RowTold(item.number, item.name, "done", result.verdict.sentence, scored, seconds)
