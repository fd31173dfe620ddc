"""Networks: building one from its spec, and a trained one that answers."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from core.models.attention import Transformer
from core.models.convolution import TCN
from core.models.dropout import attach_generator
from core.models.initialise import reset_parameters
from core.models.linear import Linear
from core.models.lstm import LSTM
from core.models.mlp import MLP
from core.models.recurrent import Recurrent
from core.models.residual import ResidualMLP
from core.spec import ModelSpec

ROWS_AT_ONCE = 4096
DROPOUT_SEED = 60_000


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

    Dropout gets a source of its own with a seed beside that of `generator`: whatever else
    draws from `generator` later, such as the order of the rows, is the same without dropout.

    Raises
    ------
    ValueError
        When the spec does not name a network.
    """
    module = _blank(spec, n_features, n_classes)
    reset_parameters(module, generator)
    source = torch.Generator().manual_seed(generator.initial_seed() + DROPOUT_SEED)
    attach_generator(module, source)
    return module


def _blank(spec: ModelSpec, n_features: int, n_classes: int) -> nn.Module:
    sizes = (n_features, n_classes, spec.width, spec.depth)
    match spec.name:
        case "linear":
            return Linear(n_features, n_classes)
        case "mlp":
            return MLP(*sizes, spec.dropout)
        case "resmlp":
            return ResidualMLP(*sizes, spec.dropout)
        case "gru":
            return Recurrent(*sizes, spec.dropout)
        case "lstm":
            return LSTM(*sizes, spec.dropout)
        case "tcn":
            return TCN(*sizes, spec.dropout)
        case "transformer":
            return Transformer(*sizes, spec.window, spec.dropout)
    raise ValueError(f"{spec.name} is not a network")
