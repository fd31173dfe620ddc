"""Training all students of a run, stacked where their shape allows it."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Generator

import torch

from core.distill.fit import Fitting, diverged, fit
from core.distill.gradients import VOICE_GRADIENTS
from core.distill.learners import Learner, TaughtRows, TrainedLearner
from core.distill.reports import EpochReport, LearnerReport, StopSignal
from core.distill.stacked import STACKABLE, fit_stacked
from core.errors import TrainingError
from core.models.network import build_network
from core.spec import DistillSpec, ModelSpec, RunSpec, TrainSpec

FEWEST_SEEDS = 2

Rounds = Generator[tuple[LearnerReport, ...], None, tuple[TrainedLearner, ...]]


def paired_learners(spec: RunSpec) -> tuple[Learner, ...]:
    """Return the student alone and the distilled student of every seed, side by side.

    Alone is the case alpha = 0, so the two are equal bit for bit when alpha is zero.
    """
    heat, method = temperature_of(spec.distill), spec.distill.method
    return tuple(
        learner
        for seed in spec.seeds
        for learner in (
            Learner("alone", seed, 0.0, heat, method),
            Learner("distilled", seed, spec.distill.alpha, heat, method),
        )
    )


def temperature_of(distill: DistillSpec) -> float:
    """Return the temperature of both answers; a teacher who knows nothing is not softened."""
    return 1.0 if distill.method == "smoothing" else distill.temperature


def train_students(
    spec: ModelSpec,
    learners: tuple[Learner, ...],
    train: TaughtRows,
    validation: TaughtRows,
    settings: TrainSpec,
    should_stop: StopSignal,
) -> Generator[EpochReport, None, tuple[TrainedLearner, ...]]:
    """Train students, yielding one report an epoch for all of them together.

    Parameters
    ----------
    spec : ModelSpec
        The students' common shape.
    learners : tuple of Learner
        Seed by seed.
    train, validation : TaughtRows
        With the teacher's logits.
    settings : TrainSpec
    should_stop : StopSignal
        Asked after each epoch; the best epoch so far is kept.

    Returns
    -------
    tuple of TrainedLearner
        In the order of `learners`. A seed of which one learner had no usable epoch is left
        out with all its learners, as long as two seeds remain.

    Raises
    ------
    TrainingError
        When fewer than two of several seeds remain, or the only one is lost.
    """
    is_stacked = spec.name in STACKABLE and all(x.method in VOICE_GRADIENTS for x in learners)
    rounds = (
        fit_stacked(spec, learners, train, validation, settings, should_stop)
        if is_stacked
        else _fit_in_turns(spec, learners, train, validation, settings, should_stop)
    )
    started = time.perf_counter()
    epoch = 0
    while True:
        try:
            reported = next(rounds)
        except StopIteration as ended:
            return _without_lost_seeds(learners, ended.value)
        epoch += 1
        seconds = time.perf_counter() - started
        yield EpochReport("students", epoch, settings.epochs, reported, seconds)


def _fit_in_turns(
    spec: ModelSpec,
    learners: tuple[Learner, ...],
    train: TaughtRows,
    validation: TaughtRows,
    settings: TrainSpec,
    should_stop: StopSignal,
) -> Rounds:
    asked = _AskedOnce(should_stop)
    turns = [_Turn(_fit_one(spec, x, train, validation, settings, asked)) for x in learners]
    while True:
        reported = [turn.report() for turn in turns]
        if all(turn.is_over for turn in turns):
            return tuple(turn.trained for turn in turns if turn.trained)
        yield tuple(report for report in reported if report)
        asked.ask()


class _Turn:
    """One learner among others: when it has ended, its last report stands."""

    def __init__(self, fitting: Fitting) -> None:
        self.fitting, self.is_over = fitting, False
        self.latest: LearnerReport | None = None
        self.trained: TrainedLearner | None = None

    def report(self) -> LearnerReport | None:
        """Train one epoch more, if the learner has not ended."""
        if self.is_over:
            return self.latest
        try:
            self.latest = next(self.fitting)
        except StopIteration as ended:
            self.trained = ended.value
            self._end()
        except TrainingError:
            self._end()
        return self.latest

    def _end(self) -> None:
        self.is_over = True
        if self.latest:
            self.latest = dataclasses.replace(self.latest, is_best=False)


def _without_lost_seeds(
    learners: tuple[Learner, ...], trained: tuple[TrainedLearner, ...]
) -> tuple[TrainedLearner, ...]:
    usable = {one.learner for one in trained}
    lost = [learner for learner in learners if learner not in usable]
    lost_seeds = {learner.seed for learner in lost}
    kept = tuple(one for one in trained if one.learner.seed not in lost_seeds)
    if lost and len({one.learner.seed for one in kept}) < FEWEST_SEEDS:
        raise diverged(lost[0])
    return kept


class _AskedOnce:
    """Gives all learners of a round the same answer, so that they end after the same epoch."""

    def __init__(self, should_stop: StopSignal) -> None:
        self.should_stop, self.answer = should_stop, False

    def ask(self) -> None:
        self.answer = self.should_stop()

    def __call__(self) -> bool:
        return self.answer


def _fit_one(
    spec: ModelSpec,
    learner: Learner,
    train: TaughtRows,
    validation: TaughtRows,
    settings: TrainSpec,
    should_stop: StopSignal,
) -> Fitting:
    assert train.teacher_logits is not None
    generator = torch.Generator().manual_seed(learner.seed)
    n_features, n_classes = train.inputs.shape[-1], train.teacher_logits.shape[1]
    shape = learner.shape(spec)
    module = build_network(shape, n_features, n_classes, generator).to(train.inputs.dtype)
    own = learner.settings(settings)
    return fit(
        module, shape, learner, train, validation, own, generator, should_stop, learner.patience
    )
