"""Multilayer perceptron: hidden layers with ReLU, then a linear head."""

from __future__ import annotations

from itertools import pairwise

from torch import Tensor, nn

from core.models.dropout import Dropout


class MLP(nn.Module):
    """Hidden layers of one width with ReLU and dropout, then a linear head."""

    def __init__(
        self, n_features: int, n_classes: int, width: int, depth: int, dropout: float = 0.0
    ) -> None:
        super().__init__()
        sizes = [n_features] + [width] * depth
        self.hidden = nn.ModuleList(nn.Linear(before, after) for before, after in pairwise(sizes))
        self.drop = Dropout(dropout)
        self.head = nn.Linear(sizes[-1], n_classes)

    def states(self, inputs: Tensor) -> Tensor:
        """Return the units of the last hidden layer, of shape (n_rows, width)."""
        units = inputs
        for layer in self.hidden:
            units = self.drop(layer(units).relu())
        return units

    def forward(self, inputs: Tensor) -> Tensor:
        """Return logits of shape (n_rows, n_classes) for rows of shape (n_rows, n_features)."""
        logits: Tensor = self.head(self.states(inputs))
        return logits
