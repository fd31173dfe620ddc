"""Who learns, what from, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from core.distill.reports import Role
from core.models.trained import TrainedModel, inputs_for
from core.spec import MethodName, ModelSpec, TrainSpec
from core.tasks.dataset import Part


@dataclass(frozen=True)
class Learner:
    """One training: its role, its random seed, how it weighs the teacher's voice, its care.

    What is None is taken from the run: `learning_rate` and `weight_decay` from its training
    choices, `dropout` from the students' shape. With `patience`, a learner that has not been
    better for so many epochs is finished; without, it trains for all of them. Label smoothing
    is for training only: the losses that are watched, and that choose the epoch, are not smoothed.
    """

    role: Role
    seed: int
    alpha: float
    temperature: float
    method: MethodName = "hinton"
    learning_rate: float | None = None
    weight_decay: float | None = None
    dropout: float | None = None
    label_smoothing: float = 0.0
    patience: int | None = None

    def settings(self, shared: TrainSpec) -> TrainSpec:
        """Return the run's training choices with the learner's own in their place."""
        own = {"learning_rate": self.learning_rate, "weight_decay": self.weight_decay}
        given = {name: value for name, value in own.items() if value is not None}
        return shared.model_copy(update=given)

    def shape(self, shared: ModelSpec) -> ModelSpec:
        """Return the students' shape with the learner's own dropout."""
        if self.dropout is None:
            return shared
        return shared.model_copy(update={"dropout": self.dropout})


@dataclass(frozen=True)
class TaughtRows:
    """Rows to learn from.

    Parameters
    ----------
    inputs : Tensor of shape (n_rows, n_features) or (n_rows, window, n_features)
    target : Tensor of shape (n_rows,), int64
    labelled : Tensor of shape (n_rows,), bool
        Rows whose label may be used.
    teacher_logits : Tensor of shape (n_rows, n_classes), or None
        What the teacher says of each row, computed once; None where nobody teaches.
    shown : Tensor of shape (n_rows, ...), or None
        What else the method compares: the teacher's hidden units, or its map of days.
    """

    inputs: Tensor
    target: Tensor
    labelled: Tensor
    teacher_logits: Tensor | None
    shown: Tensor | None = None

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.target)

    @property
    def parts(self) -> tuple[Tensor | None, ...]:
        """The tensors, in the order in which they are given."""
        return self.inputs, self.target, self.labelled, self.teacher_logits, self.shown

    def evenly(self, at_most: int) -> TaughtRows:
        """Return at most so many rows, evenly spaced, for watching a long training."""
        if len(self) <= at_most:
            return self
        return self.take(torch.linspace(0, len(self) - 1, at_most).long())

    def on(self, device: torch.device) -> TaughtRows:
        """Return the rows on a device."""
        said, shown = (
            None if one is None else one.to(device) for one in (self.teacher_logits, self.shown)
        )
        inputs, target, labelled = (
            one.to(device) for one in (self.inputs, self.target, self.labelled)
        )
        return TaughtRows(inputs, target, labelled, said, shown)

    def take(self, index: Tensor) -> TaughtRows:
        """Return some rows, by their numbers."""
        said = None if self.teacher_logits is None else self.teacher_logits[index]
        shown = None if self.shown is None else self.shown[index]
        return TaughtRows(self.inputs[index], self.target[index], self.labelled[index], said, shown)


@dataclass(frozen=True)
class TrainedLearner:
    """A learner with the weights of its best epoch, counted from one."""

    learner: Learner
    model: TrainedModel
    best_epoch: int
    validation_loss: float


def taught_rows(spec: ModelSpec, part: Part, teacher: TrainedModel | None) -> TaughtRows:
    """Return the rows of a part as a model of this kind reads them, with the teacher's answers.

    The teacher answers every row once, without gradient, from its own view of the rows.
    """
    said = None if teacher is None else teacher.logits(inputs_for(teacher.spec, part))
    return TaughtRows(inputs_for(spec, part), part.target, part.labelled, said)
