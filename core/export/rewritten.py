"""A written ONNX file taken apart and put together again, checked."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from onnx import GraphProto, ModelProto, NodeProto, TensorProto, checker, load_from_string
from onnx import numpy_helper as arrays
from onnx.shape_inference import InferenceError

from core.export.fragment import PRODUCER, constant, strip_notes

RECURRENT = frozenset({"GRU", "LSTM", "RNN"})
DENSE = frozenset({"Gemm", "MatMul"})


class CannotShrinkError(ValueError):
    """A file that a way of shrinking has nothing to do on, or leaves broken; says why."""


def opened(model: bytes) -> ModelProto:
    """Return a file as a graph that may be changed."""
    return load_from_string(model)


def as_bytes(model: ModelProto) -> bytes:
    """Return a changed graph as a file without notes; the same graph gives the same bytes.

    Raises
    ------
    CannotShrinkError
        When the graph is no longer valid, for example because its nodes are out of order:
        onnxruntime could crash on such a file.
    """
    strip_notes(model.graph)
    for field in ("metadata_props", "doc_string", "producer_version"):
        model.ClearField(field)
    model.producer_name = PRODUCER
    try:
        checker.check_model(model, full_check=True)
    except (checker.ValidationError, InferenceError) as problem:
        raise CannotShrinkError("the changed file is not a valid model") from problem
    data: bytes = model.SerializeToString(deterministic=True)
    return data


def constants_of(graph: GraphProto) -> dict[str, TensorProto]:
    """Return the constants of a graph by name."""
    return {tensor.name: tensor for tensor in graph.initializer}


def values_of(tensor: TensorProto) -> np.ndarray:
    """Return a copy of a constant that may be changed."""
    return np.array(arrays.to_array(tensor))


def replace(tensor: TensorProto, values: np.ndarray) -> None:
    """Give a constant other values, of any shape, under its name."""
    tensor.CopyFrom(constant(tensor.name, values))


def attribute(node: NodeProto, name: str, otherwise: int = 0) -> int:
    """Return a whole number that is set on a node."""
    return next((one.i for one in node.attribute if one.name == name), otherwise)


def weights_of(graph: GraphProto) -> Mapping[str, int]:
    """Return the names of a graph's weights with the axis of their outputs.

    Weights are what dense, convolutional and recurrent layers multiply by; their biases, the
    constants of the preprocessing and those of normalisations are none.
    """
    constants = constants_of(graph)
    found: dict[str, int] = {}
    for node in graph.node:
        for name in _weight_inputs(node):
            tensor = constants.get(name)
            if tensor is not None and tensor.data_type == TensorProto.FLOAT:
                found[name] = _output_axis(node, len(tensor.dims))
    return found


def _weight_inputs(node: NodeProto) -> list[str]:
    if node.op_type in DENSE or node.op_type == "Conv":
        return list(node.input[1:2])
    return list(node.input[1:3]) if node.op_type in RECURRENT else []


def _output_axis(node: NodeProto, rank: int) -> int:
    if node.op_type == "Gemm":
        return 0 if attribute(node, "transB") else 1
    return {"MatMul": rank - 1, "Conv": 0}.get(node.op_type, 1)
