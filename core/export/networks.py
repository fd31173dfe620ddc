"""The networks of the catalog as ONNX nodes, written layer by layer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from torch import nn

from core.export.attention import transformer_nodes
from core.export.fragment import Fragment
from core.export.layers import dense, node, norm
from core.export.sequence import gru_nodes, lstm_nodes, tcn_nodes
from core.models.attention import Transformer
from core.models.convolution import TCN
from core.models.linear import Linear
from core.models.lstm import LSTM
from core.models.mlp import MLP
from core.models.recurrent import Recurrent
from core.models.residual import ResidualMLP


def can_write(module: nn.Module) -> bool:
    """Whether `network_nodes` knows this kind of network."""
    return type(module) in WRITERS


def network_nodes(module: nn.Module, reads: str, gives: str) -> Fragment:
    """Write a network of the catalog as nodes from features to logits.

    Parameters
    ----------
    module : nn.Module
        One of the catalog's; dropout leaves no trace.
    reads, gives : str
        Names of the features (n, n_features) or (n, window, n_features), and of the
        logits (n, n_classes).

    Raises
    ------
    TypeError
        When the network is of another kind.
    """
    if not can_write(module):
        raise TypeError(f"no nodes are known for {type(module).__name__}")
    body, last = WRITERS[type(module)](module, reads)
    return body + dense(module.get_submodule("head"), "head", last, gives)


def _linear(_: Linear, reads: str) -> tuple[Fragment, str]:
    return Fragment(()), reads


def _mlp(module: MLP, reads: str) -> tuple[Fragment, str]:
    fragment = Fragment(())
    for i, layer in enumerate(module.hidden):
        added, units = f"added.{i}", f"units.{i}"
        fragment += dense(layer, f"hidden.{i}", reads, added) + node("Relu", [added], units)
        reads = units
    return fragment, reads


def _residual(module: ResidualMLP, reads: str) -> tuple[Fragment, str]:
    fragment, units = dense(module.stem, "stem", reads, "units"), "units"
    for i, block in enumerate(module.blocks):
        name = f"block.{i}"
        fragment += (
            norm(block.get_submodule("norm"), f"{name}.norm", units, f"{name}.normed")
            + dense(block.get_submodule("first"), f"{name}.a", f"{name}.normed", f"{name}.inner")
            + node("Relu", [f"{name}.inner"], f"{name}.relu")
            + dense(block.get_submodule("second"), f"{name}.b", f"{name}.relu", f"{name}.more")
            + node("Add", [units, f"{name}.more"], f"{name}.units")
        )
        units = f"{name}.units"
    return fragment + norm(module.norm, "norm", units, "normed"), "normed"


WRITERS: Mapping[type[nn.Module], Callable[[Any, str], tuple[Fragment, str]]] = MappingProxyType(
    {
        Linear: _linear,
        MLP: _mlp,
        ResidualMLP: _residual,
        Recurrent: gru_nodes,
        LSTM: lstm_nodes,
        TCN: tcn_nodes,
        Transformer: transformer_nodes,
    }
)
