"""Stacked layers: the weights of many small networks of one shape.

Weights of a layer have shape (n_students, outputs, inputs), its units (n_students,
outputs, n_rows): with the rows last, every matrix product is large and the classes
never stand on a short last axis, where softmax is slow.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor, nn

EVEN = 64
"""The flat vector is filled up to a multiple of this, so that no element is left over."""


@dataclass(frozen=True)
class Layers:
    """Weights (n_students, outputs, inputs) and biases (n_students, outputs, 1) of each layer.

    All are parts of one vector, `flat`, so that an optimizer needs one call for all of them.
    """

    flat: Tensor
    weights: tuple[Tensor, ...]
    biases: tuple[Tensor, ...]

    @classmethod
    def filled(cls, value: float, shapes: list[tuple[int, int, int]], like: Tensor) -> Layers:
        """Return layers of these weight shapes with one value everywhere."""
        ends = [s * o * i for s, o, i in shapes] + [s * o for s, o, _ in shapes]
        flat = like.new_full((math.ceil(sum(ends) / EVEN) * EVEN,), value)
        parts = torch.split(flat[: sum(ends)], ends)
        weights = (part.view(shape) for part, shape in zip(parts, shapes, strict=False))
        biases = (
            part.view(s, o, 1) for part, (s, o, _) in zip(parts[len(shapes) :], shapes, strict=True)
        )
        return cls(flat, tuple(weights), tuple(biases))

    @property
    def tensors(self) -> tuple[Tensor, ...]:
        """All weights, then all biases."""
        return (*self.weights, *self.biases)

    def alike(self, value: float) -> Layers:
        """Return layers of the same shapes with one value everywhere."""
        shapes = [(w.shape[0], w.shape[1], w.shape[2]) for w in self.weights]
        return Layers.filled(value, shapes, self.flat)

    def copy(self) -> Layers:
        """Return a copy that shares no memory."""
        other = self.alike(0.0)
        other.flat.copy_(self.flat)
        return other

    def spread(self, values: Tensor) -> Tensor:
        """Return a vector like `flat` that holds each student's value at all its weights."""
        other = self.alike(1.0)
        for part in other.tensors:
            part.copy_(values[:, None, None])
        return other.flat


def _linears(module: nn.Module) -> list[nn.Linear]:
    return [layer for layer in module.modules() if isinstance(layer, nn.Linear)]


def stack_layers(modules: list[nn.Module], cells: int, n_inputs: int) -> Layers:
    """Stack linear layers, each module `cells` times in a row.

    A head of two classes becomes one output, half the difference of its logits: the loss
    does not see their mean, and so only weight decay ever changes it.

    Parameters
    ----------
    modules : list of nn.Module
        One a seed.
    cells : int
        Students a seed.
    n_inputs : int
        Columns of the rows; those that a module does not know have weights of zero.
    """
    by_seed = [list(_tensors(module)) for module in modules]
    shapes = [(len(modules) * cells, *weight.shape) for weight, _ in by_seed[0]]
    shapes[0] = (*shapes[0][:2], n_inputs)
    layers = Layers.filled(0.0, shapes, by_seed[0][0][0])
    for number in range(len(modules) * cells):
        for depth, (weight, bias) in enumerate(by_seed[number // cells]):
            layers.weights[depth][number, :, : weight.shape[1]] = weight
            layers.biases[depth][number, :, 0] = bias
    return layers


def _tensors(module: nn.Module) -> Iterator[tuple[Tensor, Tensor]]:
    *hidden, head = _linears(module)
    for layer in hidden:
        yield layer.weight.detach(), layer.bias.detach()
    weight, bias = head.weight.detach(), head.bias.detach()
    if len(bias) == 2:
        weight, bias = (weight[1:] - weight[:1]) / 2, (bias[1:] - bias[:1]) / 2
    yield weight, bias


@torch.no_grad()
def unstack_layers(
    layers: Layers, modules: list[nn.Module], cells: int, left: list[float]
) -> list[nn.Module]:
    """Return one module a student, a copy of its seed's module with the stacked weights.

    Parameters
    ----------
    layers : Layers
    modules : list of nn.Module
        As they were stacked.
    cells : int
    left : list of float
        For each student, what weight decay has left of weights that get no gradient.
    """
    students = [copy.deepcopy(module) for module in modules for _ in range(cells)]
    for number, student in enumerate(students):
        *hidden, head = _linears(student)
        for depth, layer in enumerate(hidden):
            layer.weight.copy_(layers.weights[depth][number, :, : layer.in_features])
            layer.bias.copy_(layers.biases[depth][number, :, 0])
        weight = layers.weights[-1][number, :, : head.in_features]
        _fill_head(head, weight, layers.biases[-1][number, :, 0], left[number])
    return students


def _fill_head(head: nn.Linear, weight: Tensor, bias: Tensor, left: float) -> None:
    for mine, stacked in ((head.weight, weight), (head.bias, bias)):
        if len(stacked) == len(mine):
            mine.copy_(stacked)
        else:
            mean = mine.mean(dim=0, keepdim=True) * left
            mine.copy_(torch.cat([mean - stacked, mean + stacked]))
