"""What a student of a run is taught from: its rows, and what is said of each of them."""

from __future__ import annotations

import torch
from torch import Tensor

from core.distill.calibrate import fitted_temperature
from core.distill.learners import TaughtRows, TrainedLearner
from core.distill.objective import what_is_shown
from core.distill.out_of_fold import out_of_fold_logits
from core.lab.teachers import Shelf, teacher_key
from core.models.catalog import window_length
from core.models.trained import TrainedModel, inputs_for
from core.spec import ModelSpec, RunSpec
from core.tasks.augment import made_up_rows
from core.tasks.dataset import Dataset, Part

AUGMENT_SEED = 40_000

Parts = tuple[Part, ...]
Answers = tuple[Tensor, ...]


def parts_of(spec: RunSpec, dataset: Dataset) -> Parts:
    """Return validation, training, and where they are wanted made-up training rows."""
    real = (dataset.validation, dataset.train)
    if spec.distill.augment == "none":
        return real
    generator = torch.Generator().manual_seed(AUGMENT_SEED + spec.train.seed)
    window = window_length(spec)
    kind = spec.distill.augment
    return (*real, made_up_rows(dataset.train, dataset.encoder, kind, window, generator))


def answers_of(model: TrainedModel, parts: Parts) -> Answers:
    """Return the logits of a model for every part."""
    return tuple(model.logits(inputs_for(model.spec, part)) for part in parts)


def teachers_answers(
    spec: RunSpec, dataset: Dataset, teacher: TrainedLearner, parts: Parts, shelf: Shelf
) -> Answers:
    """Return what the teacher says of each part, in the way that the run has chosen."""
    key = teacher_key(spec, dataset)
    real = shelf.made_once(("answers", key), lambda: answers_of(teacher.model, parts[:2]))
    validation, train = real
    if spec.distill.out_of_fold:
        train = shelf.made_once(
            ("out of fold", key), lambda: out_of_fold_logits(teacher, dataset.train)
        )
    said = (validation, train, *answers_of(teacher.model, parts[2:]))
    if spec.distill.method == "smoothing":
        return tuple(torch.zeros_like(one) for one in said)
    if spec.distill.calibrate:
        checked = dataset.validation
        heat = fitted_temperature(validation, checked.target, checked.labelled)
        return tuple(one / heat for one in said)
    return said


def shown_of(spec: RunSpec, speaker: TrainedModel, parts: Parts) -> Answers | None:
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


def lesson_of(
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
