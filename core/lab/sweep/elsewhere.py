"""The cells of a sweep in several processes or on a cluster: a task for each seed of a student."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field

from core.distill.fit import diverged
from core.distill.learners import Learner, TaughtRows, TrainedLearner
from core.distill.reports import EpochReport, LearnerReport, StopSignal
from core.distill.students import FEWEST_SEEDS, train_students
from core.errors import TrainingError
from core.lab.cluster.tasks import Failed, Runner, Task, Told
from core.lab.events import StageStarted
from core.lab.sweep.train import (
    BestSoFar,
    Point,
    Said,
    TrainedStudent,
    cells_so_far,
    epoch_of,
    learners_of,
    sorted_into_cells,
    train_cells,
)
from core.spec.sweep import SweepSpec

Trained = tuple[TrainedLearner, ...]


@dataclass(frozen=True)
class Lesson:
    """What every worker is given once: who is taught, and the rows that it is taught with."""

    spec: SweepSpec
    place: int
    train: TaughtRows
    validation: TaughtRows


def train_seed(
    should_stop: StopSignal, lesson: Lesson, seed: int
) -> Generator[EpochReport, None, Trained]:
    """Train alone and every cell of one seed; the work of one task."""
    spec = lesson.spec
    own = tuple(one for one in learners_of(spec) if one.seed == seed)
    student, settings = spec.students[lesson.place], spec.run.train
    rows = (lesson.train, lesson.validation)
    return (
        yield from train_students(student, own, *rows, settings, should_stop, each_for_itself=True)
    )


def train_elsewhere(
    lesson: Lesson, run: Runner, sentence: str, shares: Point, should_stop: StopSignal
) -> Generator[Said, None, TrainedStudent]:
    """Train one student in every cell where a runner does it.

    What is told is as `core.lab.sweep.train.train_cells` tells it, over the seeds that have
    begun; its epoch is the mean over all seeds. Each seed is a stack of its own, so numbers
    agree with those of one stack to rounding. A worker that is lost costs only what it had not
    finished. Stopped before enough seeds have begun, all of them train for one epoch here.

    Parameters
    ----------
    lesson : Lesson
    run : Runner
    sentence, shares, should_stop
        As `train_cells` takes them.

    Raises
    ------
    TrainingError
        When too few seeds had a usable epoch.
    """
    spec, epochs = lesson.spec, lesson.spec.run.train.epochs
    yield StageStarted("students", shares[0], sentence, shares[1], epochs=epochs)
    seeds, best = _Seeds(spec, lesson.place), BestSoFar()
    tasks = [Task(f"{lesson.place}/{seed}", train_seed, (seed,)) for seed in spec.run.seeds]
    for told in run(tasks, should_stop, shared=lesson):
        report = seeds.take(told)
        if report is not None:
            yield epoch_of(report, sentence, shares)
            cells = cells_so_far(spec, lesson.place, best.of(seeds.told_of, report), report)
            if cells is not None:
                yield cells
    if should_stop() and seeds.are_too_few:
        rows = (lesson.train, lesson.validation)
        return (yield from train_cells(spec, lesson.place, *rows, sentence, shares, should_stop))
    return seeds.trained()


@dataclass
class _Seeds:
    """What the tasks of one student have told so far."""

    spec: SweepSpec
    place: int
    newest: dict[str, EpochReport] = field(default_factory=dict)
    results: dict[str, Trained] = field(default_factory=dict)
    ended: set[str] = field(default_factory=set)
    shown: int = 0

    def take(self, told: Told) -> EpochReport | None:
        """Take in what a task told; return a report of all seeds once they are an epoch further."""
        if told.is_last:
            self.ended.add(told.key)
            if not isinstance(told.event, Failed):
                assert isinstance(told.event, tuple)
                self.results[told.key] = told.event
            elif not isinstance(told.event.error, TrainingError):
                raise told.event.error
            return None
        assert isinstance(told.event, EpochReport)
        self.newest[told.key] = told.event
        epochs = told.event.epochs
        done = (epochs if key in self.ended else x.epoch for key, x in self.newest.items())
        epoch = sum(done) // len(self.spec.run.seeds)
        if epoch <= self.shown:
            return None
        self.shown = epoch
        return self._joined(epoch)

    @property
    def told_of(self) -> tuple[Learner, ...]:
        """The learners of the seeds that have told something, in the order of their reports."""
        return tuple(x for x in learners_of(self.spec) if f"{self.place}/{x.seed}" in self.newest)

    @property
    def are_too_few(self) -> bool:
        """Whether fewer seeds have ended well than can be judged."""
        return len(self.results) < min(FEWEST_SEEDS, len(self.spec.run.seeds))

    def trained(self) -> TrainedStudent:
        """Return what was trained, in the order of the seeds."""
        if self.are_too_few:
            raise diverged(learners_of(self.spec)[0])
        order = [f"{self.place}/{seed}" for seed in self.spec.run.seeds]
        found = [one for key in order for one in self.results.get(key, ())]
        return sorted_into_cells(self.spec, self.place, tuple(found), len(self.ended))

    def _joined(self, epoch: int) -> EpochReport:
        order = [f"{self.place}/{seed}" for seed in self.spec.run.seeds]
        told = [self.newest[key] for key in order if key in self.newest]
        learners: tuple[LearnerReport, ...] = tuple(x for one in told for x in one.learners)
        seconds = max(one.seconds for one in told)
        return EpochReport("students", epoch, told[0].epochs, learners, seconds)
