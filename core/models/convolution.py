"""Temporal convolutional network over a window of days."""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional

from core.models.dropout import Dropout

KERNEL_DAYS = 3


class CausalConvolution(nn.Conv1d):
    """A convolution over days that never looks ahead: zeros stand before the first day."""

    def __init__(self, before: int, after: int, dilation: int) -> None:
        super().__init__(before, after, KERNEL_DAYS, dilation=dilation)

    def forward(self, days: Tensor) -> Tensor:
        """Return days of shape (n_rows, after, window) for (n_rows, before, window)."""
        earlier = (KERNEL_DAYS - 1) * self.dilation[0]
        return super().forward(functional.pad(days, (earlier, 0)))


class ConvolutionBlock(nn.Module):
    """Two causal convolutions with ReLU and dropout, and a shortcut around them."""

    def __init__(self, before: int, after: int, dilation: int, dropout: float) -> None:
        super().__init__()
        self.first = CausalConvolution(before, after, dilation)
        self.second = CausalConvolution(after, after, dilation)
        self.drop = Dropout(dropout)

    def forward(self, days: Tensor, shortcut: Tensor) -> Tensor:
        """Return days of shape (n_rows, after, window)."""
        inner = self.drop(self.first(days).relu())
        outer: Tensor = (shortcut + self.drop(self.second(inner).relu())).relu()
        return outer


class TCN(nn.Module):
    """Blocks of causal convolutions that reach back twice as far each, then a linear head.

    The head reads the last day. Source: Bai, Kolter and Koltun, "An empirical evaluation
    of generic convolutional and recurrent networks for sequence modeling", 2018
    (arXiv 1803.01271), without its weight normalisation.
    """

    def __init__(
        self, n_features: int, n_classes: int, width: int, depth: int, dropout: float = 0.0
    ) -> None:
        super().__init__()
        self.shortcut = nn.Conv1d(n_features, width, kernel_size=1)
        self.blocks = nn.ModuleList(
            ConvolutionBlock(width if i else n_features, width, 2**i, dropout) for i in range(depth)
        )
        self.head = nn.Linear(width, n_classes)

    def states(self, inputs: Tensor) -> Tensor:
        """Return the last block's units on each day, of shape (n_rows, window, width)."""
        days = inputs.transpose(1, 2)
        first, *others = self.blocks
        units = first(days, self.shortcut(days))
        for block in others:
            units = block(units, units)
        states: Tensor = units.transpose(1, 2)
        return states

    def forward(self, inputs: Tensor) -> Tensor:
        """Return logits (n_rows, n_classes) for windows (n_rows, window, n_features)."""
        logits: Tensor = self.head(self.states(inputs)[:, -1])
        return logits
