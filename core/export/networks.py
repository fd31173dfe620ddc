"""The networks of the catalog as ONNX nodes, written layer by layer."""

from __future__ import annotations

import numpy as np
from onnx import helper
from torch import Tensor, nn

from core.export.fragment import Fragment, constant
from core.models.linear import Linear
from core.models.mlp import MLP
from core.models.recurrent import Recurrent


def can_write(module: nn.Module) -> bool:
    """Whether `network_nodes` knows this kind of network."""
    return isinstance(module, Linear | MLP | Recurrent)


def network_nodes(module: nn.Module, reads: str, gives: str) -> Fragment:
    """Write a network of the catalog as nodes from features to logits.

    Parameters
    ----------
    module : nn.Module
        A `Linear`, `MLP` or `Recurrent`; dropout leaves no trace.
    reads, gives : str
        Names of the features (n, n_features) or (n, window, n_features), and of the
        logits (n, n_classes).

    Raises
    ------
    TypeError
        When the network is of another kind.
    """
    if isinstance(module, Linear):
        return _dense(module.head, "head", reads, gives)
    if isinstance(module, MLP):
        hidden, last = _hidden(module.hidden, reads)
        return hidden + _dense(module.head, "head", last, gives)
    if isinstance(module, Recurrent):
        return _recurrent(module.layers, reads) + _dense(module.head, "head", "state", gives)
    raise TypeError(f"no nodes are known for {type(module).__name__}")


def _dense(layer: nn.Linear, name: str, reads: str, gives: str) -> Fragment:
    weight, bias = f"{name}.weight", f"{name}.bias"
    node = helper.make_node("Gemm", [reads, weight, bias], [gives], transB=1)
    return Fragment(
        (node,), (constant(weight, _array(layer.weight)), constant(bias, _array(layer.bias)))
    )


def _hidden(layers: nn.ModuleList, reads: str) -> tuple[Fragment, str]:
    fragment = Fragment(())
    for i, layer in enumerate(layers):
        if not isinstance(layer, nn.Linear):
            raise TypeError(f"a hidden layer must be linear, not {type(layer).__name__}")
        added, units = f"added.{i}", f"units.{i}"
        relu = helper.make_node("Relu", [added], [units])
        fragment += _dense(layer, f"hidden.{i}", reads, added) + Fragment((relu,))
        reads = units
    return fragment, reads


def _recurrent(layers: nn.ModuleList, reads: str) -> Fragment:
    days_first = helper.make_node("Transpose", [reads], ["days"], perm=[1, 0, 2])
    fragment = Fragment((days_first,), (constant("axis", np.array([0], np.int64)),))
    if len(layers) > 1:
        fragment += Fragment((), (constant("direction", np.array([1], np.int64)),))
    days = "days"
    for i, layer in enumerate(layers):
        if not isinstance(layer, nn.GRU):
            raise TypeError(f"a recurrent layer must be a GRU, not {type(layer).__name__}")
        is_last = i == len(layers) - 1
        fragment += _gru(layer, f"gru.{i}", days, is_last)
        days = f"gru.{i}.days"
    return fragment


def _gru(layer: nn.GRU, name: str, reads: str, is_last: bool) -> Fragment:
    """Write one layer; the last one gives only its last state."""
    outputs = ["", f"{name}.last"] if is_last else [f"{name}.all"]
    weights = [f"{name}.{part}" for part in ("input", "state", "bias")]
    node = helper.make_node(
        "GRU", [reads, *weights], outputs, hidden_size=layer.hidden_size, linear_before_reset=1
    )
    squeezed = (
        helper.make_node("Squeeze", [f"{name}.last", "axis"], ["state"])
        if is_last
        else helper.make_node("Squeeze", [f"{name}.all", "direction"], [f"{name}.days"])
    )
    learned = dict(layer.named_parameters())
    biases = np.concatenate([_gates(learned["bias_ih_l0"]), _gates(learned["bias_hh_l0"])])
    values = (_gates(learned["weight_ih_l0"]), _gates(learned["weight_hh_l0"]), biases)
    constants = tuple(constant(n, v[None]) for n, v in zip(weights, values, strict=True))
    return Fragment((node, squeezed), constants)


def _gates(stacked: Tensor) -> np.ndarray:
    """Reorder PyTorch's gates (reset, update, new) as ONNX has them (update, reset, new)."""
    reset, update, new = np.split(_array(stacked), 3)
    return np.concatenate([update, reset, new])


def _array(parameter: Tensor) -> np.ndarray:
    return parameter.detach().cpu().numpy().astype(np.float32)
