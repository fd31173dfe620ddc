"""Training the members of an ensemble teacher one after another."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import replace

import torch

from core.distill.learners import Learner, TaughtRows, TrainedLearner
from core.distill.monitor import watch
from core.distill.reports import EpochReport, StopSignal
from core.models.ensemble import EnsembleModel
from core.models.trained import member_inputs
from core.spec import ModelSpec, TrainSpec

Teaching = Generator[EpochReport, None, TrainedLearner]
TrainMember = Callable[
    [ModelSpec, TaughtRows, TaughtRows, int, TrainSpec, StopSignal],
    Teaching,
]
TREE_KINDS = frozenset({"trees", "forest"})


def train_ensemble(
    spec: ModelSpec,
    learner: Learner,
    train: TaughtRows,
    validation: TaughtRows,
    n_classes: int,
    settings: TrainSpec,
    should_stop: StopSignal,
    train_member: TrainMember,
) -> Teaching:
    """Train members one after another, yielding their reports as one long training.

    Each member has a seed of its own, so that two of one kind differ (Lakshminarayanan,
    Pritzel and Blundell, 2017, arXiv 1612.01474). Once `should_stop` says so, the members
    that are ready answer alone.

    Parameters
    ----------
    spec : ModelSpec
        Names the members; each has the ensemble's size.
    learner : Learner
        The ensemble as one learner.
    train, validation : TaughtRows
        Rows, or windows where a member reads windows.
    train_member : callable
        Trains one model, see `train_teacher`.
    """
    lengths = [s.trees if s.name in TREE_KINDS else settings.epochs for s in spec.member_specs]
    members: list[TrainedLearner] = []
    seconds = 0.0
    for number, member in enumerate(spec.member_specs):
        training = train_member(
            member,
            _view(member, train),
            _view(member, validation),
            n_classes,
            settings.model_copy(update={"seed": settings.seed + number}),
            should_stop,
        )
        done = sum(lengths[:number])
        trained, seconds = yield from _shifted(training, done, sum(lengths), seconds)
        members.append(trained)
        if should_stop():
            break
    model = EnsembleModel(spec, tuple(one.model for one in members))
    loss = _loss(model, validation, learner)
    return TrainedLearner(learner, model, max(one.best_epoch for one in members), loss)


def _view(member: ModelSpec, rows: TaughtRows) -> TaughtRows:
    return replace(rows, inputs=member_inputs(member, rows.inputs))


def _shifted(
    training: Teaching, done: int, epochs: int, seconds: float
) -> Generator[EpochReport, None, tuple[TrainedLearner, float]]:
    """Count a member's epochs and seconds on from those of the members before it."""
    spent = 0.0
    while True:
        try:
            report = next(training)
        except StopIteration as ended:
            return ended.value, seconds + spent
        spent = report.seconds
        yield replace(
            report, epoch=done + report.epoch, epochs=epochs, seconds=seconds + report.seconds
        )


def _loss(model: EnsembleModel, rows: TaughtRows, learner: Learner) -> float:
    logits = model.logits(rows.inputs)
    loss: torch.Tensor = watch(logits.T[None], None, rows.target, rows.labelled, (learner,)).total
    return loss.item()
