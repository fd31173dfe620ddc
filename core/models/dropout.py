"""Dropout that draws from the run's own generator."""

from __future__ import annotations

import torch
from torch import Tensor, nn


def keep_mask(
    rows: int, width: int, share: float, like: Tensor, generator: torch.Generator
) -> Tensor:
    """Draw which units stay on, already divided by the share that stays.

    Returns
    -------
    Tensor of shape (rows, width)
        Zero for a unit that is off, one over the kept share for one that is on.
    """
    drawn = torch.rand(rows, width, generator=generator, device=generator.device)
    return (drawn >= share).to(like.device, like.dtype) / (1 - share)


class Dropout(nn.Module):
    """Switch off a share of units in training (Srivastava et al., 2014).

    Unlike PyTorch's, it draws from `generator`, so two trainings at once do not
    change each other's numbers. Without a generator it cannot train.
    """

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share
        self.generator: torch.Generator | None = None

    def forward(self, inputs: Tensor) -> Tensor:
        """Return the inputs, in training with some units off; of shape (..., width)."""
        if not self.training or self.share == 0:
            return inputs
        if self.generator is None:
            raise RuntimeError("dropout needs a generator before it can train")
        width = inputs.shape[-1]
        rows = inputs.numel() // width
        mask = keep_mask(rows, width, self.share, inputs, self.generator)
        return inputs * mask.view(inputs.shape)


def attach_generator(module: nn.Module, generator: torch.Generator) -> None:
    """Let every dropout layer of a network draw from `generator`."""
    for layer in module.modules():
        if isinstance(layer, Dropout):
            layer.generator = generator
