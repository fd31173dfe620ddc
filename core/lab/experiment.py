"""One run, from its spec to its result, as a stream of events."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from typing import TypeVar

import torch

from core.data.findings import fired, refuse_blocked
from core.data.load import Upload, load
from core.data.table import Table
from core.distill.learners import TrainedLearner, taught_rows
from core.distill.reports import EpochReport, StopSignal
from core.distill.students import paired_learners, train_students
from core.distill.teacher import train_teacher
from core.lab.contenders import model_name
from core.lab.events import Event, StageStarted, Warned
from core.lab.judgement import Trained, conclude, judge_models
from core.lab.result import Seconds
from core.models.catalog import check_models, window_length
from core.spec import RunSpec
from core.tasks.dataset import Dataset
from core.tasks.findings import inspect_dataset
from core.tasks.make import make_dataset

THREADS = 1
T = TypeVar("T")


def never() -> bool:
    """Answer the question whether to stop: no."""
    return False


def run(
    spec: RunSpec, csv: Upload | None = None, should_stop: StopSignal = never
) -> Iterator[Event]:
    """Load, train, teach, judge: yield what happens; the last event is the `Result`.

    To cancel is to stop iterating; to pause is to wait. Small networks train on one thread,
    which is faster for them and keeps numbers the same from run to run.

    Parameters
    ----------
    spec : RunSpec
        Every choice.
    csv : Upload, optional
        The uploaded file, or several of one security each, when the data source is "csv".
    should_stop : StopSignal
        Asked after each epoch; True ends the training there, keeps the best epoch so far
        and goes on to the verdict.

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
    clock = _Clock()
    yield StageStarted("data", 0.0, "Reading and splitting the rows")
    table, dataset = prepare(spec, csv)
    for finding in (*table.findings, *fired(inspect_dataset(dataset))):
        if finding.severity == "advises":
            yield Warned(finding.sentence)
    data_seconds = clock.lap()
    trained, seconds = yield from _train(spec, dataset, should_stop, clock)
    yield StageStarted("evaluate", 0.65, f"Judging every model on {len(dataset.test):,} test rows")
    judgement = judge_models(dataset, trained, spec.task.horizon_days)
    laps = Seconds(data_seconds, *seconds, clock.lap())
    yield conclude(spec, table, dataset, trained, judgement, laps)


def prepare(spec: RunSpec, csv: Upload | None = None) -> tuple[Table, Dataset]:
    """Load, split and check the rows of a run, without training.

    Raises
    ------
    LabError
        When the rows cannot be used, or a finding makes training on them meaningless.
    """
    table = load(spec.data, csv)
    dataset = make_dataset(table, spec.task, window_length(spec))
    refuse_blocked(fired(inspect_dataset(dataset)))
    return table, dataset


def _train(
    spec: RunSpec, dataset: Dataset, should_stop: StopSignal, clock: _Clock
) -> Generator[Event, None, tuple[Trained, tuple[float, float]]]:
    curves: list[EpochReport] = []
    watched = _Watched(should_stop)
    yield StageStarted("teacher", 0.05, f"Training the teacher, {model_name(spec.teacher)}")
    teacher = yield from _recorded(_teach(spec, dataset, watched), curves)
    teacher_seconds = clock.lap()
    what = f"{model_name(spec.student)}, alone and distilled, {spec.train.seeds} times each"
    yield StageStarted("students", 0.2, f"Training the students: {what}")
    students = yield from _recorded(_study(spec, dataset, teacher, watched), curves)
    trained = Trained(teacher, students, tuple(curves), watched.has_stopped)
    return trained, (teacher_seconds, clock.lap())


def _teach(
    spec: RunSpec, dataset: Dataset, should_stop: StopSignal
) -> Generator[EpochReport, None, TrainedLearner]:
    rows = (taught_rows(spec.teacher, part, None) for part in (dataset.train, dataset.validation))
    train, validation = rows
    return train_teacher(
        spec.teacher, train, validation, dataset.n_classes, spec.train, should_stop
    )


def _study(
    spec: RunSpec, dataset: Dataset, teacher: TrainedLearner, should_stop: StopSignal
) -> Generator[EpochReport, None, tuple[TrainedLearner, ...]]:
    train = taught_rows(spec.student, dataset.train, teacher.model)
    validation = taught_rows(spec.student, dataset.validation, teacher.model)
    learners = paired_learners(spec)
    return train_students(spec.student, learners, train, validation, spec.train, should_stop)


def _recorded(
    training: Generator[EpochReport, None, T], curves: list[EpochReport]
) -> Generator[Event, None, T]:
    while True:
        try:
            report = next(training)
        except StopIteration as ended:
            outcome: T = ended.value
            return outcome
        curves.append(report)
        yield report


class _Watched:
    """Asks whether to stop, and remembers that the answer was yes."""

    def __init__(self, should_stop: StopSignal) -> None:
        self.should_stop, self.has_stopped = should_stop, False

    def __call__(self) -> bool:
        self.has_stopped = self.has_stopped or self.should_stop()
        return self.has_stopped


class _Clock:
    """Wall time, lap by lap."""

    def __init__(self) -> None:
        self.started = time.perf_counter()

    def lap(self) -> float:
        now = time.perf_counter()
        lap, self.started = now - self.started, now
        return lap
