"""Training all students of a run, stacked where their shape allows it."""

from __future__ import annotations

import time
from collections.abc import Generator

import torch

from core.distill.fit import Fitting, fit
from core.distill.learners import Learner, TaughtRows, TrainedLearner
from core.distill.reports import EpochReport, LearnerReport, StopSignal
from core.distill.stacked import STACKABLE, fit_stacked
from core.models.network import build_network
from core.spec import ModelSpec, RunSpec, TrainSpec

Rounds = Generator[tuple[LearnerReport, ...], None, tuple[TrainedLearner, ...]]


def paired_learners(spec: RunSpec) -> tuple[Learner, ...]:
    """Return the student alone and the distilled student of every seed, side by side.

    Alone is the case alpha = 0, so the two are equal bit for bit when alpha is zero.
    """
    heat = spec.distill.temperature
    return tuple(
        learner
        for seed in spec.seeds
        for learner in (
            Learner("alone", seed, 0.0, heat),
            Learner("distilled", seed, spec.distill.alpha, heat),
        )
    )


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
        In the order of `learners`.
    """
    rounds = (
        fit_stacked(spec, learners, train, validation, settings, should_stop)
        if spec.name in STACKABLE
        else _fit_in_turns(spec, learners, train, validation, settings, should_stop)
    )
    started = time.perf_counter()
    epoch = 0
    while True:
        try:
            reported = next(rounds)
        except StopIteration as ended:
            trained: tuple[TrainedLearner, ...] = ended.value
            return trained
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
    fittings = [_fit_one(spec, x, train, validation, settings, asked) for x in learners]
    trained: list[TrainedLearner] = []
    while True:
        reported = []
        for fitting in fittings:
            try:
                reported.append(next(fitting))
            except StopIteration as ended:
                trained.append(ended.value)
        if trained:
            return tuple(trained)
        yield tuple(reported)
        asked.ask()


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
    module = build_network(spec, n_features, n_classes, generator).to(train.inputs.dtype)
    return fit(module, spec, learner, train, validation, settings, generator, should_stop)
