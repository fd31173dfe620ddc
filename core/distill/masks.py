"""Dropout for a stack of students, with a share of its own for each."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import torch
from torch import Tensor, nn

from core.distill.learners import Learner
from core.distill.padding import even_rows
from core.distill.passes import LayerMasks
from core.models.dropout import Dropout
from core.spec import ModelSpec


class Masks:
    """What dropout leaves of the hidden units in each step.

    All students of a seed see the same drawn numbers, each against its own share, so that
    one with more dropout loses the same units as one with less, and some others.

    Parameters
    ----------
    spec : ModelSpec
        The students' common shape.
    cells : tuple of Learner
        The learners of one seed.
    modules : list of nn.Module
        One a seed; their dropout layers hold the source of randomness.
    like : Tensor
        Gives the precision.
    """

    def __init__(
        self, spec: ModelSpec, cells: tuple[Learner, ...], modules: list[nn.Module], like: Tensor
    ) -> None:
        shares = [0.0 if spec.name == "linear" else cell.shape(spec).dropout for cell in cells]
        self.runs = list(_runs(shares))
        self.width, self.depth, self.like = spec.width, spec.depth, like
        self.generators = [_generator(module) for module in modules] if self.runs else []
        kept = like.new_tensor([1 / (1 - share) for share in shares])
        self.kept = kept.repeat(len(modules))[:, None, None] if self.runs else None

    def draw(self, n_rows: int) -> list[LayerMasks]:
        """Draw masks for each hidden layer; none without dropout."""
        return [self._draw_layer(n_rows) for _ in range(self.depth)] if self.runs else []

    def _draw_layer(self, n_rows: int) -> LayerMasks:
        drawn = torch.stack(
            [torch.rand(n_rows, self.width, generator=source) for source in self.generators]
        )
        drawn = even_rows(drawn.to(self.like.device).transpose(1, 2)[:, None].contiguous(), dim=3)
        return [
            (cells, (drawn >= share).to(self.like.dtype).div_(1 - share))
            for cells, share in self.runs
        ]


def _runs(shares: list[float]) -> Iterator[tuple[slice, float]]:
    """Return runs of neighbours with the same share, without those that lose nothing."""
    start = 0
    for share, run in itertools.groupby(shares):
        stop = start + len(list(run))
        if share > 0:
            yield slice(start, stop), share
        start = stop


def _generator(module: nn.Module) -> torch.Generator:
    sources = [layer.generator for layer in module.modules() if isinstance(layer, Dropout)]
    if not sources or sources[0] is None:
        raise ValueError("a stacked student needs dropout layers with a source of randomness")
    return sources[0]
