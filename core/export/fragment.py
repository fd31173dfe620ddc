"""Part of an ONNX graph: nodes with the constants they read."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from onnx import (
    GraphProto,
    ModelProto,
    NodeProto,
    TensorProto,
    ValueInfoProto,
    checker,
    helper,
    numpy_helper,
)

OPSET = 20
TREE_OPSET = 5
TREE_DOMAIN = "ai.onnx.ml"
IR_VERSION = 10
PRODUCER = "distill-lab"


@dataclass(frozen=True)
class Fragment:
    """Nodes in order, and their constants; names tie one fragment to the next."""

    nodes: tuple[NodeProto, ...]
    constants: tuple[TensorProto, ...] = field(default=())

    def __add__(self, other: Fragment) -> Fragment:
        """Return this fragment followed by the other."""
        return Fragment(self.nodes + other.nodes, self.constants + other.constants)

    def within(self, prefix: str, reads: str, gives: str) -> Fragment:
        """Return this fragment with every name but its input and output behind a prefix."""

        def renamed(name: str) -> str:
            return name if name in ("", reads, gives) else f"{prefix}.{name}"

        nodes = []
        for node in self.nodes:
            copied = NodeProto()
            copied.CopyFrom(node)
            copied.input[:] = [renamed(name) for name in node.input]
            copied.output[:] = [renamed(name) for name in node.output]
            nodes.append(copied)
        constants = []
        for tensor in self.constants:
            kept = TensorProto()
            kept.CopyFrom(tensor)
            kept.name = renamed(tensor.name)
            constants.append(kept)
        return Fragment(tuple(nodes), tuple(constants))


@dataclass(frozen=True)
class Port:
    """A named input or output; a dimension is a size, or a name where it may vary."""

    name: str
    shape: tuple[int | str, ...]
    is_integer: bool = False


def constant(name: str, values: np.ndarray) -> TensorProto:
    """Return a named constant with the type and shape of `values`."""
    return numpy_helper.from_array(np.asarray(values, order="C"), name)


def as_file(fragment: Fragment, reads: Port, gives: Port) -> bytes:
    """Wrap a whole graph as one ONNX file, checked, with its weights inside.

    Parameters
    ----------
    fragment : Fragment
        Every node from input to output.
    reads, gives : Port
        The only input and the only output.

    Returns
    -------
    bytes
        The file; the same graph always gives the same bytes.
    """
    graph = helper.make_graph(
        list(fragment.nodes),
        "distilled",
        [_value(reads)],
        [_value(gives)],
        initializer=list(fragment.constants),
    )
    opsets = [helper.make_opsetid("", OPSET)]
    if any(node.domain == TREE_DOMAIN for node in fragment.nodes):
        opsets.append(helper.make_opsetid(TREE_DOMAIN, TREE_OPSET))
    model = helper.make_model(
        graph, opset_imports=opsets, ir_version=IR_VERSION, producer_name=PRODUCER
    )
    strip_notes(model.graph)
    checker.check_model(model, full_check=True)
    return _bytes(model)


def strip_notes(graph: GraphProto) -> None:
    """Remove names of nodes and every note, such as stack traces with paths, from a graph."""
    for node in graph.node:
        node.ClearField("name")
    for part in (graph, *graph.node, *graph.initializer, *graph.input, *graph.output):
        part.ClearField("doc_string")
        part.ClearField("metadata_props")
    graph.ClearField("value_info")


def _value(port: Port) -> ValueInfoProto:
    kind = TensorProto.INT64 if port.is_integer else TensorProto.FLOAT
    return helper.make_tensor_value_info(port.name, kind, list(port.shape))


def _bytes(model: ModelProto) -> bytes:
    data: bytes = model.SerializeToString(deterministic=True)
    return data
