"""Many small students in one training.

Linear and MLP students of one shape, all seeds, alone and distilled, are one stack of
weights laid out (students, width, rows): one matrix product serves them all, and the
gradient of the loss is written down instead of traced. Each student sees what it would
see by itself: its own first weights, its own order of the rows, its own best epoch.
"""

from __future__ import annotations

from collections.abc import Generator

import torch
from torch import Tensor, nn

from core.distill.fit import diverged
from core.distill.layers import backward, forward, stack_layers, unstack_layers
from core.distill.learners import Learner, TaughtRows, TrainedLearner
from core.distill.losses import hinton_gradient
from core.distill.monitor import WATCHED_ROWS, Losses, reports, roc_auc, watch
from core.distill.reports import LearnerReport, StopSignal
from core.models.dropout import keep_mask
from core.models.network import NetworkModel, build_network
from core.spec import ModelSpec, TrainSpec

STACKABLE = frozenset({"linear", "mlp"})
BLOCK_STEPS = 32
CHUNK_ROWS = 512


def fit_stacked(
    spec: ModelSpec,
    learners: tuple[Learner, ...],
    train: TaughtRows,
    validation: TaughtRows,
    settings: TrainSpec,
    should_stop: StopSignal,
) -> Generator[tuple[LearnerReport, ...], None, tuple[TrainedLearner, ...]]:
    """Train students side by side, yielding one report a student after each epoch.

    Parameters
    ----------
    spec : ModelSpec
        The students' common shape: "linear" or "mlp".
    learners : tuple of Learner
        Seed by seed, with the same number for each seed. Learners of one seed share first
        weights, the order of the rows and the units that dropout switches off.
    train, validation : TaughtRows
        With the teacher's logits.
    settings : TrainSpec
        Epochs, batch size, learning rate and weight decay (AdamW).
    should_stop : StopSignal
        Asked after each epoch.

    Returns
    -------
    tuple of TrainedLearner
        In the order of `learners`, each with the weights of its best epoch.

    Raises
    ------
    TrainingError
        When a student had no epoch with a finite loss.
    """
    stack = _Stack(spec, learners, train, settings)
    watched = train.evenly(WATCHED_ROWS)
    for epoch in range(1, settings.epochs + 1):
        stack.train_epoch()
        seen, _ = stack.watch(watched)
        checked, auc = stack.watch(validation)
        is_best = stack.keep_best(checked.total, epoch)
        yield reports(learners, seen, checked, auc, is_best)
        if should_stop():
            break
    return stack.trained()


