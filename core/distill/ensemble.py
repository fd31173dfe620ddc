"""Training the members of an ensemble teacher one after another."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from dataclasses import replace

import torch
from torch import Tensor

from core.distill.learners import Learner, TaughtRows, TrainedLearner
from core.distill.monitor import WATCHED_ROWS, Losses, reports, roc_auc, watch
from core.distill.reports import EpochReport, LearnerReport, StopSignal
from core.models.ensemble import EnsembleModel
from core.models.trained import TrainedModel, member_inputs
from core.spec import FEWEST_MEMBERS, ModelSpec, TrainSpec

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
    Pritzel and Blundell, 2017, arXiv 1612.01474). No member's epoch is marked as the best: the
    last report is that of the ensemble itself, and the best. Once `should_stop` says so, the
    members that are ready answer alone, under a spec that names no other; a single one answers
    as the model that it is.

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
    epochs = sum(lengths) + 1
    members: list[TrainedModel] = []
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
        trained, seconds = yield from _shifted(training, done, epochs, seconds)
        members.append(trained.model)
        if should_stop():
            break
    started = time.perf_counter()
    model, epoch = _together(spec, members), sum(lengths[: len(members)]) + 1
    report, loss = _report(model, learner, train, validation)
    seconds += time.perf_counter() - started
    yield EpochReport("teacher", epoch, epochs, (report,), seconds)
    return TrainedLearner(learner, model, epoch, loss)


def _together(spec: ModelSpec, members: list[TrainedModel]) -> TrainedModel:
    if len(members) < FEWEST_MEMBERS:
        return members[0]
    named = spec.model_copy(update={"members": tuple(member.spec.name for member in members)})
    return EnsembleModel(named, tuple(members))


def _view(member: ModelSpec, rows: TaughtRows) -> TaughtRows:
    return replace(rows, inputs=member_inputs(member, rows.inputs))


def _shifted(
    training: Teaching, done: int, epochs: int, seconds: float
) -> Generator[EpochReport, None, tuple[TrainedLearner, float]]:
    """Count a member's epochs and seconds on from those before it, and mark none as the best."""
    spent = 0.0
    while True:
        try:
            report = next(training)
        except StopIteration as ended:
            return ended.value, seconds + spent
        spent = report.seconds
        yield replace(
            report,
            epoch=done + report.epoch,
            epochs=epochs,
            learners=tuple(replace(one, is_best=False) for one in report.learners),
            seconds=seconds + report.seconds,
        )


def _report(
    model: TrainedModel, learner: Learner, train: TaughtRows, validation: TaughtRows
) -> tuple[LearnerReport, float]:
    """Return what a trained model is worth, and its validation loss."""
    watched = train.evenly(WATCHED_ROWS)
    seen, checked = (
        model.logits(member_inputs(model.spec, rows.inputs)) for rows in (watched, validation)
    )
    losses = _losses(checked, validation, learner)
    auc = roc_auc(checked.T[None], validation.target)
    told = reports((learner,), _losses(seen, watched, learner), losses, auc, torch.tensor([True]))
    return told[0], losses.total.item()


def _losses(logits: Tensor, rows: TaughtRows, learner: Learner) -> Losses:
    return watch(logits.T[None], None, rows.target, rows.labelled, (learner,))
