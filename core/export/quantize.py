"""Eight bits instead of 32 for the weights of an exported network, in two ways."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
from onnx import GraphProto, TensorProto, helper, load
from onnxruntime.quantization import QuantType, quantize_dynamic

from core.export.fragment import constant
from core.export.rewritten import (
    DENSE,
    CannotShrinkError,
    as_bytes,
    constants_of,
    opened,
    values_of,
    weights_of,
)

LARGEST = 127
FEWEST_WEIGHTS = 64
"""Below this the nodes that unpack weights take more bytes than the weights give back."""

ALREADY_PREPARED = ("onnx.quant.pre_process", "onnxruntime.quant")
"""Note that keeps the quantizer from writing advice to the log."""


def quantize_arithmetic(model: bytes) -> bytes:
    """Let dense layers multiply in 8 bits, with weights stored in 8 bits.

    The inputs of a layer are scaled by the smallest and largest number of the whole batch, so
    a row's answer depends a little on the rows that are asked with it. Recurrent and
    convolutional layers stay as they are, and so do products of two computed arrays. The
    file can grow, and a small one does: each layer gets nodes of its own.

    Parameters
    ----------
    model : bytes
        An exported file; it is not changed.

    Raises
    ------
    CannotShrinkError
        When no layer is dense, or what comes out is not a valid model.

    Notes
    -----
    Dynamic quantization of onnxruntime: symmetric int8 weights, uint8 inputs (Jacob et al.,
    2018).
    """
    graph = opened(model)
    if not _has_dense_weights(graph.graph):
        raise CannotShrinkError("it has no dense layer")
    graph.metadata_props.add(key=ALREADY_PREPARED[0], value=ALREADY_PREPARED[1])
    with tempfile.TemporaryDirectory(prefix="distill-lab-") as folder:
        path = Path(folder) / "model.onnx"
        quantize_dynamic(
            graph, path, op_types_to_quantize=sorted(DENSE), weight_type=QuantType.QInt8
        )
        return as_bytes(load(path))


def quantize_weights(model: bytes) -> bytes:
    """Store the weights of every layer in 8 bits; they are unpacked when the file is opened.

    The file then works with 32 bits as before, as fast as before, and row by row. Each output
    of a layer has a scale of its own. Small layers stay as they are.

    Parameters
    ----------
    model : bytes
        An exported file; it is not changed.

    Raises
    ------
    CannotShrinkError
        When no layer has enough weights.
    """
    graph = opened(model)
    constants = constants_of(graph.graph)
    unpacking = []
    for name, axis in weights_of(graph.graph).items():
        tensor = constants[name]
        values = values_of(tensor)
        if values.size < FEWEST_WEIGHTS:
            continue
        scale = _scales(values, axis)
        packed = np.clip(np.rint(values / scale), -LARGEST, LARGEST).astype(np.int8)
        eight, numbers, factor = f"{name}.8", f"{name}.n", f"{name}.s"
        unpacking.append(helper.make_node("Cast", [eight], [numbers], to=TensorProto.FLOAT))
        unpacking.append(helper.make_node("Mul", [numbers, factor], [name]))
        graph.graph.initializer.remove(tensor)
        graph.graph.initializer.extend([constant(eight, packed), constant(factor, scale)])
    if not unpacking:
        raise CannotShrinkError(f"it has no layer with {FEWEST_WEIGHTS} weights or more")
    computing = list(graph.graph.node)
    del graph.graph.node[:]
    graph.graph.node.extend([*unpacking, *computing])
    return as_bytes(graph)


def _scales(values: np.ndarray, axis: int) -> np.ndarray:
    """Return one step size an output; an output with all weights zero gets a step of one."""
    others = tuple(place for place in range(values.ndim) if place != axis)
    largest = np.abs(values).max(axis=others, keepdims=True)
    return np.where(largest > 0, largest / LARGEST, 1).astype(np.float32)


def _has_dense_weights(graph: GraphProto) -> bool:
    weights = weights_of(graph)
    return any(node.op_type in DENSE and node.input[1] in weights for node in graph.node)
