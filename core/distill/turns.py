"""Students that train one after another, an epoch each in turn."""

from __future__ import annotations

import dataclasses
import math
import time

import torch

from core.distill.fit import Training
from core.distill.learners import Learner, TaughtRows, TrainedLearner
from core.distill.reports import LearnerReport, StopSignal, asked_in_vain
from core.errors import TrainingError
from core.models.network import build_network
from core.spec import ModelSpec, TrainSpec

SAMPLE_SECONDS = 1.0


@dataclasses.dataclass(frozen=True)
class Lesson:
    """Who is to learn what.

    Parameters
    ----------
    spec : ModelSpec
        The students' common shape.
    learners : tuple of Learner
    train, validation : TaughtRows
        With the teacher's logits.
    settings : TrainSpec
    """

    spec: ModelSpec
    learners: tuple[Learner, ...]
    train: TaughtRows
    validation: TaughtRows
    settings: TrainSpec

    def share(self, number: int, shares: int) -> Lesson:
        """Return every so many-th learner's part of the lesson, from one of that number on."""
        return dataclasses.replace(self, learners=self.learners[number::shares])

    def training(self, learner: Learner) -> Training:
        """Return the training of one learner, from its own first weights on."""
        generator = torch.Generator().manual_seed(learner.seed)
        shape = learner.shape(self.spec)
        module = build_network(shape, *self.sizes, generator).to(self.train.inputs.dtype)
        own = learner.settings(self.settings)
        return Training(
            module, shape, learner, self.train, self.validation, own, generator, learner.patience
        )

    @property
    def size_bytes(self) -> int:
        """Return how much memory the rows take."""
        parts = [part for rows in (self.train, self.validation) for part in rows.parts]
        return sum(part.nbytes for part in parts if part is not None)

    @property
    def sizes(self) -> tuple[int, int]:
        """Return the number of features and of classes."""
        assert self.train.teacher_logits is not None
        return self.train.inputs.shape[-1], self.train.teacher_logits.shape[1]


class Turns:
    """The trainings of a lesson, which all end after the same epoch.

    Attributes
    ----------
    rounds : int
        Epochs that every learner has finished.
    """

    def __init__(self, lesson: Lesson) -> None:
        self.lesson, self.rounds = lesson, 0
        self.turns = [_Turn(lesson.training(learner)) for learner in lesson.learners]

    @property
    def is_over(self) -> bool:
        """Whether no learner has anything left to train."""
        return all(turn.training.is_over for turn in self.turns)

    def train_round(self, should_stop: StopSignal) -> tuple[LearnerReport, ...] | None:
        """Train one epoch of each learner that has not ended, and return a report of every one.

        Once `should_stop` says so, between batches or learners, the round is taken back for all
        of them, their training is over, and None returned. The first round is always finished.
        """
        ask = should_stop if self.rounds else asked_in_vain(should_stop)
        for number, turn in enumerate(self.turns):
            if (number and ask()) or not turn.train_up_to(self.rounds + 1, ask):
                self._end_after(self.rounds)
                return None
        self.rounds += 1
        return tuple(turn.latest for turn in self.turns if turn.latest)

    def keep(self, rounds: int) -> None:
        """End after so many rounds: the latest, or the one before it."""
        self.rounds = min(self.rounds, rounds)
        self._end_after(self.rounds)

    def trained(self) -> tuple[TrainedLearner, ...]:
        """Return the learners that had a usable epoch, each with the weights of its best."""
        return tuple(one for turn in self.turns if (one := turn.trained()))

    def seconds_ahead(self, should_stop: StopSignal) -> float:
        """Estimate how long all learners together need, from a second of the first one's start.

        Where an epoch takes no longer, it counts as the first learner's first.
        """
        first, sample = self.turns[0], _Sample(should_stop)
        settings, started = self.lesson.settings, time.perf_counter()
        is_finished = first.train_up_to(1, sample)
        epoch = time.perf_counter() - started
        if not is_finished:
            self.turns[0] = _Turn(self.lesson.training(self.lesson.learners[0]))
        if sample.batches:
            batches = math.ceil(len(self.lesson.train) / settings.batch_size)
            epoch = batches * sample.seconds / sample.batches
        return epoch * settings.epochs * len(self.turns)

    def _end_after(self, rounds: int) -> None:
        for turn in self.turns:
            turn.training.is_over = True
            if turn.training.epoch > rounds:
                turn.training.take_back()


class _Turn:
    """One learner among others: when it has ended, its last report stands."""

    def __init__(self, training: Training) -> None:
        self.training = training
        self.latest: LearnerReport | None = None

    def train_up_to(self, epoch: int, should_stop: StopSignal) -> bool:
        """Train until so many epochs are finished, or the learner has ended; False when stopped."""
        if self.training.epoch >= epoch:
            return True
        if not self.training.is_over:
            self.latest = self.training.train_epoch(should_stop)
        elif self.latest:
            self.latest = dataclasses.replace(self.latest, is_best=False)
        return self.latest is not None

    def trained(self) -> TrainedLearner | None:
        try:
            return self.training.finished()
        except TrainingError:
            return None


class _Sample:
    """Asks another signal in vain, and ends a training itself when it has seen enough.

    Neither the first batch, which is slower, nor a pause of the other signal is counted.
    """

    def __init__(self, should_stop: StopSignal) -> None:
        self.should_stop, self.batches, self.seconds = should_stop, 0, 0.0
        self.resumed: float | None = None

    def __call__(self) -> bool:
        if self.resumed is not None:
            self.batches += 1
            self.seconds += time.perf_counter() - self.resumed
        self.should_stop()
        self.resumed = time.perf_counter()
        return self.seconds > SAMPLE_SECONDS
