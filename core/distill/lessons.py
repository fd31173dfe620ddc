"""What a stack of students is taught in each step: rows, labels, and softened answers.

With two classes the students answer with half the difference of their logits, z, and the
probability of the second class is sigmoid(2·z/T): half the numbers, and no sum over classes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from core.distill.gradients import VOICE_GRADIENTS, logit_gradient
from core.distill.learners import Learner, TaughtRows
from core.distill.padding import even_columns, even_rows
from core.distill.passes import Space
from core.spec import MethodName

BLOCK_BYTES = 2 * 2**20


@dataclass(frozen=True)
class Step:
    """One step's rows for each seed: inputs (n_seeds, n_rows, n_columns), and what is said of them.

    Parameters
    ----------
    known : int
        Rows that count; what follows is there to fill the step up (see `even_rows`).
    onehot : Tensor of shape (n_seeds, 1, n_outputs, n_rows)
    softened : Tensor of shape (n_seeds, 1 or n_cells, n_outputs, n_rows)
        The teacher's probabilities at each student's temperature.
    said : Tensor of shape (n_seeds, 1, n_classes, n_rows), or None
        The teacher's logits, where a method needs them.
    label_weight : Tensor of shape (n_seeds, 1, 1, n_rows), or float
        One over the number of labelled rows, or zero for a row whose label is hidden.
    """

    known: int
    inputs: Tensor
    onehot: Tensor
    softened: Tensor
    said: Tensor | None
    label_weight: Tensor | float


class Lessons:
    """The training rows of a stack, and the gradient of each student's loss.

    Parameters
    ----------
    learners : tuple of Learner
        Seed by seed, with the same cells (all but role and seed) for each.
    rows : TaughtRows
        With the teacher's logits.
    """

    def __init__(self, learners: tuple[Learner, ...], rows: TaughtRows) -> None:
        if rows.teacher_logits is None:
            raise ValueError("stacked students need the teacher's logits")
        said = rows.teacher_logits.to(rows.inputs.dtype)
        cells = cells_of(learners)
        self.n_rows, self.n_classes = said.shape
        self.n_outputs = outputs_for(self.n_classes)
        self.inputs = even_columns(rows.inputs)
        heats = [cell.temperature for cell in cells]
        distinct = sorted(set(heats))
        self.softened_of_cell = said.new_tensor([distinct.index(heat) for heat in heats]).long()
        onehot = torch.nn.functional.one_hot(rows.target, self.n_classes).to(said.dtype)
        spoken = [torch.softmax(said / heat, dim=1)[:, -self.n_outputs :] for heat in distinct]
        self.n_heats = len(distinct)
        self.methods = _cells_by_method(cells)
        self.needs_logits = bool(set(self.methods) - {"hinton"})
        self.all_labelled = bool(rows.labelled.all())
        labelled = rows.labelled.to(said.dtype)[:, None]
        columns = [onehot[:, -self.n_outputs :], *spoken, labelled, said]
        columns = columns if self.needs_logits else columns[:-1]
        self.columns = torch.cat(columns, dim=1).T.contiguous()
        self.space = Space(self.inputs)
        self._weigh(cells, said)

    def _weigh(self, cells: tuple[Learner, ...], like: Tensor) -> None:
        def each(values: list[float]) -> Tensor:
            return like.new_tensor(values)[None, :, None, None]

        self.unit = 2.0 if self.n_outputs == 1 else 1.0
        self.alpha = each([cell.alpha for cell in cells])
        self.heat = each([cell.temperature for cell in cells])
        self.cooling = self.unit / self.heat
        self.voice = self.alpha * self.heat
        self.own = 1 - self.alpha
        smoothing = [cell.label_smoothing for cell in cells]
        self.smoothing = each(smoothing) if any(smoothing) else None

    def steps(self, orders: Tensor, batch_size: int) -> Iterator[Step]:
        """Cut rows in an order a seed, (n_seeds, n_rows), into steps; gather a block at a time."""
        row_bytes = self.inputs.shape[1] * self.inputs.element_size() * len(orders)
        block = max(1, BLOCK_BYTES // (row_bytes * batch_size)) * batch_size
        for order in torch.split(orders, block, dim=1):
            inputs, told = self._gather(order)
            for start in range(0, order.shape[1], batch_size):
                step = slice(start, start + batch_size)
                yield self._step(inputs[:, step], told[:, :, :, step])

    def _gather(self, order: Tensor) -> tuple[Tensor, Tensor]:
        """Return (n_seeds, n_rows, n_columns) and (n_seeds, 1, said of each row, n_rows)."""
        seeds, n_rows = order.shape
        index = order.flatten()
        inputs = self.space.take("inputs", seeds, n_rows, self.inputs.shape[1])
        torch.index_select(self.inputs, 0, index, out=inputs.view(len(index), -1))
        told = self.space.take("told", len(self.columns), seeds, n_rows)
        for column, place in zip(self.columns, told, strict=True):
            torch.index_select(column, 0, index, out=place.view(-1))
        return inputs, told.transpose(0, 1)[:, None]

    def _step(self, inputs: Tensor, told: Tensor) -> Step:
        known, n_outputs = told.shape[3], self.n_outputs
        inputs, told = even_rows(inputs, dim=1), even_rows(told, dim=3)
        end = n_outputs * (1 + self.n_heats)
        shape = (len(told), self.n_heats, n_outputs, told.shape[3])
        softened = told[:, 0, n_outputs:end].reshape(shape)
        if self.n_heats > 1:
            softened = softened.index_select(1, self.softened_of_cell)
        labelled = told[:, :, end : end + 1]
        weight: Tensor | float = 1 / known
        if not self.all_labelled:
            weight = labelled / labelled.sum(dim=3, keepdim=True).clamp(min=1)
        said = told[:, :, end + 1 :] if self.needs_logits else None
        return Step(known, inputs, told[:, :, :n_outputs], softened, said, weight)

    def gradient(self, logits: Tensor, step: Step) -> Tensor:
        """Gradient of alpha·voice + (1 − alpha)·CE with respect to what students answer.

        Parameters
        ----------
        logits : Tensor of shape (n_seeds, n_cells, n_outputs, n_rows)
        step : Step

        Returns
        -------
        Tensor of the same shape
            For two classes with respect to the second logit.
        """
        voice = self._probabilities(logits * self.cooling).sub_(step.softened)
        voice.mul_(self.voice / step.known)
        own = self._probabilities(logits * self.unit).sub_(self._labels(step))
        gradient = voice.addcmul_(own.mul_(step.label_weight), self.own)
        gradient[..., step.known :] = 0
        for method, cells in self.methods.items():
            if method != "hinton":
                counted = logits[:, cells, :, : step.known]
                gradient[:, cells, :, : step.known] = self._other(method, cells, counted, step)
        return gradient

    def _probabilities(self, scaled: Tensor) -> Tensor:
        return scaled.sigmoid_() if self.n_outputs == 1 else torch.softmax(scaled, dim=2)

    def _labels(self, step: Step) -> Tensor:
        if self.smoothing is None:
            return step.onehot
        return torch.lerp(step.onehot, step.onehot.new_tensor(1 / self.n_classes), self.smoothing)

    def _other(self, method: MethodName, cells: list[int], logits: Tensor, step: Step) -> Tensor:
        """Return the gradient of the cells of a method that has no short form here."""
        assert step.said is not None
        known = slice(step.known)
        labels = self._labels(step)[..., known]
        labels = labels[:, cells] if labels.shape[1] > 1 else labels
        if self.n_outputs == 1:
            logits, labels = torch.cat([-logits, logits], 2), torch.cat([1 - labels, labels], 2)
        alpha, heat = self.alpha[:, cells], self.heat[:, cells]
        given = step.label_weight
        weight = given[..., known] if isinstance(given, Tensor) else logits.new_tensor(given)
        said = step.said[..., known]
        gradient = logit_gradient(method, logits, said, labels, alpha, heat, weight, dim=2)
        return gradient[:, :, -self.n_outputs :]


def outputs_for(n_classes: int) -> int:
    """Return how many numbers a student answers with: one for two classes, else one a class."""
    return 1 if n_classes == 2 else n_classes


def cells_of(learners: tuple[Learner, ...]) -> tuple[Learner, ...]:
    """Return the learners of the first seed.

    Raises
    ------
    ValueError
        When the other seeds do not have the same, in the same order.
    """
    n_cells = len(learners) // len({learner.seed for learner in learners})
    cells = learners[:n_cells]
    seeds = [learner.seed for learner in learners]
    grouped = all(seeds[i] == seeds[i - i % n_cells] for i in range(len(seeds)))
    same = all(
        replace(learner, seed=cells[0].seed, role=cells[i % n_cells].role) == cells[i % n_cells]
        for i, learner in enumerate(learners)
    )
    if len(learners) % n_cells or not same or not grouped:
        raise ValueError("stacked learners must stand seed by seed, with the same cells for each")
    return cells


def _cells_by_method(cells: tuple[Learner, ...]) -> dict[MethodName, list[int]]:
    """Return the cells of each way to speak; one that never hears a teacher counts as Hinton's."""
    found: dict[MethodName, list[int]] = {}
    for number, cell in enumerate(cells):
        is_hinton = VOICE_GRADIENTS[cell.method] is VOICE_GRADIENTS["hinton"]
        method = "hinton" if is_hinton or cell.alpha == 0 else cell.method
        found.setdefault(method, []).append(number)
    return found
