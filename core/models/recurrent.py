"""Gated layers over a window of days: what GRU and LSTM share, and the GRU."""

from __future__ import annotations

from itertools import pairwise

from torch import Tensor, nn

from core.models.dropout import Dropout


class Gated(nn.Module):
    """Gated layers of one kind over a window, then a linear head on the last day.

    The layers are stacked by hand with dropout between them: PyTorch's own would draw
    from the random state that the whole process shares.
    """

    kind: type[nn.GRU] | type[nn.LSTM]

    def __init__(
        self, n_features: int, n_classes: int, width: int, depth: int, dropout: float = 0.0
    ) -> None:
        super().__init__()
        sizes = [n_features] + [width] * depth
        self.layers = nn.ModuleList(
            self.kind(before, after, batch_first=True) for before, after in pairwise(sizes)
        )
        self.drop = Dropout(dropout)
        self.head = nn.Linear(width, n_classes)

    def states(self, inputs: Tensor) -> Tensor:
        """Return the last layer's state after each day, of shape (n_rows, window, width)."""
        first, *others = self.layers
        days, _ = first(inputs)
        for layer in others:
            days, _ = layer(self.drop(days))
        states: Tensor = days
        return states

    def forward(self, inputs: Tensor) -> Tensor:
        """Return logits (n_rows, n_classes) for windows (n_rows, window, n_features)."""
        logits: Tensor = self.head(self.drop(self.states(inputs)[:, -1]))
        return logits


class Recurrent(Gated):
    """Gated recurrent units (Cho et al., 2014)."""

    kind = nn.GRU
