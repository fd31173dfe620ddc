"""Recurrent and convolutional networks as ONNX nodes, from windows to the last day's units."""

from __future__ import annotations

from typing import Any

import numpy as np
from onnx import TensorProto, helper
from torch import Tensor, nn

from core.export.fragment import Fragment, constant
from core.export.layers import array, last_day, named, node
from core.models.convolution import TCN
from core.models.lstm import LSTM
from core.models.recurrent import Recurrent

# Places of PyTorch's gates in the order of ONNX.
GRU_ORDER = (1, 0, 2)
LSTM_ORDER = (0, 3, 1, 2)


def gru_nodes(module: Recurrent, reads: str) -> tuple[Fragment, str]:
    """Write GRU layers; PyTorch has reset, update, new where ONNX has update, reset, new."""
    return _recurrent(module.layers, "GRU", GRU_ORDER, reads, linear_before_reset=1)


def lstm_nodes(module: LSTM, reads: str) -> tuple[Fragment, str]:
    """Write LSTM layers; PyTorch has in, forget, cell, out where ONNX has in, out, forget, cell."""
    return _recurrent(module.layers, "LSTM", LSTM_ORDER, reads)


def _recurrent(
    layers: nn.ModuleList, kind: str, order: tuple[int, ...], reads: str, **attributes: Any
) -> tuple[Fragment, str]:
    fragment = node("Transpose", [reads], "days", perm=[1, 0, 2])
    fragment += Fragment((), (constant("axis", np.array([0], np.int64)),))
    if len(layers) > 1:
        fragment += Fragment((), (constant("direction", np.array([1], np.int64)),))
    days = "days"
    for i, layer in enumerate(layers):
        name = f"{kind.lower()}.{i}"
        weights, constants = _gates(layer, name, order)
        is_last = i == len(layers) - 1
        # The last layer gives only its last state.
        outputs = ["", f"{name}.last"] if is_last else [f"{name}.all"]
        cell = helper.make_node(
            kind, [days, *weights], outputs, hidden_size=layer.hidden_size, **attributes
        )
        fragment += Fragment((cell,), constants)
        if is_last:
            return fragment + node("Squeeze", [f"{name}.last", "axis"], "state"), "state"
        days = f"{name}.days"
        fragment += node("Squeeze", [f"{name}.all", "direction"], days)
    raise ValueError("a recurrent network must have a layer")


def _gates(
    layer: nn.Module, name: str, order: tuple[int, ...]
) -> tuple[list[str], tuple[TensorProto, ...]]:
    learned = dict(layer.named_parameters())

    def ordered(parameter: Tensor) -> np.ndarray:
        gates = np.split(array(parameter), len(order))
        return np.concatenate([gates[place] for place in order])

    values = {
        f"{name}.input": ordered(learned["weight_ih_l0"]),
        f"{name}.state": ordered(learned["weight_hh_l0"]),
        f"{name}.bias": np.concatenate(
            [ordered(learned["bias_ih_l0"]), ordered(learned["bias_hh_l0"])]
        ),
    }
    return list(values), tuple(constant(key, value[None]) for key, value in values.items())


def tcn_nodes(module: TCN, reads: str) -> tuple[Fragment, str]:
    """Write blocks of causal convolutions; zeros stand before the first day."""
    fragment = node("Transpose", [reads], "days", perm=[0, 2, 1])
    fragment += _convolution(module.shortcut, "shortcut", "days", "shortcut.units")
    days, shortcut = "days", "shortcut.units"
    for i, block in enumerate(module.blocks):
        name = f"block.{i}"
        for part, read in (("first", days), ("second", f"{name}.first.relu")):
            layer, units = block.get_submodule(part), f"{name}.{part}"
            fragment += _convolution(layer, units, read, f"{units}.units")
            fragment += node("Relu", [f"{units}.units"], f"{units}.relu")
        fragment += node("Add", [shortcut, f"{name}.second.relu"], f"{name}.sum")
        days = shortcut = f"{name}.days"
        fragment += node("Relu", [f"{name}.sum"], days)
    return fragment + last_day(days, "state", axis=2), "state"


def _convolution(layer: nn.Module, name: str, reads: str, gives: str) -> Fragment:
    if not isinstance(layer, nn.Conv1d) or layer.bias is None:
        raise TypeError(f"a convolution must be over days, with a bias: {type(layer).__name__}")
    kernel, dilation = layer.kernel_size[0], layer.dilation[0]
    weight, bias = f"{name}.weight", f"{name}.bias"
    pads = [(kernel - 1) * dilation, 0]
    convolved = node("Conv", [reads, weight, bias], gives, dilations=[dilation], pads=pads)
    return convolved + Fragment((), (named(weight, layer.weight), named(bias, layer.bias)))
