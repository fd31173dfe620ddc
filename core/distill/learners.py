"""Who learns, what from, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from core.distill.reports import Role
from core.models.trained import TrainedModel, inputs_for
from core.spec import ModelSpec
from core.tasks.dataset import Part


@dataclass(frozen=True)
class Learner:
    """One training: its role, its random seed, and how it weighs the teacher's voice."""

    role: Role
    seed: int
    alpha: float
    temperature: float


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
    """

    inputs: Tensor
    target: Tensor
    labelled: Tensor
    teacher_logits: Tensor | None

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.target)

    def evenly(self, at_most: int) -> TaughtRows:
        """Return at most so many rows, evenly spaced, for watching a long training."""
        if len(self) <= at_most:
            return self
        index = torch.linspace(0, len(self) - 1, at_most).long()
        said = None if self.teacher_logits is None else self.teacher_logits[index]
        return TaughtRows(self.inputs[index], self.target[index], self.labelled[index], said)


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
