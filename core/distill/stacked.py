"""Many small students in one training.

Linear and MLP students of one shape, all seeds, alone and distilled, are one stack of
weights laid out (students, width, rows): one matrix product serves them all, and the
gradient of the loss is written down instead of traced. Each student sees what it would
see by itself: its own first weights, its own order of the rows, its own best epoch.
"""

from __future__ import annotations

import math
from collections.abc import Generator
from dataclasses import replace

import torch
from torch import Tensor, nn

from core.distill.adamw import StackedAdamW
from core.distill.fit import diverged
from core.distill.layers import stack_layers, unstack_layers
from core.distill.learners import Learner, TaughtRows, TrainedLearner
from core.distill.lessons import Lessons, Step
from core.distill.masks import Masks
from core.distill.monitor import WATCHED_ROWS, Losses, reports, roc_auc, watch
from core.distill.padding import even_columns, even_rows
from core.distill.passes import Space, backward, forward
from core.distill.reports import LearnerReport, StopSignal, asked_in_vain
from core.models.device import device_of
from core.models.network import NetworkModel, build_network
from core.spec import ModelSpec, TrainSpec

STACKABLE = frozenset({"linear", "mlp"})
CHUNK_ROWS = 256
RANKED_LEARNERS = 20


def fit_stacked(
    spec: ModelSpec,
    learners: tuple[Learner, ...],
    train: TaughtRows,
    validation: TaughtRows,
    settings: TrainSpec,
    should_stop: StopSignal,
) -> Generator[tuple[LearnerReport, ...], None, tuple[TrainedLearner, ...]]:
    """Train students side by side, yielding one report a student after each epoch.

    Ranking many students costs more than it tells: with more than 20 the area under the
    curve is worked out only every second epoch, with more than 40 every third and so on,
    and in the first and the last one; it is not a number in between.

    Parameters
    ----------
    spec : ModelSpec
        The students' common shape: "linear" or "mlp".
    learners : tuple of Learner
        Seed by seed, with the same number for each seed. Learners of one seed share first
        weights, the order of the rows and the numbers that dropout draws.
    train, validation : TaughtRows
        With the teacher's logits.
    settings : TrainSpec
        Epochs and batch size; learning rate and weight decay (AdamW) of learners without own.
    should_stop : StopSignal
        Asked between batches and after each epoch. An epoch that it cuts short is dropped, but
        the first is always finished.

    Returns
    -------
    tuple of TrainedLearner
        In the order of `learners`, each with the weights of its best epoch, without those
        that had no epoch with a finite loss.

    Raises
    ------
    TrainingError
        When no student had an epoch with a finite loss.
    """
    device = device_of(settings.device)
    train, validation = train.on(device), validation.on(device)
    stack = Stack(spec, learners, train, settings)
    watched = train.evenly(WATCHED_ROWS)
    seen_rows, checked_rows = stack.readable(watched), stack.readable(validation)
    ranked_every = math.ceil(len(learners) / RANKED_LEARNERS)
    for epoch in range(1, settings.epochs + 1):
        if not stack.train_epoch(should_stop if epoch > 1 else asked_in_vain(should_stop)):
            break
        seen, _ = stack.watch(seen_rows, len(watched))
        checked, logits = stack.watch(checked_rows, len(validation))
        is_best = stack.keep_best(checked.total, epoch)
        is_ranked = epoch % ranked_every == 0 or epoch in (1, settings.epochs)
        auc = roc_auc(logits.cpu(), validation.target.cpu()) if is_ranked else seen.hard * torch.nan
        told = reports(learners, seen, checked, auc, is_best)
        yield tuple(replace(one, diverged=not math.isfinite(one.validation)) for one in told)
        if should_stop() or not stack.goes_on(epoch):
            break
    return stack.trained()


