"""The quick training behind a lesson: the parts of a run, without its measuring and keeping."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import TypeVar

import torch

from core.distill.learners import Learner, TrainedLearner, taught_rows
from core.distill.students import train_students
from core.lab.rows import prepare
from core.lab.teacher import teach
from core.lab.teachers import shared_shelf
from core.lab.watched import Watched, never
from core.models.trained import inputs_for
from core.spec import RunSpec
from core.tasks.dataset import Dataset

THREADS = 1
T = TypeVar("T")


@dataclass(frozen=True)
class Taught:
    """Rows, the teacher of them and its students."""

    dataset: Dataset
    teacher: TrainedLearner
    students: tuple[TrainedLearner, ...]

    def logits(self, role: str) -> tuple[torch.Tensor, ...]:
        """Return what each model of a role answers to the test rows, (n_rows, n_classes) each."""
        own = [self.teacher] if role == "teacher" else self.students
        return tuple(
            one.model.logits(inputs_for(one.model.spec, self.dataset.test))
            for one in own
            if one.learner.role == role
        )


def taught(spec: RunSpec, learners: tuple[Learner, ...]) -> Taught:
    """Train the teacher of a run, or take up a kept one, and then these students.

    Parameters
    ----------
    spec : RunSpec
        Of rows that are bundled.
    learners : tuple of Learner
        Students of the shape that the spec names, seed by seed.

    Raises
    ------
    LabError
        As a run does.
    """
    torch.set_num_threads(THREADS)
    shelf = shared_shelf()
    dataset = prepare(spec, shelf=shelf).dataset
    teacher = outcome(teach(spec, dataset, Watched(never), shelf))
    train, validation = (
        taught_rows(spec.student, part, teacher.model)
        for part in (dataset.train, dataset.validation)
    )
    training = train_students(spec.student, learners, train, validation, spec.train, never)
    return Taught(dataset, teacher, outcome(training))


def outcome(training: Generator[object, None, T]) -> T:
    """Run a training to its end, and return what comes of it."""
    while True:
        try:
            next(training)
        except StopIteration as ended:
            found: T = ended.value
            return found
