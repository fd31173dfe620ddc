"""Growing a random forest as a teacher."""

from __future__ import annotations

import time
from collections.abc import Generator

import torch
from torch import Tensor

from core.distill.learners import Learner, TaughtRows, TrainedLearner
from core.distill.monitor import WATCHED_ROWS, Losses, reports, roc_auc, watch
from core.distill.reports import EpochReport, StopSignal
from core.models.forest import Votes, grow_forest
from core.spec import ModelSpec

TREES_PER_REPORT = 5


def train_forest(
    spec: ModelSpec,
    learner: Learner,
    train: TaughtRows,
    validation: TaughtRows,
    n_classes: int,
    should_stop: StopSignal,
) -> Generator[EpochReport, None, TrainedLearner]:
    """Grow a random forest, yielding a report every few trees.

    The number of trees with the smallest validation loss is kept; `should_stop` is asked
    after each report. Labels of all training rows must be known.
    """
    started = time.perf_counter()
    watched = train.evenly(WATCHED_ROWS)
    seen, checked = Votes(watched.inputs, n_classes), Votes(validation.inputs, n_classes)
    best_loss, best_trees = float("inf"), 0
    for model in grow_forest(spec, train.inputs, train.target, learner.seed, TREES_PER_REPORT):
        logits = checked.logits(model)
        losses = _losses(logits, validation, learner)
        is_best = losses.total.item() < best_loss
        if is_best:
            best_loss, best_trees = losses.total.item(), checked.counted
        told = reports(
            (learner,),
            _losses(seen.logits(model), watched, learner),
            losses,
            roc_auc(logits.T[None], validation.target),
            torch.tensor([is_best]),
        )
        seconds = time.perf_counter() - started
        yield EpochReport("teacher", checked.counted, spec.trees, told, seconds)
        if should_stop():
            break
    return TrainedLearner(learner, model.shortened(best_trees), best_trees, best_loss)


def _losses(logits: Tensor, rows: TaughtRows, learner: Learner) -> Losses:
    return watch(logits.T[None], None, rows.target, rows.labelled, (learner,))
