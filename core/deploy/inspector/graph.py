"""What an ONNX graph may hold: known operators, its own weights, sizes that rows cannot choose."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from onnx import AttributeProto, GraphProto, ModelProto, NodeProto, TensorProto

from core.data.quote import quote
from core.deploy.inspector.limits import DEEPEST_GRAPH, MOST_ELEMENTS, MOST_NODES
from core.deploy.inspector.refusal import refusal
from core.deploy.inspector.trees import check_trees

INPUT, OUTPUT = "rows", "probabilities"
DOMAINS = {"", "ai.onnx.ml"}
REPEATING = {"Loop", "Scan", "SequenceMap"}
OLD_TREES = {"TreeEnsembleClassifier", "TreeEnsembleRegressor"}
SIZE_INPUTS = {
    "ConstantOfShape": (0,), "Expand": (1,), "Tile": (1,), "OneHot": (1,), "Pad": (1,),
    "Range": (0, 1, 2), "Upsample": (1,), "Resize": (2, 3), "MaxUnpool": (2,), "AffineGrid": (1,),
    "CenterCropPad": (1,), "HannWindow": (0,), "HammingWindow": (0,), "BlackmanWindow": (0,),
    "MelWeightMatrix": (0, 1, 2, 3, 4), "DFT": (1,), "STFT": (1, 3), "Col2Im": (1, 2),
}  # fmt: skip
"""Inputs of an operator that tell how large its answer becomes."""

ASK_FOR_SHAPES = {"Shape", "Size"}


def check_model(model: ModelProto) -> None:
    """Refuse a model with strange operators, functions, outside data or huge tensors.

    Raises
    ------
    BundleError
        When the model holds something that it may not.
    """
    if not model.HasField("graph"):
        raise refusal("model.onnx is not an ONNX file")
    if model.functions or model.training_info:
        raise refusal("model.onnx holds functions or training steps of its own")
    strange = [opset.domain for opset in model.opset_import if opset.domain not in DOMAINS]
    if strange:
        raise refusal(f"model.onnx asks for operators of the domain {quote(strange[0])}")
    reads = [value.name for value in model.graph.input]
    gives = [value.name for value in model.graph.output]
    if reads != [INPUT] or gives != [OUTPUT]:
        raise refusal(f"model.onnx does not read {INPUT} and give {OUTPUT}, and nothing else")
    _check_graph(model.graph, frozenset(reads), depth=1)


def check_sizes(graph: GraphProto) -> None:
    """Refuse a graph in which a tensor of known size is huge; a size left open counts as one.

    Raises
    ------
    BundleError
        When a tensor is larger than the limit.
    """
    for value in (*graph.value_info, *graph.output, *graph.input):
        dims = [dim.dim_value for dim in value.type.tensor_type.shape.dim]
        _check_dims(value.name, [dim or 1 for dim in dims])
    for node in graph.node:
        for below in _graphs(node):
            check_sizes(below)


def _check_graph(graph: GraphProto, from_rows: frozenset[str], depth: int) -> None:
    """Follow what depends on the rows, since only the number of rows may decide on a size."""
    if depth > DEEPEST_GRAPH or len(graph.node) > MOST_NODES:
        raise refusal("model.onnx is too deep or has too many steps")
    if graph.sparse_initializer:
        raise refusal("model.onnx holds sparse tensors")
    for tensor in graph.initializer:
        _check_tensor(tensor)
    known = set(from_rows)
    for node in graph.node:
        _check_node(node, known, depth)
        depends = known.intersection(node.input) or any(True for _ in _graphs(node))
        if depends and node.op_type not in ASK_FOR_SHAPES:
            known.update(node.output)


def _check_node(node: NodeProto, from_rows: set[str], depth: int) -> None:
    if node.domain not in DOMAINS:
        raise refusal(f"model.onnx asks for an operator of the domain {quote(node.domain)}")
    if node.op_type in REPEATING | OLD_TREES:
        raise refusal(f"model.onnx holds the operator {node.op_type}, which may never end")
    for place in SIZE_INPUTS.get(node.op_type, ()):
        if place < len(node.input) and node.input[place] in from_rows:
            raise refusal(f"a row may choose how large the answer of {node.op_type} becomes")
    for attribute in node.attribute:
        _check_attribute(attribute)
    if node.op_type == "TreeEnsemble":
        check_trees(node)
    for graph in _graphs(node):
        _check_graph(graph, frozenset(from_rows), depth + 1)


def _check_attribute(attribute: AttributeProto) -> None:
    if attribute.HasField("sparse_tensor") or attribute.sparse_tensors:
        raise refusal("model.onnx holds sparse tensors")
    for tensor in _tensors(attribute):
        _check_tensor(tensor)


def _check_tensor(tensor: TensorProto) -> None:
    if tensor.data_location == TensorProto.EXTERNAL or tensor.external_data:
        raise refusal(f"the tensor {quote(tensor.name)} lies in another file")
    _check_dims(tensor.name, tensor.dims)


def _check_dims(name: str, dims: Sequence[int]) -> None:
    if any(dim < 0 for dim in dims) or math.prod(dims) > MOST_ELEMENTS:
        raise refusal(
            f"the tensor {quote(name)} would hold {math.prod(dims):,} numbers, "
            f"and {MOST_ELEMENTS:,} are the limit"
        )


def _tensors(attribute: AttributeProto) -> Iterable[TensorProto]:
    single = [attribute.t] if attribute.HasField("t") else []
    return (*single, *attribute.tensors)


def _graphs(node: NodeProto) -> Iterator[GraphProto]:
    for attribute in node.attribute:
        if attribute.HasField("g"):
            yield attribute.g
        yield from attribute.graphs