class Stack:
    """The students' weights, their optimizer and the best weights so far."""

    def __init__(
        self,
        spec: ModelSpec,
        learners: tuple[Learner, ...],
        train: TaughtRows,
        settings: TrainSpec,
    ) -> None:
        self.spec, self.learners, self.settings = spec, learners, settings
        self.lessons = Lessons(learners, train)
        seeds = tuple(dict.fromkeys(learner.seed for learner in learners))
        self.cells = len(learners) // len(seeds)
        self.generators = [torch.Generator().manual_seed(seed) for seed in seeds]
        sizes = train.inputs.shape[1], self.lessons.n_classes
        self.modules = [build_network(spec, *sizes, generator) for generator in self.generators]
        for module in self.modules:
            module.to(train.inputs)
        self.masks = Masks(spec, learners[: self.cells], self.modules, train.inputs)
        self.space = Space(train.inputs)
        self.layers = stack_layers(self.modules, self.cells, self.lessons.inputs.shape[1])
        self.gradients = self.layers.alike(0.0)
        own = [learner.settings(settings) for learner in learners]
        rates, decays = [o.learning_rate for o in own], [o.weight_decay for o in own]
        self.optimizer = StackedAdamW(self.layers, self.gradients, rates, decays)
        self.best = self.layers.copy()
        self.best_loss = train.inputs.new_full((len(learners),), torch.inf)
        self.best_epoch = torch.zeros_like(self.best_loss, dtype=torch.int64)
        patience = [learner.patience or settings.epochs for learner in learners]
        self.patience = self.best_epoch.new_tensor(patience)

    @torch.inference_mode()
    def train_epoch(self, should_stop: StopSignal) -> bool:
        """Pass over all rows once, each seed in an order of its own.

        Returns False where `should_stop` said so between steps: the epoch is not finished, and
        the best weights are those of the epochs before it.
        """
        n_rows = self.lessons.n_rows
        orders = torch.stack([torch.randperm(n_rows, generator=g) for g in self.generators])
        orders = orders.to(self.lessons.inputs.device)
        steps = self.lessons.steps(orders, self.settings.batch_size)
        for number, step in enumerate(steps):
            if number and should_stop():
                return False
            self._step(step)
        return True

    def _step(self, step: Step) -> None:
        masks = self.masks.draw(step.known)
        units, logits = forward(self.layers, step.inputs, masks, self.space)
        grouped = logits.view(len(self.generators), self.cells, *logits.shape[1:])
        gradient = self.lessons.gradient(grouped, step).view_as(logits)
        kept = self.masks.kept
        backward(self.layers, self.gradients, step.inputs, units, gradient, kept, self.space)
        self.optimizer.step()

    def readable(self, rows: TaughtRows) -> TaughtRows:
        """Return rows as the stack reads them: with even columns, and filled up to even rows."""
        said = rows.teacher_logits
        return TaughtRows(
            even_rows(even_columns(rows.inputs), dim=0),
            even_rows(rows.target, dim=0),
            even_rows(rows.labelled, dim=0),
            None if said is None else even_rows(said, dim=0),
        )

    @torch.inference_mode()
    def watch(self, rows: TaughtRows, known: int) -> tuple[Losses, Tensor]:
        """Return every student's losses on the first of readable rows, and what they answer."""
        chunks = [
            forward(self.layers, chunk[None], [], self.space)[1].clone()
            for chunk in torch.split(rows.inputs, CHUNK_ROWS)
        ]
        logits = torch.cat(chunks, dim=2)
        said, target, labelled = rows.teacher_logits, rows.target, rows.labelled
        losses = watch(logits, said, target, labelled, self.learners, known)
        return losses, logits[..., :known]

    def keep_best(self, loss: Tensor, epoch: int) -> Tensor:
        """Keep the weights of students that have never been better; return which.

        A student whose patience has run out is finished, and is not looked at any more.
        """
        is_best = (loss < self.best_loss) & self._is_learning(epoch - 1)
        self.best_loss = torch.where(is_best, loss, self.best_loss)
        self.best_epoch[is_best] = epoch
        for kept, now in zip(self.best.tensors, self.layers.tensors, strict=True):
            torch.where(is_best[:, None, None], now, kept, out=kept)
        return is_best

    def goes_on(self, epoch: int) -> bool:
        """Tell whether any student still learns after so many epochs."""
        return bool((self._is_learning(epoch) & self.best_loss.isfinite()).any())

    def _is_learning(self, epoch: int) -> Tensor:
        return epoch - self.best_epoch < self.patience

    def trained(self) -> tuple[TrainedLearner, ...]:
        """Return each student as a network of its own, with its best weights."""
        steps = math.ceil(self.lessons.n_rows / self.settings.batch_size)
        epochs = self.best_epoch.tolist()
        decays = zip(self.optimizer.left, epochs, strict=True)
        left = [once ** (steps * epoch) for once, epoch in decays]
        modules = unstack_layers(self.best, self.modules, self.cells, left)
        losses = self.best_loss.tolist()
        finished = zip(self.learners, modules, epochs, losses, strict=True)
        usable = tuple(self._finished(*one) for one in finished if one[2] > 0)
        if not usable:
            raise diverged(self.learners[0])
        return usable

    def _finished(
        self, learner: Learner, module: nn.Module, epoch: int, loss: float
    ) -> TrainedLearner:
        model = NetworkModel(learner.shape(self.spec), module.cpu().eval())
        return TrainedLearner(learner, model, epoch, loss)
