"""The layers of each network by their sizes alone: what they hold and how often they work.

A network's parameters, operations and bytes are sums over its layers, known before
anything is trained; a network without an entry here is built and counted. Operations count
two for each multiply and add of a matrix product.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from core.spec import ArchitectureName, ModelSpec

GRU_GATES = 3
LSTM_GATES = 4
KERNEL_DAYS = 3
WIDER = 2
BYTES_PER_LAYER = 155
BYTES_PER_DAY_LAYER = 210
BYTES_PER_NORM = 125
BYTES_PER_ATTENTION = 1200


@dataclass(frozen=True)
class Layer:
    """Numbers learned, operations of one answer, and bytes of its nodes in an ONNX file."""

    parameters: int
    flops: int
    graph_bytes: int


def layers_of(spec: ModelSpec, n_features: int, n_classes: int) -> list[Layer]:
    """Return the layers of a network, the head last.

    Parameters
    ----------
    spec : ModelSpec
        A network; a window is charged in full, since one answer needs all of it.
    n_features : int
        Width of the encoded rows.
    n_classes : int
        Number of classes.

    Raises
    ------
    ValueError
        When the spec does not name a network.
    """
    if spec.name not in _BODIES:
        # Counting needs torch, which this module does without.
        counted = importlib.import_module("core.models.counted")
        return list(counted.count_layers(spec, n_features, n_classes))
    head_reads = n_features if spec.name == "linear" else spec.width
    return [*_BODIES[spec.name](spec, n_features), _dense(head_reads, n_classes)]


def _no_body(_: ModelSpec, __: int) -> list[Layer]:
    return []


def _mlp(spec: ModelSpec, n_features: int) -> list[Layer]:
    return [_dense(before, spec.width) for before in _reads(spec, n_features)]


def _residual(spec: ModelSpec, n_features: int) -> list[Layer]:
    width = spec.width
    block = [_norm(width), _dense(width, width), _dense(width, width)]
    return [_dense(n_features, width), *(block * spec.depth), _norm(width)]


def _gru(spec: ModelSpec, n_features: int) -> list[Layer]:
    return [_gated(GRU_GATES, before, spec) for before in _reads(spec, n_features)]


def _lstm(spec: ModelSpec, n_features: int) -> list[Layer]:
    return [_gated(LSTM_GATES, before, spec) for before in _reads(spec, n_features)]


def _tcn(spec: ModelSpec, n_features: int) -> list[Layer]:
    width, window = spec.width, spec.window
    layers = [_dense(n_features, width, window)]
    for before in _reads(spec, n_features):
        layers += [_dense(KERNEL_DAYS * reads, width, window) for reads in (before, width)]
    return layers


def _transformer(spec: ModelSpec, n_features: int) -> list[Layer]:
    width, window = spec.width, spec.window
    block = [
        _norm(width),
        _dense(width, 3 * width, window),
        Layer(0, 2 * 2 * window**2 * width, BYTES_PER_ATTENTION),
        _dense(width, width, window),
        _norm(width),
        _dense(width, WIDER * width, window),
        _dense(WIDER * width, width, window),
    ]
    positions = Layer(0, 0, 4 * window * width)
    return [_dense(n_features, width, window), positions, *(block * spec.depth), _norm(width)]


_BODIES: Mapping[ArchitectureName, Callable[[ModelSpec, int], list[Layer]]] = MappingProxyType(
    {
        "linear": _no_body,
        "mlp": _mlp,
        "resmlp": _residual,
        "gru": _gru,
        "lstm": _lstm,
        "tcn": _tcn,
        "transformer": _transformer,
    }
)


def _reads(spec: ModelSpec, n_features: int) -> list[int]:
    """Width of what each hidden layer reads."""
    return [n_features, *[spec.width] * (spec.depth - 1)]


def _dense(before: int, after: int, times: int = 1) -> Layer:
    """Weights and biases that are used `times` times for one answer."""
    graph_bytes = BYTES_PER_LAYER if times == 1 else BYTES_PER_DAY_LAYER
    return Layer((before + 1) * after, 2 * before * after * times, graph_bytes)


def _gated(gates: int, before: int, spec: ModelSpec) -> Layer:
    after = spec.width
    learned = gates * after * (before + after + 2)
    return Layer(learned, 2 * gates * after * (before + after) * spec.window, BYTES_PER_LAYER)


def _norm(width: int) -> Layer:
    return Layer(2 * width, 0, BYTES_PER_NORM)
