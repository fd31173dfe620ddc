"""Forward and backward passes of many small networks at once, with the gradient written down."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from core.distill.layers import Layers

LayerMasks = list[tuple[slice, Tensor]]
"""Which students of a group lose units, and a mask (n_groups, 1, width, n_rows) for them: zero
for a unit that is off, one over the kept share for one that is on."""


class Space:
    """Memory that every step uses again, since fresh memory costs more than the arithmetic."""

    def __init__(self, like: Tensor) -> None:
        self.like = like
        self.largest: dict[str, Tensor] = {}
        self.taken: dict[tuple[str, tuple[int, ...]], Tensor] = {}

    def take(self, name: str, *shape: int) -> Tensor:
        """Return unfilled memory of a shape; the same for the same name."""
        if (name, shape) not in self.taken:
            size = math.prod(shape)
            if name not in self.largest or self.largest[name].numel() < size:
                self.largest[name] = self.like.new_empty(size)
            self.taken[name, shape] = self.largest[name][:size].view(shape)
        return self.taken[name, shape]


def forward(
    layers: Layers, inputs: Tensor, masks: list[LayerMasks], space: Space
) -> tuple[list[Tensor], Tensor]:
    """Answer rows with every student.

    Parameters
    ----------
    layers : Layers
    inputs : Tensor of shape (n_groups, n_rows, n_features)
        Consecutive students share a group of rows; one group serves them all.
    masks : list of LayerMasks
        What dropout leaves of each hidden layer; empty without dropout.
    space : Space
        Holds what is returned until the next call.

    Returns
    -------
    list of Tensor of shape (n_students, width, n_rows)
        Hidden units after ReLU and dropout.
    Tensor of shape (n_students, outputs, n_rows)
        Logits, or half their difference for two classes.
    """
    groups, rows = inputs.shape[:2]
    hidden: list[Tensor] = []
    for depth, (weight, bias) in enumerate(zip(layers.weights, layers.biases, strict=True)):
        students, outputs = weight.shape[:2]
        signal = space.take(f"units {depth}", students, outputs, rows)
        if depth == 0:
            ours, first = weight.view(groups, -1, inputs.shape[2]), signal.view(groups, -1, rows)
            torch.baddbmm(bias.view(groups, -1, 1), ours, inputs.transpose(1, 2), out=first)
        else:
            torch.baddbmm(bias, weight, hidden[-1], out=signal)
        if depth + 1 < len(layers.weights):
            hidden.append(signal.relu_())
        if depth < len(masks):
            by_group = signal.view(groups, -1, outputs, rows)
            for cells, mask in masks[depth]:
                by_group[:, cells].mul_(mask)
    return hidden, signal


def backward(
    layers: Layers,
    gradients: Layers,
    inputs: Tensor,
    hidden: list[Tensor],
    gradient: Tensor,
    kept: Tensor | None,
    space: Space,
) -> None:
    """Write the gradient of every weight and bias into `gradients`.

    Parameters
    ----------
    layers, gradients : Layers
    inputs : Tensor of shape (n_groups, n_rows, n_features)
    hidden : list of Tensor
        As `forward` gave them.
    gradient : Tensor of shape (n_students, outputs, n_rows)
        Of the loss with respect to the logits; to the second one where two share an output,
        whose weights change by as much as those of the first, the other way.
    kept : Tensor of shape (n_students, 1, 1), or None
        What dropout multiplies a unit with that stays on; None without dropout.
    space : Space
    """
    scale: Tensor | None = None
    for depth in range(len(hidden), -1, -1):
        weight, bias = gradients.weights[depth], gradients.biases[depth]
        if depth == 0:
            grouped = gradient.view(len(inputs), -1, inputs.shape[1])
            torch.bmm(grouped, inputs, out=weight.view(len(inputs), -1, inputs.shape[2]))
        else:
            torch.bmm(gradient, hidden[depth - 1].transpose(1, 2), out=weight)
        torch.sum(gradient, dim=2, keepdim=True, out=bias)
        if scale is not None:
            weight.mul_(scale)
            bias.mul_(scale)
        if depth > 0:
            above = _unscaled(layers.weights[depth], scale, kept)
            units = hidden[depth - 1]
            below = space.take(f"gradient {depth}", *units.shape)
            gradient, scale = _through_relu(above, gradient, units, below)


def _unscaled(weight: Tensor, scale: Tensor | None, kept: Tensor | None) -> Tensor:
    """Return weights (n_students, inputs, outputs) with what the outputs' gradient still lacks."""
    above = weight.transpose(1, 2)
    for factor in (kept, None if scale is None else scale.transpose(1, 2)):
        above = above if factor is None else above * factor
    return above


def _through_relu(
    above: Tensor, gradient: Tensor, units: Tensor, below: Tensor
) -> tuple[Tensor, Tensor | None]:
    """Return the gradient below a layer, and what each of its units must still be multiplied with.

    Below a single output, which two classes share, all units have the same gradient but for
    a factor a unit: it is cheaper to multiply the weights' gradient with it later.
    """
    is_shared = above.shape[2] == 1
    arrived = gradient if is_shared else torch.bmm(above, gradient, out=below)
    torch.ops.aten.threshold_backward.grad_input(arrived, units, 0.0, grad_input=below)
    return below, 2.0 * above if is_shared else None
