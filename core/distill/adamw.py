"""AdamW for many students at once, each with its own learning rate and weight decay."""

from __future__ import annotations

import math

import torch

from core.distill.layers import Layers

BETAS = (0.9, 0.999)
EPSILON = 1e-8


class StackedAdamW:
    """Adam with decoupled weight decay (Loshchilov and Hutter, 2019), over one flat vector.

    The steps are those of ``torch.optim.AdamW`` with its usual constants; that one has a
    single learning rate for a whole tensor, and would need one tensor a student.

    Parameters
    ----------
    layers : Layers
        Changed in place by each step.
    gradients : Layers
        Of the same shapes; read by each step.
    learning_rates, weight_decays : list of float
        One a student.
    """

    def __init__(
        self,
        layers: Layers,
        gradients: Layers,
        learning_rates: list[float],
        weight_decays: list[float],
    ) -> None:
        flat = layers.flat
        pairs = zip(learning_rates, weight_decays, strict=True)
        self.weights, self.gradient = flat, gradients.flat
        self.left = [1 - rate * decay for rate, decay in pairs]
        self.decay = layers.spread(flat.new_tensor(self.left))
        self.inverse_rate = layers.spread(flat.new_tensor([1 / rate for rate in learning_rates]))
        self.floor = EPSILON * self.inverse_rate
        self.mean, self.square = torch.zeros_like(flat), torch.zeros_like(flat)
        self.scale = torch.empty_like(flat)
        self.steps = 0

    def step(self) -> None:
        """Change the weights by one step."""
        self.steps += 1
        first, second = BETAS
        self.weights.mul_(self.decay)
        self.mean.lerp_(self.gradient, 1 - first)
        self.square.mul_(second).addcmul_(self.gradient, self.gradient, value=1 - second)
        torch.sqrt(self.square, out=self.scale)
        unbias = 1 / math.sqrt(1 - second**self.steps)
        torch.addcmul(self.floor, self.scale, self.inverse_rate, value=unbias, out=self.scale)
        self.weights.addcdiv_(self.mean, self.scale, value=-1 / (1 - first**self.steps))
