"""Logistic regression as a network of one layer."""

from __future__ import annotations

from torch import Tensor, nn


class Linear(nn.Module):
    """One weight for each feature and class."""

    def __init__(self, n_features: int, n_classes: int) -> None:
        super().__init__()
        self.head = nn.Linear(n_features, n_classes)

    def forward(self, inputs: Tensor) -> Tensor:
        """Return logits of shape (n_rows, n_classes) for rows of shape (n_rows, n_features)."""
        logits: Tensor = self.head(inputs)
        return logits
