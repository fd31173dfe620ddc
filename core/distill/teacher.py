"""Training the teacher on the labelled rows."""

from __future__ import annotations

import time
from collections.abc import Generator
from dataclasses import dataclass

import torch

from core.distill.ensemble import train_ensemble
from core.distill.fit import fit
from core.distill.forest import train_forest
from core.distill.learners import Learner, TaughtRows, TrainedLearner
from core.distill.monitor import WATCHED_ROWS, Losses, reports, roc_auc, watch
from core.distill.reports import EpochReport, LearnerReport, StopSignal
from core.models.network import build_network
from core.models.trees import TreeModel, fit_trees, staged_logits
from core.spec import ModelSpec, TrainSpec

PATIENCE_EPOCHS = 8
ROUNDS_PER_REPORT = 5

Teaching = Generator[EpochReport, None, TrainedLearner]


def train_teacher(
    spec: ModelSpec,
    train: TaughtRows,
    validation: TaughtRows,
    n_classes: int,
    settings: TrainSpec,
    should_stop: StopSignal,
) -> Teaching:
    """Train a teacher, yielding a report an epoch, or every few trees and at the best of them.

    Parameters
    ----------
    spec : ModelSpec
        Boosted trees, a random forest, a network, or an ensemble of them.
    train, validation : TaughtRows
        Only labelled rows are used; the validation loss chooses the epoch or round.
    n_classes : int
        Number of classes.
    settings : TrainSpec
        The first seed is the teacher's.
    should_stop : StopSignal
        Asked between batches and after each epoch of a network, and after every few trees.
        Boosted trees are all grown, in about a second, when it is first asked: it may pause or
        cancel them, but what it says no longer shortens them.

    Raises
    ------
    TrainingError
        When no epoch had a finite loss.
    """
    learner = Learner("teacher", settings.seed, 0.0, 1.0)
    known = _labelled(train)
    if spec.name == "trees":
        return _train_trees(spec, learner, known, validation, should_stop)
    if spec.name == "forest":
        return train_forest(spec, learner, known, validation, n_classes, should_stop)
    if spec.name == "ensemble":
        return train_ensemble(
            spec, learner, known, validation, n_classes, settings, should_stop, train_teacher
        )
    return _train_network(spec, learner, known, validation, n_classes, settings, should_stop)


def _labelled(rows: TaughtRows) -> TaughtRows:
    keep = rows.labelled
    return TaughtRows(rows.inputs[keep], rows.target[keep], keep[keep], None)


def _train_trees(
    spec: ModelSpec,
    learner: Learner,
    train: TaughtRows,
    validation: TaughtRows,
    should_stop: StopSignal,
) -> Teaching:
    started = time.perf_counter()
    model = fit_trees(spec, train.inputs, train.target, spec.trees, learner.seed)
    best_loss, best_round = float("inf"), 1
    watched = train.evenly(WATCHED_ROWS)
    stages = zip(
        staged_logits(model, watched.inputs), staged_logits(model, validation.inputs), strict=True
    )
    unsaid: _Round | None = None
    for number, (seen, checked) in enumerate(stages, start=1):
        losses = _losses(checked, validation, learner)
        current = _Round(number, seen, checked, losses, losses.total.item() < best_loss)
        if current.is_best:
            best_loss, best_round, unsaid = losses.total.item(), number, current
        if number % ROUNDS_PER_REPORT == 0 or number == spec.trees:
            # What is kept is marked, though it may lie between two reports.
            for told in dict.fromkeys((unsaid or current, current)):
                own = told.report(learner, watched, validation)
                seconds = time.perf_counter() - started
                yield EpochReport("teacher", told.number, spec.trees, own, seconds)
                should_stop()
            unsaid = None
    return TrainedLearner(
        learner, _shortened(model, train, best_round, learner.seed), best_round, best_loss
    )


@dataclass(frozen=True, eq=False)
class _Round:
    """The trees after one round, and how they do on the validation rows."""

    number: int
    seen: torch.Tensor
    checked: torch.Tensor
    losses: Losses
    is_best: bool

    def report(
        self, learner: Learner, watched: TaughtRows, validation: TaughtRows
    ) -> tuple[LearnerReport, ...]:
        auc = roc_auc(self.checked.T[None], validation.target)
        seen, is_best = _losses(self.seen, watched, learner), torch.tensor([self.is_best])
        return reports((learner,), seen, self.losses, auc, is_best)


def _shortened(model: TreeModel, train: TaughtRows, rounds: int, seed: int) -> TreeModel:
    """Train again for the best number of rounds, which gives the same first trees."""
    if rounds == model.spec.trees:
        return model
    return fit_trees(model.spec, train.inputs, train.target, rounds, seed)


def _losses(logits: torch.Tensor, rows: TaughtRows, learner: Learner) -> Losses:
    return watch(logits.T[None], None, rows.target, rows.labelled, (learner,))


def _train_network(
    spec: ModelSpec,
    learner: Learner,
    train: TaughtRows,
    validation: TaughtRows,
    n_classes: int,
    settings: TrainSpec,
    should_stop: StopSignal,
) -> Teaching:
    started = time.perf_counter()
    generator = torch.Generator().manual_seed(learner.seed)
    module = build_network(spec, train.inputs.shape[-1], n_classes, generator)
    fitting = fit(
        module, spec, learner, train, validation, settings, generator, should_stop, PATIENCE_EPOCHS
    )
    epoch = 0
    while True:
        try:
            report = next(fitting)
        except StopIteration as ended:
            trained: TrainedLearner = ended.value
            return trained
        epoch += 1
        seconds = time.perf_counter() - started
        yield EpochReport("teacher", epoch, settings.epochs, (report,), seconds)