class _Stack:
    """The students' weights, their optimizer and the best weights so far."""

    def __init__(
        self,
        spec: ModelSpec,
        learners: tuple[Learner, ...],
        train: TaughtRows,
        settings: TrainSpec,
    ) -> None:
        if train.teacher_logits is None:
            raise ValueError("stacked students need the teacher's logits")
        self.spec, self.learners, self.settings = spec, learners, settings
        self.rows, self.targets = train, _Targets(learners, train)
        seeds = tuple(dict.fromkeys(learner.seed for learner in learners))
        self.generators = [torch.Generator().manual_seed(seed) for seed in seeds]
        self.modules = [
            build_network(spec, train.inputs.shape[1], train.teacher_logits.shape[1], generator)
            for generator in self.generators
        ]
        self.cells = len(learners) // len(seeds)
        for module in self.modules:
            module.to(train.inputs.dtype)
        self.layers = stack_layers(self.modules, self.cells)
        self.best = self.layers.copy()
        self.best_loss = torch.full((len(learners),), torch.inf, dtype=train.inputs.dtype)
        self.best_epoch = torch.zeros(len(learners), dtype=torch.int64)
        self.optimizer = torch.optim.AdamW(
            self.layers.tensors,
            settings.learning_rate,
            weight_decay=settings.weight_decay,
            fused=True,
        )

    def train_epoch(self) -> None:
        """Pass over all rows once, each seed in an order of its own."""
        orders = torch.stack([torch.randperm(len(self.rows), generator=g) for g in self.generators])
        block = BLOCK_STEPS * self.settings.batch_size
        for order in torch.split(orders, block, dim=1):
            inputs = _gather(self.rows.inputs, order)
            targets = self.targets.gather(order)
            for start in range(0, order.shape[1], self.settings.batch_size):
                step = slice(start, start + self.settings.batch_size)
                self._step(inputs[:, step], *(t[..., step] for t in targets))

    def _step(self, inputs: Tensor, onehot: Tensor, softened: Tensor, labelled: Tensor) -> None:
        masks = self._masks(inputs.shape[1])
        units, logits = forward(self.layers, inputs, masks)
        grouped = logits.view(len(self.generators), self.cells, *logits.shape[1:])
        gradient = hinton_gradient(
            grouped,
            softened.index_select(1, self.targets.softened_of_cell),
            onehot,
            self.targets.alpha,
            self.targets.temperature,
            labelled / labelled.sum(dim=-1, keepdim=True).clamp(min=1),
            dim=2,
        )
        backward(self.layers, inputs, units, gradient.view_as(logits), masks)
        self.optimizer.step()

    def _masks(self, rows: int) -> list[Tensor]:
        if self.spec.dropout == 0 or self.spec.name == "linear":
            return []
        like = self.rows.inputs
        drawn = [
            [keep_mask(rows, self.spec.width, self.spec.dropout, like, g) for g in self.generators]
            for _ in range(self.spec.depth)
        ]
        return [
            torch.stack(layer).transpose(1, 2).repeat_interleave(self.cells, dim=0)
            for layer in drawn
        ]

    def watch(self, rows: TaughtRows) -> tuple[Losses, Tensor]:
        """Return every student's losses and AUC on some rows."""
        chunks = [
            forward(self.layers, c[None], [])[1] for c in torch.split(rows.inputs, CHUNK_ROWS)
        ]
        logits = torch.cat(chunks, dim=2)
        losses = watch(logits, rows.teacher_logits, rows.target, rows.labelled, self.learners)
        return losses, roc_auc(logits, rows.target)

    def keep_best(self, loss: Tensor, epoch: int) -> Tensor:
        """Keep the weights of students that have never been better; return which."""
        is_best = loss < self.best_loss
        self.best_loss = torch.where(is_best, loss, self.best_loss)
        self.best_epoch[is_best] = epoch
        for kept, now in zip(self.best.tensors, self.layers.tensors, strict=True):
            kept[is_best] = now[is_best]
        return is_best

    def trained(self) -> tuple[TrainedLearner, ...]:
        """Return each student as a network of its own, with its best weights."""
        modules = unstack_layers(self.best, self.modules, self.cells)
        return tuple(
            self._finished(learner, module, int(epoch), float(loss))
            for learner, module, epoch, loss in zip(
                self.learners, modules, self.best_epoch, self.best_loss, strict=True
            )
        )

    def _finished(
        self, learner: Learner, module: nn.Module, epoch: int, loss: float
    ) -> TrainedLearner:
        if epoch == 0:
            raise diverged(learner)
        return TrainedLearner(learner, NetworkModel(self.spec, module.eval()), epoch, loss)


class _Targets:
    """Labels and softened teacher answers, ready to be gathered in any order of the rows."""

    def __init__(self, learners: tuple[Learner, ...], train: TaughtRows) -> None:
        assert train.teacher_logits is not None
        said = train.teacher_logits.to(train.inputs.dtype)
        cells = len(learners) // len({learner.seed for learner in learners})
        _check_order(learners, cells)
        by_cell = [learner.temperature for learner in learners[:cells]]
        distinct = sorted(set(by_cell))
        self.softened_of_cell = torch.tensor([distinct.index(t) for t in by_cell])
        self.softened = [torch.softmax(said / t, dim=1) for t in distinct]
        self.onehot = torch.nn.functional.one_hot(train.target, said.shape[1]).to(said.dtype)
        self.labelled = train.labelled.to(said.dtype)
        self.alpha = said.new_tensor([x.alpha for x in learners[:cells]])[None, :, None, None]
        self.temperature = said.new_tensor(by_cell)[None, :, None, None]

    def gather(self, order: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return labels, softened answers and known-label marks for rows in an order a seed.

        Shapes are (n_seeds, 1, n_classes, n_rows), (n_seeds, n_temperatures, n_classes,
        n_rows) and (n_seeds, 1, 1, n_rows) for an order of shape (n_seeds, n_rows).
        """
        onehot = _gather(self.onehot, order).transpose(1, 2)[:, None].contiguous()
        softened = [_gather(said, order).transpose(1, 2) for said in self.softened]
        return onehot, torch.stack(softened, dim=1), self.labelled[order][:, None, None]


def _gather(rows: Tensor, order: Tensor) -> Tensor:
    return rows.index_select(0, order.flatten()).view(*order.shape, rows.shape[1])


def _check_order(learners: tuple[Learner, ...], cells: int) -> None:
    choices = [(learner.alpha, learner.temperature) for learner in learners]
    seeds = [learner.seed for learner in learners]
    same = all(choices[i] == choices[i % cells] for i in range(len(choices)))
    grouped = all(seeds[i] == seeds[i - i % cells] for i in range(len(seeds)))
    if len(learners) % cells or not same or not grouped:
        raise ValueError("stacked learners must stand seed by seed, with the same cells for each")
