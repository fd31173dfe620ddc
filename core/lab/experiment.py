"""One run, from its spec to its result, as a stream of events."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import replace

import torch

from core.data.files import Upload
from core.data.findings import refuse_blocked
from core.data.table import Finding
from core.distill.methods import check_method
from core.distill.reports import EpochReport, StopSignal
from core.lab.events import Event, StageStarted, Warned
from core.lab.judgement import Trained, conclude, judge_models
from core.lab.result import Seconds
from core.lab.rows import prepare
from core.lab.teacher import teach
from core.lab.teachers import Shelf, shared_shelf
from core.lab.teaching import study
from core.lab.walk import SHARE_AFTER, SHARE_BEFORE, walk
from core.lab.watched import Clock, Watched, never, recorded, timed
from core.models.catalog import check_models
from core.models.device import device_of
from core.models.warnings import warnings_of
from core.spec import RunSpec
from core.tasks.dataset import Dataset

THREADS = 1


def run(
    spec: RunSpec,
    csv: Upload | None = None,
    should_stop: StopSignal = never,
    shelf: Shelf | None = None,
) -> Iterator[Event]:
    """Load, train, teach, judge: yield what happens; the last event is the `Result`.

    To cancel is to stop iterating, or to raise when asked whether to stop; to pause is to wait,
    in either place. Small networks train on one thread, which is faster for them and keeps
    numbers the same from run to run; many that take long train in several processes.

    Parameters
    ----------
    spec : RunSpec
        Every choice.
    csv : Upload, optional
        The uploaded file, or several of one security each, when the data source is "csv".
    should_stop : StopSignal
        Asked between batches; True ends the training there, keeps the best finished epoch
        and goes on to the verdict. It may block, which pauses the run, or raise.
    shelf : Shelf, optional
        Where trained teachers are kept and found again; by default that of the process.

    Yields
    ------
    Event

    Raises
    ------
    LabError
        When the choices cannot work, or the rows cannot be used.
    """
    torch.set_num_threads(THREADS)
    check_models(spec)
    check_method(spec)
    device_of(spec.train.device)
    watched = Watched(should_stop)
    clock = Clock(watched)
    yield StageStarted("data", 0.0, "Reading and splitting the rows")
    shelf = shelf or shared_shelf()
    rows = prepare(spec, csv, shelf)
    dataset = rows.dataset
    check_method(spec, dataset.n_classes)
    refuse_blocked(rows.findings)
    for sentence in _warnings(spec, rows.findings, dataset):
        yield Warned(sentence)
    data_seconds = clock.lap()
    trained, seconds = yield from _train(spec, dataset, watched, clock, shelf)
    walked = yield from walk(spec, rows.blocks, watched)
    walk_seconds = clock.lap()
    share = SHARE_AFTER if rows.blocks else SHARE_BEFORE
    yield StageStarted("evaluate", share, f"Judging every model on {len(dataset.test):,} test rows")
    judgement = judge_models(dataset, trained, spec.task.horizon_days, shelf, watched)
    laps = Seconds(data_seconds, *seconds, clock.lap(), walk_seconds)
    result = conclude(spec, rows.origin, dataset, trained, judgement, laps)
    yield replace(result, walk=walked)


def _warnings(spec: RunSpec, findings: tuple[Finding, ...], dataset: Dataset) -> tuple[str, ...]:
    """Return what to look at in the rows and in the choices before training."""
    advice = tuple(finding.sentence for finding in findings if finding.severity == "advises")
    return (*advice, *warnings_of(spec, dataset.n_features, dataset.n_classes))


def _train(
    spec: RunSpec, dataset: Dataset, watched: Watched, clock: Clock, shelf: Shelf
) -> Generator[Event, None, tuple[Trained, tuple[float, float]]]:
    curves: list[EpochReport] = []
    teacher = yield from recorded(teach(spec, dataset, watched, shelf), curves)
    teacher_seconds = clock.lap()
    if watched.has_stopped:
        shelf = Shelf()
    studying = timed(study(spec, dataset, teacher, shelf, watched), watched)
    students = yield from recorded(studying, curves)
    trained = Trained(teacher, students, tuple(curves), watched.has_stopped)
    return trained, (teacher_seconds, clock.lap())
