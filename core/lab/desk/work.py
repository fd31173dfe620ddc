"""What a run does, imported only once somebody starts one."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, cast

from core.data.files import Upload
from core.distill.reports import EpochReport
from core.lab.events import StageStarted
from core.lab.result import Result
from core.runs.jobs import StopSignal
from core.spec import RunSpec

if TYPE_CHECKING:
    from core.lab.teachers import Cupboard, Shelf

Run = Callable[[RunSpec, Upload | None, StopSignal, "Shelf"], Iterator[object]]


def experiment(
    spec: RunSpec, csv: Upload | None, should_stop: StopSignal, shelf: Shelf
) -> Iterator[object]:
    """Run an experiment; it brings torch, which the first page need not wait for."""
    module = importlib.import_module("core.lab.experiment")
    return cast(Iterator[object], module.run(spec, csv, should_stop, shelf))


def is_epoch(event: object) -> bool:
    """Whether an event ends a step, as "go one epoch" understands it."""
    if isinstance(event, StageStarted):
        return event.is_epoch
    return isinstance(event, EpochReport)


def is_result(event: object) -> bool:
    """Whether an event is what a run ends with."""
    return isinstance(event, Result)


def shelf_over(cupboard: Cupboard) -> Shelf:
    """Return a shelf for trained teachers, which is made with the first run."""
    module = importlib.import_module("core.lab.teachers")
    return cast("Shelf", module.Shelf(cupboard=cupboard))
