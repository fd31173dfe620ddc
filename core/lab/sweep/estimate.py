"""What a sweep costs, said before it starts."""

from __future__ import annotations

from dataclasses import dataclass

import joblib

from core.distill.stacked import STACKABLE
from core.distill.workers import WORTH_SECONDS
from core.lab.cluster.choice import WORTH_SECONDS as SHARED_ABOVE_SECONDS
from core.lab.sweep.pace import Sizes, one_seconds, stack_seconds
from core.lab.sweep.train import learners_of
from core.spec import ModelSpec, TrainSpec
from core.spec.sweep import SweepSpec
from core.tasks.dataset import Dataset

SECONDS_PER_SHEET_ROW = 1.5e-6
SECONDS_PER_CELL = 0.02
SECONDS_OF_TIMING = 2.0
SECONDS_OF_WORKERS = 4.0
GAIN_OF_WORKERS = 0.85


@dataclass(frozen=True)
class Estimate:
    """What will be trained and about how long all of it takes.

    ``teacher_seconds`` is part of ``seconds``; a teacher that is already there costs nothing.
    """

    n_cells: int
    n_trained: int
    seconds: float
    teacher_seconds: float


def cores() -> int:
    """Return how many processors students may share."""
    return int(joblib.cpu_count())


def sizes_of(dataset: Dataset) -> Sizes:
    """Measure a data set."""
    train, validation, test = (len(part) for part in dataset.parts)
    return Sizes(train, validation, test, dataset.n_features, dataset.n_classes)


def estimate(spec: SweepSpec, sizes: Sizes, n_cores: int = 1) -> Estimate:
    """Say what a sweep will cost.

    Parameters
    ----------
    spec : SweepSpec
    sizes : Sizes
        Of its rows.
    n_cores : int
        Processors that the seeds of a student may share where it takes long.
    """
    run = spec.run
    n_each = len(learners_of(spec))
    teacher = one_seconds(run.teacher, sizes, run.train)
    students = sum(
        students_seconds(one, n_each, run.train, sizes, n_cores) for one in spec.students
    )
    sheets = n_each * len(spec.students) * (sizes.validation + sizes.test)
    judged = SECONDS_PER_SHEET_ROW * sheets + SECONDS_PER_CELL * spec.n_cells + SECONDS_OF_TIMING
    return Estimate(spec.n_cells, spec.n_trained, teacher + students + judged, teacher)


def students_seconds(
    student: ModelSpec, n_each: int, train: TrainSpec, sizes: Sizes, n_cores: int = 1
) -> float:
    """Estimate the training of so many students of one shape, side by side or in turns."""
    if student.name in STACKABLE:
        seconds, worth = stack_seconds(student, n_each, sizes, train), SHARED_ABOVE_SECONDS
    else:
        seconds, worth = n_each * one_seconds(student, sizes, train), WORTH_SECONDS
    n_processes = min(n_cores, train.seeds)
    if seconds < worth or n_processes < 2:
        return seconds
    return SECONDS_OF_WORKERS + seconds / (n_processes * GAIN_OF_WORKERS)
