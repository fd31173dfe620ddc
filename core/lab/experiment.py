"""One run, from its spec to its result, as a stream of events."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from dataclasses import replace
from typing import TypeVar

import torch

from core.data.files import Upload
from core.data.findings import refuse_blocked
from core.data.table import Finding
from core.distill.learners import TrainedLearner, taught_rows
from core.distill.methods import check_method
from core.distill.reports import EpochReport, StopSignal
from core.distill.teacher import train_teacher
from core.lab.contenders import model_name
from core.lab.events import Event, StageStarted, Warned
from core.lab.judgement import Trained, conclude, judge_models
from core.lab.records.kept import KeptTeacher
from core.lab.result import Seconds
from core.lab.rows import prepare
from core.lab.teachers import Shelf, shared_shelf, teacher_key
from core.lab.teaching import study
from core.lab.walk import SHARE_AFTER, SHARE_BEFORE, walk
from core.models.catalog import check_models
from core.models.device import device_of
from core.models.warnings import warnings_of
from core.spec import RunSpec
from core.tasks.dataset import Dataset

THREADS = 1
T = TypeVar("T")
Told = TypeVar("Told", EpochReport, EpochReport | StageStarted)


def never() -> bool:
    """Answer the question whether to stop: no."""
    return False


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
    watched = _Watched(should_stop)
    clock = _Clock(watched)
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
    spec: RunSpec, dataset: Dataset, watched: _Watched, clock: _Clock, shelf: Shelf
) -> Generator[Event, None, tuple[Trained, tuple[float, float]]]:
    curves: list[EpochReport] = []
    teacher = yield from _recorded(_teach(spec, dataset, watched, shelf), curves)
    teacher_seconds = clock.lap()
    if watched.has_stopped:
        shelf = Shelf()
    studying = _timed(study(spec, dataset, teacher, shelf, watched), watched)
    students = yield from _recorded(studying, curves)
    trained = Trained(teacher, students, tuple(curves), watched.has_stopped)
    return trained, (teacher_seconds, clock.lap())


def _teach(
    spec: RunSpec, dataset: Dataset, watched: _Watched, shelf: Shelf
) -> Generator[EpochReport | StageStarted, None, TrainedLearner]:
    """Train the teacher, or take up the one that the same choices have made before."""
    key, name = teacher_key(spec, dataset), model_name(spec.teacher)
    kept = shelf.find(key)
    if isinstance(kept, KeptTeacher):
        yield StageStarted("teacher", 0.05, f"Taking up the teacher that is already there, {name}")
        yield from kept.curves
        return kept.trained
    yield StageStarted("teacher", 0.05, f"Training the teacher, {name}")
    train = taught_rows(spec.teacher, dataset.train, None)
    validation = taught_rows(spec.teacher, dataset.validation, None)
    curves: list[EpochReport] = []
    training = train_teacher(
        spec.teacher, train, validation, dataset.n_classes, spec.train, watched
    )
    trained = yield from _recorded(_timed(training, watched), curves)
    if not watched.has_stopped:
        sizes = (dataset.n_features, dataset.n_classes)
        shelf.keep(key, KeptTeacher(trained, tuple(curves), *sizes))
    return trained


def _recorded(
    training: Generator[Told, None, T], curves: list[EpochReport]
) -> Generator[Told, None, T]:
    while True:
        try:
            report = next(training)
        except StopIteration as ended:
            outcome: T = ended.value
            return outcome
        if isinstance(report, EpochReport):
            curves.append(report)
        yield report


def _timed(training: Generator[Told, None, T], watched: _Watched) -> Generator[Told, None, T]:
    """Count only the time that a step of training itself took, not that in which it was held."""
    waited_before = watched.waited_seconds
    while True:
        try:
            report = next(training)
        except StopIteration as ended:
            outcome: T = ended.value
            return outcome
        is_begin = isinstance(report, StageStarted) and not report.is_epoch
        if not is_begin:
            waited = watched.waited_seconds - waited_before
            report = replace(report, seconds=report.seconds - waited)
        shown = time.perf_counter()
        yield report
        watched.waited_seconds += time.perf_counter() - shown
        if is_begin:
            waited_before = watched.waited_seconds


class _Watched:
    """Asks whether to stop, and remembers a yes and how long the answers took."""

    def __init__(self, should_stop: StopSignal) -> None:
        self.should_stop, self.has_stopped, self.waited_seconds = should_stop, False, 0.0

    def __call__(self) -> bool:
        asked = time.perf_counter()
        # Asked again after a yes, for the answer may also be to give up at once.
        self.has_stopped = self.should_stop() or self.has_stopped
        self.waited_seconds += time.perf_counter() - asked
        return self.has_stopped


class _Clock:
    """Wall time, lap by lap, without that in which the run was held."""

    def __init__(self, watched: _Watched) -> None:
        self.watched = watched
        self.started = self._now()

    def lap(self) -> float:
        now = self._now()
        lap, self.started = now - self.started, now
        return lap

    def _now(self) -> float:
        return time.perf_counter() - self.watched.waited_seconds
