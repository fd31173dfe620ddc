"""What the students of a run are taught: who speaks, of which rows, and in how many steps."""

from __future__ import annotations

import dataclasses
from collections.abc import Generator

import torch
from torch import Tensor

from core.distill.calibrate import fitted_temperature
from core.distill.chain import steps_between
from core.distill.learners import Learner, TaughtRows, TrainedLearner
from core.distill.objective import what_is_shown
from core.distill.out_of_fold import out_of_fold_logits
from core.distill.reports import EpochReport, StopSignal
from core.distill.students import temperature_of, train_students
from core.distill.tuning import is_searched
from core.lab.contenders import model_name
from core.lab.events import StageStarted
from core.lab.teachers import Shelf, teacher_key
from core.lab.tuned import SHARE_SEARCHED, tuned_learners
from core.models.catalog import window_length
from core.models.trained import TrainedModel, inputs_for
from core.spec import ModelSpec, RunSpec
from core.tasks.augment import made_up_rows
from core.tasks.dataset import Dataset, Part

AUGMENT_SEED = 40_000
BETWEEN_SEED = 50_000
SHARE_DONE, SHARE_BETWEEN = 0.2, 0.35

Parts = tuple[Part, ...]
Answers = tuple[Tensor, ...]
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
    parts = _parts(spec, dataset)
    said = _teachers_answers(spec, dataset, teacher, parts, shelf)
    speaker = teacher.model
    steps, share_done = steps_between(spec.distill.method, spec), SHARE_DONE
    for number, between in enumerate(steps):
        sentence = f"Training a model in between, {model_name(between)}"
        share_after = share_done + (SHARE_BETWEEN - SHARE_DONE) / len(steps)
        yield StageStarted("teacher", share_done, sentence, share_after)
        share_done = share_after
        speaker = yield from _learn_between(spec, between, number, parts, said, should_stop)
        said = _answers(speaker, parts)
    train, validation = _lesson(spec.student, parts, said, _shown(spec, speaker, parts))
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
    train, validation = _lesson(between, parts, said)
    training = train_students(between, (learner,), train, validation, spec.train, should_stop)
    while True:
        try:
            report = next(training)
        except StopIteration as ended:
            (trained,) = ended.value
            model: TrainedModel = trained.model
            return model
        yield dataclasses.replace(report, phase="between")


def _parts(spec: RunSpec, dataset: Dataset) -> Parts:
    """Return validation, training, and where they are wanted made-up training rows."""
    real = (dataset.validation, dataset.train)
    if spec.distill.augment == "none":
        return real
    generator = torch.Generator().manual_seed(AUGMENT_SEED + spec.train.seed)
    window = window_length(spec)
    kind = spec.distill.augment
    return (*real, made_up_rows(dataset.train, dataset.encoder, kind, window, generator))


def _answers(model: TrainedModel, parts: Parts) -> Answers:
    return tuple(model.logits(inputs_for(model.spec, part)) for part in parts)


def _teachers_answers(
    spec: RunSpec, dataset: Dataset, teacher: TrainedLearner, parts: Parts, shelf: Shelf
) -> Answers:
    """Return what the teacher says of each part, in the way that the run has chosen."""
    key = teacher_key(spec, dataset)
    real = shelf.made_once(("answers", key), lambda: _answers(teacher.model, parts[:2]))
    validation, train = real
    if spec.distill.out_of_fold:
        train = shelf.made_once(
            ("out of fold", key), lambda: out_of_fold_logits(teacher, dataset.train)
        )
    said = (validation, train, *_answers(teacher.model, parts[2:]))
    if spec.distill.method == "smoothing":
        return tuple(torch.zeros_like(one) for one in said)
    if spec.distill.calibrate:
        checked = dataset.validation
        heat = fitted_temperature(validation, checked.target, checked.labelled)
        return tuple(one / heat for one in said)
    return said


def _shown(spec: RunSpec, speaker: TrainedModel, parts: Parts) -> Answers | None:
    """Return what else the method compares, hidden units on the scale of the training rows."""
    method = spec.distill.method
    shown = [what_is_shown(method, speaker, inputs_for(speaker.spec, part)) for part in parts]
    found = tuple(one for one in shown if one is not None)
    if not found:
        return None
    if method != "hint":
        return found
    mean, spread = found[1].mean(dim=0), found[1].std(dim=0)
    return tuple((one - mean) / torch.where(spread > 0, spread, 1.0) for one in found)


def _lesson(
    student: ModelSpec, parts: Parts, said: Answers, shown: Answers | None = None
) -> tuple[TaughtRows, TaughtRows]:
    """Return training and validation rows as a student reads them."""
    others: tuple[Tensor | None, ...] = shown or (None,) * len(parts)
    validation, *training = (
        TaughtRows(inputs_for(student, part), part.target, part.labelled, logits, other)
        for part, logits, other in zip(parts, said, others, strict=True)
    )
    return _joined(training), validation


def _joined(rows: list[TaughtRows]) -> TaughtRows:
    if len(rows) == 1:
        return rows[0]
    said = [one.teacher_logits for one in rows if one.teacher_logits is not None]
    shown = [one.shown for one in rows if one.shown is not None]
    return TaughtRows(
        torch.cat([one.inputs for one in rows]),
        torch.cat([one.target for one in rows]),
        torch.cat([one.labelled for one in rows]),
        torch.cat(said),
        torch.cat(shown) if shown else None,
    )
