"""Training one network, an epoch at a time."""

from __future__ import annotations

import copy
import dataclasses
import math
from collections.abc import Generator

import torch
from torch import Tensor, nn

from core.distill.learners import Learner, TaughtRows, TrainedLearner
from core.distill.monitor import WATCHED_ROWS, Losses, reports, roc_auc, watch
from core.distill.objective import Objective
from core.distill.reports import LearnerReport, StopSignal
from core.errors import TrainingError
from core.models.device import device_of
from core.models.network import NetworkModel
from core.spec import ModelSpec, TrainSpec

Fitting = Generator[LearnerReport, None, TrainedLearner]


def fit(
    module: nn.Module,
    spec: ModelSpec,
    learner: Learner,
    train: TaughtRows,
    validation: TaughtRows,
    settings: TrainSpec,
    generator: torch.Generator,
    should_stop: StopSignal,
    patience: int | None = None,
) -> Fitting:
    """Train one network, yielding a report after each epoch.

    The best epoch is the one with the smallest validation loss, mixed with the learner's
    own alpha, so that alpha = 1 does not look at a label to stop either. At the end, or
    once `should_stop` says so, the network of the best epoch is returned. A loss that is no
    longer finite ends the training as well, with a last report that says so.

    Parameters
    ----------
    module : nn.Module
        The untrained network; its dropout draws from `generator`.
    train, validation : TaughtRows
        Rows to learn from, and rows that choose the epoch.
    settings : TrainSpec
        Epochs, batch size, learning rate and weight decay (AdamW); and the device, on
        which only the training happens.
    generator : torch.Generator
        Gives the order of the rows; it stays on the processor, whatever the device.
    should_stop : StopSignal
        Asked after each epoch.
    patience : int, optional
        Epochs without a better one after which to end; by default all are trained.

    Raises
    ------
    TrainingError
        When no epoch had a finite loss.
    SpecError
        When the device is not in this machine.
    """
    device = device_of(settings.device)
    module.to(device)
    train, validation = train.on(device), validation.on(device)
    objective = Objective(learner, module, train)
    optimizer = torch.optim.AdamW(
        [*module.parameters(), *objective.parameters()],
        settings.learning_rate,
        weight_decay=settings.weight_decay,
        fused=True,
    )
    watched = train.evenly(WATCHED_ROWS)
    best = _Best(module)
    for epoch in range(1, settings.epochs + 1):
        _train_epoch(module, objective, train, settings.batch_size, optimizer, generator)
        seen, _ = _watch(module, objective, watched)
        checked, auc = _watch(module, objective, validation)
        has_diverged = not math.isfinite(checked.total.item())
        is_best = best.offer(module, epoch, checked.total.item())
        report = reports((learner,), seen, checked, auc, torch.tensor([is_best]))[0]
        yield dataclasses.replace(report, diverged=has_diverged)
        if has_diverged or should_stop() or (patience and epoch - best.epoch >= patience):
            break
    if best.epoch == 0:
        raise diverged(learner)
    module.load_state_dict(best.weights)
    return TrainedLearner(learner, NetworkModel(spec, module.cpu().eval()), best.epoch, best.loss)


class _Best:
    """The weights of the best epoch so far."""

    def __init__(self, module: nn.Module) -> None:
        self.loss, self.epoch = math.inf, 0
        self.weights = copy.deepcopy(module.state_dict())

    def offer(self, module: nn.Module, epoch: int, loss: float) -> bool:
        if not loss < self.loss:
            return False
        self.loss, self.epoch = loss, epoch
        self.weights = copy.deepcopy(module.state_dict())
        return True


def diverged(learner: Learner) -> TrainingError:
    """Return the error of a training without one usable epoch."""
    return TrainingError(
        "The loss must stay finite in training",
        f"the {learner.role} model with seed {learner.seed} had no usable epoch",
        "Lower the learning rate, or look for extreme values in the data.",
    )


def _train_epoch(
    module: nn.Module,
    objective: Objective,
    train: TaughtRows,
    batch_size: int,
    optimizer: torch.optim.Optimizer,
    generator: torch.Generator,
) -> None:
    module.train()
    for index in torch.split(torch.randperm(len(train), generator=generator), batch_size):
        optimizer.zero_grad(set_to_none=True)
        loss = objective.loss(module, train.take(index))
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()


@torch.no_grad()
def _watch(module: nn.Module, objective: Objective, rows: TaughtRows) -> tuple[Losses, Tensor]:
    module.eval()
    logits = torch.cat([module(chunk) for chunk in torch.split(rows.inputs, WATCHED_ROWS)]).T[None]
    losses = watch(logits, rows.teacher_logits, rows.target, rows.labelled, (objective.learner,))
    hidden = objective.hidden_loss(module, rows)
    told = dataclasses.replace(losses, total=losses.total + hidden)
    return told, roc_auc(logits.cpu(), rows.target.cpu())
