"""What a network has in its hidden units while it answers."""

from __future__ import annotations

from typing import Protocol

import torch
from torch import Tensor, nn

ROWS_AT_ONCE = 4096


class WithStates(Protocol):
    """A network that can tell its last hidden layer: every one but the linear."""

    def states(self, inputs: Tensor) -> Tensor:
        """Return units (n_rows, width), or (n_rows, window, width) for each day."""
        ...


def answer_with_states(module: nn.Module, inputs: Tensor) -> tuple[Tensor, Tensor]:
    """Return logits and the last hidden layer from one pass, with gradient.

    The network must belong to the caller alone while it answers.

    Raises
    ------
    TypeError
        When the network has no hidden layer.
    """
    states = getattr(module, "states", None)
    if states is None:
        raise TypeError(f"{type(module).__name__} has no hidden units")
    seen: list[Tensor] = []

    def listen(rows: Tensor) -> Tensor:
        seen.append(states(rows))
        return seen[-1]

    module.__dict__["states"] = listen
    try:
        logits = module(inputs)
    finally:
        del module.__dict__["states"]
    return logits, seen[0]


@torch.no_grad()
def states_of(module: nn.Module, inputs: Tensor) -> Tensor:
    """Return the last hidden layer of a trained network, a few thousand rows at a time.

    Returns
    -------
    Tensor of shape (n_rows, width) or (n_rows, window, width)
    """
    module.eval()
    reading: WithStates = module  # type: ignore[assignment]
    return torch.cat([reading.states(chunk) for chunk in torch.split(inputs, ROWS_AT_ONCE)])


def last_units(states: Tensor) -> Tensor:
    """Return units of shape (n_rows, width): of the last day, where there are days."""
    return states[:, -1] if states.ndim == 3 else states


def map_of_days(states: Tensor) -> Tensor:
    """Return how active a network is on each day, with length one, of shape (n_rows, window).

    The mean squared unit of each day: the attention map of Zagoruyko and Komodakis, 2017
    (arXiv 1612.03928), with days in the place of pixels and p = 2.
    """
    return torch.nn.functional.normalize(states.square().mean(dim=2), dim=1)
