"""Networks: building one from its spec, and a trained one that answers."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from core.models.dropout import attach_generator
from core.models.initialise import reset_parameters
from core.models.linear import Linear
from core.models.mlp import MLP
from core.models.recurrent import Recurrent
from core.spec import ModelSpec

ROWS_AT_ONCE = 4096


@dataclass(frozen=True)
class NetworkModel:
    """A trained network; it is in evaluation mode and takes no gradient."""

    spec: ModelSpec
    module: nn.Module

    @torch.no_grad()
    def logits(self, inputs: Tensor) -> Tensor:
        """Return logits of shape (n_rows, n_classes), a few thousand rows at a time."""
        self.module.eval()
        return torch.cat([self.module(chunk) for chunk in torch.split(inputs, ROWS_AT_ONCE)])


def build_network(
    spec: ModelSpec, n_features: int, n_classes: int, generator: torch.Generator
) -> nn.Module:
    """Build an untrained network whose weights and dropout come from `generator`.

    Raises
    ------
    ValueError
        When the spec does not name a network.
    """
    module: nn.Module
    if spec.name == "linear":
        module = Linear(n_features, n_classes)
    elif spec.name == "mlp":
        module = MLP(n_features, n_classes, spec.width, spec.depth, spec.dropout)
    elif spec.name == "gru":
        module = Recurrent(n_features, n_classes, spec.width, spec.depth, spec.dropout)
    else:
        raise ValueError(f"{spec.name} is not a network")
    reset_parameters(module, generator)
    attach_generator(module, generator)
    return module
