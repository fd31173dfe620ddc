"""Transformer encoder over a window of days."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from core.models.dropout import Dropout

MOST_HEADS = 4
WIDER = 2
LONGEST_WAVE = 10_000.0


class SelfAttention(nn.Module):
    """Each day gathers from the days that matter to it (Vaswani et al., 2017)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.heads = math.gcd(width, MOST_HEADS)
        self.asked = nn.Linear(width, 3 * width)
        self.gathered = nn.Linear(width, width)

    def forward(self, days: Tensor) -> Tensor:
        """Return days of the same shape (n_rows, window, width)."""
        rows, window, width = days.shape
        split = self.asked(days).view(rows, window, 3, self.heads, width // self.heads)
        query, key, value = split.permute(2, 0, 3, 1, 4)
        scores = query @ key.transpose(-2, -1) / math.sqrt(width // self.heads)
        mixed = (scores.softmax(dim=-1) @ value).transpose(1, 2)
        gathered: Tensor = self.gathered(mixed.reshape(rows, window, width))
        return gathered


class AttentionBlock(nn.Module):
    """Attention, then a small network for each day; both normalised at their entrance."""

    def __init__(self, width: int, dropout: float) -> None:
        super().__init__()
        self.before_attention = nn.LayerNorm(width)
        self.attention = SelfAttention(width)
        self.before_inner = nn.LayerNorm(width)
        self.wider = nn.Linear(width, WIDER * width)
        self.narrower = nn.Linear(WIDER * width, width)
        self.drop = Dropout(dropout)

    def forward(self, days: Tensor) -> Tensor:
        """Return days of the same shape (n_rows, window, width)."""
        days = days + self.drop(self.attention(self.before_attention(days)))
        inner = self.narrower(self.wider(self.before_inner(days)).relu())
        after: Tensor = days + self.drop(inner)
        return after


class Transformer(nn.Module):
    """Days with their positions, attention blocks, then a linear head on the last day.

    Source: Vaswani et al., "Attention is all you need", 2017 (arXiv 1706.03762), encoder
    only; normalised at the entrance of each block as in Xiong et al., 2020
    (arXiv 2002.04745), which needs no warm-up. Every day of a window lies in the past of
    the decision, so days may look at later days of their window.
    """

    positions: Tensor

    def __init__(
        self,
        n_features: int,
        n_classes: int,
        width: int,
        depth: int,
        window: int,
        dropout: float = 0.0,
    ) -> None:
        super().__init__()
        self.stem = nn.Linear(n_features, width)
        self.register_buffer("positions", sinusoids(window, width), persistent=False)
        self.blocks = nn.ModuleList(AttentionBlock(width, dropout) for _ in range(depth))
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, n_classes)

    def states(self, inputs: Tensor) -> Tensor:
        """Return the normalised units of each day, of shape (n_rows, window, width)."""
        days = self.stem(inputs) + self.positions
        for block in self.blocks:
            days = block(days)
        normed: Tensor = self.norm(days)
        return normed

    def forward(self, inputs: Tensor) -> Tensor:
        """Return logits (n_rows, n_classes) for windows (n_rows, window, n_features)."""
        logits: Tensor = self.head(self.states(inputs)[:, -1])
        return logits


def sinusoids(window: int, width: int) -> Tensor:
    """Return sines and cosines that name each day, of shape (window, width)."""
    place = torch.arange(width)
    wave = LONGEST_WAVE ** (-(place - place % 2) / width)
    angle = torch.arange(window)[:, None] * wave[None, :]
    return torch.where(place % 2 == 0, angle.sin(), angle.cos())
