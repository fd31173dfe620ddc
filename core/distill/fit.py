"""Training one network, an epoch at a time."""

from __future__ import annotations

import copy
import dataclasses
import math
from collections.abc import Generator
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from core.distill.learners import Learner, TaughtRows, TrainedLearner
from core.distill.monitor import WATCHED_ROWS, Losses, reports, roc_auc, watch
from core.distill.objective import Objective
from core.distill.reports import LearnerReport, StopSignal, asked_in_vain
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

    Parameters are those of `Training`, and besides:

    should_stop : StopSignal
        Asked between batches and after each epoch. An epoch that it cuts short is dropped, but
        the first is always finished; the network of the best finished epoch is returned.

    Raises
    ------
    TrainingError
        When no epoch had a finite loss.
    SpecError
        When the device is not in this machine.
    """
    training = Training(module, spec, learner, train, validation, settings, generator, patience)
    while not training.is_over:
        report = training.train_epoch(should_stop if training.epoch else asked_in_vain(should_stop))
        if report is None:
            break
        yield report
        if should_stop():
            break
    return training.finished()


class Training:
    """One network in training.

    The best epoch is the one with the smallest validation loss, mixed with the learner's
    own alpha, so that alpha = 1 does not look at a label to stop either. A loss that is no
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
    patience : int, optional
        Epochs without a better one after which to end; by default all are trained.

    Attributes
    ----------
    epoch : int
        Epochs that are finished.
    is_over : bool
        Whether there is nothing left to train.

    Raises
    ------
    SpecError
        When the device is not in this machine.
    """

    def __init__(
        self,
        module: nn.Module,
        spec: ModelSpec,
        learner: Learner,
        train: TaughtRows,
        validation: TaughtRows,
        settings: TrainSpec,
        generator: torch.Generator,
        patience: int | None = None,
    ) -> None:
        self.module, self.spec, self.learner = module, spec, learner
        self.settings, self.generator, self.patience = settings, generator, patience
        device = device_of(settings.device)
        module.to(device)
        self.train, self.validation = train.on(device), validation.on(device)
        self.watched = self.train.evenly(WATCHED_ROWS)
        self.objective = Objective(learner, module, self.train)
        self.optimizer = torch.optim.AdamW(
            [*module.parameters(), *self.objective.parameters()],
            settings.learning_rate,
            weight_decay=settings.weight_decay,
            fused=True,
        )
        self.epoch, self.is_over = 0, False
        self.best = self.best_before = _Best(math.inf, 0, {})

    def train_epoch(self, should_stop: StopSignal) -> LearnerReport | None:
        """Train one epoch and return its report; None where `should_stop` cut it short.

        An epoch that was cut short leaves nothing behind, and the training is over.
        """
        if not self._pass_over_rows(should_stop):
            self.is_over = True
            return None
        self.epoch += 1
        seen, _ = _watch(self.module, self.objective, self.watched)
        checked, auc = _watch(self.module, self.objective, self.validation)
        loss = checked.total.item()
        is_best = self._keep_if_best(loss)
        report = reports((self.learner,), seen, checked, auc, torch.tensor([is_best]))[0]
        has_diverged = not math.isfinite(loss)
        since_best = self.epoch - self.best.epoch
        is_last = self.epoch == self.settings.epochs
        self.is_over = (
            has_diverged or is_last or bool(self.patience and since_best >= self.patience)
        )
        return dataclasses.replace(report, diverged=has_diverged)

    def take_back(self) -> None:
        """Forget the latest epoch, as if it had been cut short; the training is over."""
        self.epoch, self.best, self.is_over = self.epoch - 1, self.best_before, True

    def finished(self) -> TrainedLearner:
        """Return the network of the best epoch.

        Raises
        ------
        TrainingError
            When no epoch had a finite loss.
        """
        if self.best.epoch == 0:
            raise diverged(self.learner)
        self.module.load_state_dict(self.best.weights)
        model = NetworkModel(self.spec, self.module.cpu().eval())
        return TrainedLearner(self.learner, model, self.best.epoch, self.best.loss)

    def _pass_over_rows(self, should_stop: StopSignal) -> bool:
        """Learn from all rows once; return False where `should_stop` said so between batches."""
        self.module.train()
        order = torch.randperm(len(self.train), generator=self.generator)
        for number, index in enumerate(torch.split(order, self.settings.batch_size)):
            if number and should_stop():
                return False
            self.optimizer.zero_grad(set_to_none=True)
            loss = self.objective.loss(self.module, self.train.take(index))
            loss.backward()  # type: ignore[no-untyped-call]
            self.optimizer.step()
        return True

    def _keep_if_best(self, loss: float) -> bool:
        self.best_before = self.best
        if not loss < self.best.loss:
            return False
        self.best = _Best(loss, self.epoch, copy.deepcopy(self.module.state_dict()))
        return True


@dataclass(frozen=True)
class _Best:
    """The weights of the best epoch so far, and its validation loss."""

    loss: float
    epoch: int
    weights: dict[str, Tensor]


def diverged(learner: Learner) -> TrainingError:
    """Return the error of a training without one usable epoch."""
    return TrainingError(
        "The loss must stay finite in training",
        f"the {learner.role} model with seed {learner.seed} had no usable epoch",
        "Lower the learning rate, or look for extreme values in the data.",
    )


@torch.no_grad()
def _watch(module: nn.Module, objective: Objective, rows: TaughtRows) -> tuple[Losses, Tensor]:
    module.eval()
    logits = torch.cat([module(chunk) for chunk in torch.split(rows.inputs, WATCHED_ROWS)]).T[None]
    losses = watch(logits, rows.teacher_logits, rows.target, rows.labelled, (objective.learner,))
    hidden = objective.hidden_loss(module, rows)
    told = dataclasses.replace(losses, total=losses.total + hidden)
    return told, roc_auc(logits.cpu(), rows.target.cpu())
