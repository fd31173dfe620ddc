"""How a run, a sweep and a search begin: with rows that were read, checked and told of."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass

import torch

from core.data.files import Upload
from core.data.findings import refuse_blocked
from core.distill.methods import check_method
from core.distill.reports import StopSignal
from core.lab.events import StageStarted, Warned
from core.lab.rows import Rows, prepare
from core.lab.teachers import Shelf, shared_shelf
from core.lab.watched import Clock, Watched
from core.models.warnings import warnings_of
from core.spec import RunSpec
from core.tasks.dataset import Dataset

THREADS = 1
"""Small networks train faster on one, and their numbers stay the same from run to run."""


@dataclass(frozen=True)
class Opened:
    """What every training begins with; the clock goes on from when the rows were ready."""

    rows: Rows
    shelf: Shelf
    watched: Watched
    clock: Clock
    data_seconds: float

    @property
    def dataset(self) -> Dataset:
        """The rows in their parts."""
        return self.rows.dataset


def opened(
    run: RunSpec,
    csv: Upload | None,
    should_stop: StopSignal,
    shelf: Shelf | None = None,
    rows_of: RunSpec | None = None,
) -> Generator[StageStarted | Warned, None, Opened]:
    """Read and split the rows, refuse those that cannot work, and say what to look at.

    Parameters
    ----------
    run : RunSpec
        The choices, checked as far as they can be without rows.
    csv : Upload or None
        Uploaded rows, when the data source is "csv".
    should_stop : StopSignal
    shelf : Shelf, optional
        Where prepared rows and trained teachers are kept; by default that of the process.
    rows_of : RunSpec, optional
        The run whose rows are read, where several students share them; by default `run`.

    Raises
    ------
    LabError
        When the rows cannot be used, or the method does not fit them.
    """
    torch.set_num_threads(THREADS)
    watched = Watched(should_stop)
    clock = Clock(watched)
    yield StageStarted("data", 0.0, "Reading and splitting the rows")
    shelf = shelf or shared_shelf()
    rows = prepare(rows_of or run, csv, shelf)
    check_method(run, rows.dataset.n_classes)
    refuse_blocked(rows.findings)
    yield from _warnings(run, rows)
    return Opened(rows, shelf, watched, clock, clock.lap())


def _warnings(run: RunSpec, rows: Rows) -> Iterator[Warned]:
    """Say what to look at in the rows and in the choices before training."""
    for finding in rows.findings:
        if finding.severity == "advises":
            yield Warned(finding.sentence)
    for sentence in warnings_of(run, rows.dataset.n_features, rows.dataset.n_classes):
        yield Warned(sentence)
