"""What the students of a run are taught: who speaks, of which rows, and in how many steps."""

from __future__ import annotations

import dataclasses
from collections.abc import Generator

from core.distill.chain import steps_between
from core.distill.learners import Learner, TrainedLearner
from core.distill.reports import EpochReport, StopSignal
from core.distill.students import temperature_of, train_students
from core.distill.tuning import is_searched
from core.lab.events import StageStarted
from core.lab.lesson import (
    Answers,
    Parts,
    answers_of,
    lesson_of,
    parts_of,
    shown_of,
    teachers_answers,
)
from core.lab.teachers import Shelf
from core.lab.tuned import SHARE_SEARCHED, tuned_learners
from core.models.names import model_name
from core.models.trained import TrainedModel
from core.spec import ModelSpec, RunSpec
from core.tasks.dataset import Dataset

BETWEEN_SEED = 50_000
SHARE_DONE, SHARE_BETWEEN = 0.2, 0.35

Studying = Generator[EpochReport | StageStarted, None, tuple[TrainedLearner, ...]]


def study(
    spec: RunSpec,
    dataset: Dataset,
    teacher: TrainedLearner,
    shelf: Shelf,
    should_stop: StopSignal,
) -> Studying:
    """Train the students of a run, and before them the models between teacher and students.

    Parameters
    ----------
    spec : RunSpec
        Its distillation choices say who speaks: the teacher, out of fold or calibrated; a
        model in between; or nobody, for label smoothing.
    dataset : Dataset
    teacher : TrainedLearner
    shelf : Shelf
        Holds the teacher's answers, which depend on neither alpha nor temperature.
    should_stop : StopSignal

    Raises
    ------
    TrainingError
        When too few seeds had a usable epoch.
    """
    parts = parts_of(spec, dataset)
    said = teachers_answers(spec, dataset, teacher, parts, shelf)
    speaker = teacher.model
    steps, share_done = steps_between(spec.distill.method, spec), SHARE_DONE
    for number, between in enumerate(steps):
        sentence = f"Training a model in between, {model_name(between)}"
        share_after = share_done + (SHARE_BETWEEN - SHARE_DONE) / len(steps)
        yield StageStarted("teacher", share_done, sentence, share_after)
        share_done = share_after
        speaker = yield from _learn_between(spec, between, number, parts, said, should_stop)
        said = answers_of(speaker, parts)
    train, validation = lesson_of(spec.student, parts, said, shown_of(spec, speaker, parts))
    learners = yield from tuned_learners(
        spec, dataset, train, validation, shelf, should_stop, share_done
    )
    if is_searched(spec.student, learners, train, spec.train):
        share_done = SHARE_SEARCHED
    what = f"{model_name(spec.student)}, alone and distilled, {spec.train.seeds} times each"
    yield StageStarted("students", share_done, f"Training the students: {what}")
    return (
        yield from train_students(
            spec.student, learners, train, validation, spec.train, should_stop
        )
    )


def _learn_between(
    spec: RunSpec,
    between: ModelSpec,
    number: int,
    parts: Parts,
    said: Answers,
    should_stop: StopSignal,
) -> Generator[EpochReport, None, TrainedModel]:
    """Train one model in between with Hinton's loss, from a start that no student has."""
    seed = BETWEEN_SEED + spec.train.seed + number
    learner = Learner("distilled", seed, spec.distill.alpha, temperature_of(spec.distill))
    train, validation = lesson_of(between, parts, said)
    training = train_students(between, (learner,), train, validation, spec.train, should_stop)
    while True:
        try:
            report = next(training)
        except StopIteration as ended:
            (trained,) = ended.value
            model: TrainedModel = trained.model
            return model
        yield dataclasses.replace(report, phase="between")
