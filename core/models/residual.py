"""Residual multilayer perceptron: blocks that each add a correction to what they read."""

from __future__ import annotations

from torch import Tensor, nn

from core.models.dropout import Dropout


class ResidualBlock(nn.Module):
    """Normalise, widen through ReLU, and add the outcome to the units that came in."""

    def __init__(self, width: int, dropout: float) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.first = nn.Linear(width, width)
        self.drop = Dropout(dropout)
        self.second = nn.Linear(width, width)

    def forward(self, units: Tensor) -> Tensor:
        """Return units of the same shape (n_rows, width)."""
        inner = self.drop(self.first(self.norm(units)).relu())
        corrected: Tensor = units + self.second(inner)
        return corrected


class ResidualMLP(nn.Module):
    """A linear stem, residual blocks normalised at their entrance, then a linear head.

    Source: Gorishniy et al., "Revisiting deep learning models for tabular data", 2021
    (arXiv 2106.11959), with layer in place of batch normalisation.
    """

    def __init__(
        self, n_features: int, n_classes: int, width: int, depth: int, dropout: float = 0.0
    ) -> None:
        super().__init__()
        self.stem = nn.Linear(n_features, width)
        self.blocks = nn.ModuleList(ResidualBlock(width, dropout) for _ in range(depth))
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, n_classes)

    def states(self, inputs: Tensor) -> Tensor:
        """Return what the head reads, of shape (n_rows, width)."""
        units = self.stem(inputs)
        for block in self.blocks:
            units = block(units)
        normed: Tensor = self.norm(units)
        return normed

    def forward(self, inputs: Tensor) -> Tensor:
        """Return logits of shape (n_rows, n_classes) for rows of shape (n_rows, n_features)."""
        logits: Tensor = self.head(self.states(inputs))
        return logits
