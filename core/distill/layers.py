"""Stacked layers: forward and backward passes of many small networks at once.

Weights of a layer have shape (n_students, outputs, inputs), its units (n_students,
outputs, n_rows): with the rows last, every matrix product is large and the classes
never stand on a short last axis, where softmax is slow.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass

import torch
from torch import Tensor, nn


@dataclass(frozen=True)
class Layers:
    """Weights (n_students, outputs, inputs) and biases (n_students, outputs, 1) of each layer."""

    weights: tuple[Tensor, ...]
    biases: tuple[Tensor, ...]

    @property
    def tensors(self) -> list[Tensor]:
        """All weights, then all biases."""
        return [*self.weights, *self.biases]

    def copy(self) -> Layers:
        """Return a copy that shares no memory."""
        return Layers(tuple(w.clone() for w in self.weights), tuple(b.clone() for b in self.biases))


def _linears(module: nn.Module) -> list[nn.Linear]:
    return [layer for layer in module.modules() if isinstance(layer, nn.Linear)]


def stack_layers(modules: list[nn.Module], cells: int) -> Layers:
    """Stack linear layers, each module `cells` times in a row."""
    by_layer = list(zip(*(_linears(module) for module in modules), strict=True))
    weights = (torch.stack([layer.weight.detach() for layer in same]) for same in by_layer)
    biases = (torch.stack([layer.bias.detach()[:, None] for layer in same]) for same in by_layer)
    return Layers(
        tuple(w.repeat_interleave(cells, dim=0) for w in weights),
        tuple(b.repeat_interleave(cells, dim=0) for b in biases),
    )


def unstack_layers(layers: Layers, modules: list[nn.Module], cells: int) -> list[nn.Module]:
    """Return one module a student, a copy of its seed's module with the stacked weights."""
    students = [copy.deepcopy(module) for module in modules for _ in range(cells)]
    for number, student in enumerate(students):
        for depth, layer in enumerate(_linears(student)):
            with torch.no_grad():
                layer.weight.copy_(layers.weights[depth][number])
                layer.bias.copy_(layers.biases[depth][number, :, 0])
    return students


def forward(layers: Layers, inputs: Tensor, masks: list[Tensor]) -> tuple[list[Tensor], Tensor]:
    """Answer rows with every student.

    Parameters
    ----------
    layers : Layers
    inputs : Tensor of shape (n_groups, n_rows, n_features)
        Consecutive students share a group of rows; one group serves them all.
    masks : list of Tensor of shape (n_students, width, n_rows)
        What dropout leaves of each hidden layer; empty without dropout.

    Returns
    -------
    list of Tensor of shape (n_students, width, n_rows)
        Hidden units after ReLU and dropout.
    Tensor of shape (n_students, n_classes, n_rows)
        Logits.
    """
    signal = _first(layers.weights[0], layers.biases[0], inputs)
    hidden = []
    for depth in range(1, len(layers.weights)):
        signal = signal.relu_()
        if masks:
            signal = signal * masks[depth - 1]
        hidden.append(signal)
        signal = torch.baddbmm(layers.biases[depth], layers.weights[depth], signal)
    return hidden, signal


def _first(weight: Tensor, bias: Tensor, inputs: Tensor) -> Tensor:
    students, outputs, features = weight.shape
    grouped = weight.view(len(inputs), -1, features)
    return torch.bmm(grouped, inputs.transpose(1, 2)).view(students, outputs, -1).add_(bias)


def backward(
    layers: Layers, inputs: Tensor, hidden: list[Tensor], gradient: Tensor, masks: list[Tensor]
) -> None:
    """Set the gradient of every weight and bias.

    Parameters
    ----------
    layers : Layers
        Their ``grad`` is replaced.
    inputs : Tensor of shape (n_groups, n_rows, n_features)
    hidden, masks : list of Tensor
        As `forward` gave and took them.
    gradient : Tensor of shape (n_students, n_classes, n_rows)
        Of the loss with respect to the logits.
    """
    for depth in range(len(layers.weights) - 1, 0, -1):
        units = hidden[depth - 1]
        layers.weights[depth].grad = torch.bmm(gradient, units.transpose(1, 2))
        layers.biases[depth].grad = gradient.sum(dim=2, keepdim=True)
        gradient = torch.bmm(layers.weights[depth].transpose(1, 2), gradient)
        gradient = torch.ops.aten.threshold_backward(gradient, units, 0.0)
        if masks:
            gradient = gradient * masks[depth - 1]
    _first_backward(layers, inputs, gradient)


def _first_backward(layers: Layers, inputs: Tensor, gradient: Tensor) -> None:
    weight = layers.weights[0]
    grouped = gradient.view(len(inputs), -1, gradient.shape[2])
    weight.grad = torch.bmm(grouped, inputs).view_as(weight)
    layers.biases[0].grad = gradient.sum(dim=2, keepdim=True)
