"""One worker process: what it is told, what it does, and what it tells.

Rows and weights travel as plain arrays. Sent as tensors they would go through shared memory, of
which a container often has very little.
"""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import torch
from torch import Tensor

from core.distill.learners import Learner, TaughtRows, TrainedLearner
from core.distill.reports import LearnerReport
from core.distill.turns import Lesson, Turns
from core.models.network import NetworkModel, build_network
from core.spec import ModelSpec, TrainSpec

NICENESS = 2
THREADS = 1

Arrays = tuple[np.ndarray | None, ...]


class Line(Protocol):
    """One end of a line between two processes."""

    def send(self, what: Any, /) -> None:
        """Send a message."""

    def recv(self) -> Any:
        """Wait for a message; EOFError when the other end is gone."""

    def poll(self) -> bool:
        """Tell whether there is a message, or the other end is gone."""


@dataclass(frozen=True)
class PackedLesson:
    """A lesson on its way to another process."""

    spec: ModelSpec
    learners: tuple[Learner, ...]
    train: Arrays
    validation: Arrays
    settings: TrainSpec

    @classmethod
    def of(cls, lesson: Lesson) -> PackedLesson:
        """Pack a lesson."""
        train, validation = _arrays(lesson.train), _arrays(lesson.validation)
        return cls(lesson.spec, lesson.learners, train, validation, lesson.settings)

    def unpacked(self) -> Lesson:
        """Return the lesson, bit for bit."""
        train, validation = _rows(self.train), _rows(self.validation)
        return Lesson(self.spec, self.learners, train, validation, self.settings)


@dataclass(frozen=True)
class PackedLearner:
    """A trained learner on its way to another process."""

    learner: Learner
    weights: dict[str, np.ndarray]
    best_epoch: int
    validation_loss: float

    @classmethod
    def of(cls, trained: TrainedLearner) -> PackedLearner:
        """Pack a trained network."""
        assert isinstance(trained.model, NetworkModel)
        state = trained.model.module.state_dict()
        weights = {name: tensor.numpy() for name, tensor in state.items()}
        return cls(trained.learner, weights, trained.best_epoch, trained.validation_loss)

    def unpacked(self, lesson: Lesson) -> TrainedLearner:
        """Return the trained learner of a lesson, bit for bit."""
        shape = self.learner.shape(lesson.spec)
        generator = torch.Generator().manual_seed(self.learner.seed)
        module = build_network(shape, *lesson.sizes, generator).to(lesson.train.inputs.dtype)
        module.load_state_dict({name: torch.from_numpy(w) for name, w in self.weights.items()})
        model = NetworkModel(shape, module.eval())
        return TrainedLearner(self.learner, model, self.best_epoch, self.validation_loss)


@dataclass(frozen=True)
class Ready:
    """The process has started and can be given a lesson."""


@dataclass(frozen=True)
class GoOn:
    """Train the next round."""


@dataclass(frozen=True)
class EndAfter:
    """End, keep so many rounds, and send the trained learners."""

    rounds: int


@dataclass(frozen=True)
class Told:
    """What came of a round, and whether there is nothing left to train."""

    reports: tuple[LearnerReport, ...]
    is_over: bool


def serve(line: Line) -> None:
    """Train what the other end of a line asks for; this is all that the process does.

    Between batches it looks for a message, so that an end, or the end of the other process,
    takes effect at once.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    torch.set_num_threads(THREADS)
    try:
        line.send(Ready())
        follow(line)
    except (EOFError, OSError):
        return


def follow(line: Line) -> None:
    """Take a lesson, train a round for each `GoOn`, and after `EndAfter` send who was trained."""
    turns = Turns(line.recv().unpacked())
    while isinstance(order := line.recv(), GoOn):
        reports = turns.train_round(line.poll)
        if reports is not None:
            line.send(Told(reports, turns.is_over))
    turns.keep(order.rounds)
    line.send(tuple(PackedLearner.of(one) for one in turns.trained()))


def _arrays(rows: TaughtRows) -> Arrays:
    return tuple(None if part is None else part.numpy() for part in rows.parts)


def _rows(arrays: Arrays) -> TaughtRows:
    inputs, target, labelled, said, shown = (
        None if array is None else torch.from_numpy(array) for array in arrays
    )
    assert isinstance(inputs, Tensor)
    assert isinstance(target, Tensor)
    assert isinstance(labelled, Tensor)
    return TaughtRows(inputs, target, labelled, said, shown)
