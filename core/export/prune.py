"""Weights or whole units left out of an exported network, without training again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from onnx import GraphProto, ModelProto, NodeProto, TensorProto, helper

from core.export.rewritten import (
    CannotShrinkError,
    as_bytes,
    attribute,
    constants_of,
    opened,
    replace,
    values_of,
    weights_of,
)
from core.export.session import Session

MOST_ROWS = 5000
"""Rows that are asked to find out what units give, spread evenly over those given."""


@dataclass(frozen=True)
class _Hidden:
    """Units between two dense layers: who computes them, who reads them, and their name."""

    before: NodeProto
    after: NodeProto
    units: str


def prune_weights(model: bytes, share: float) -> bytes:
    """Set the smallest weights of all layers together to zero.

    The file keeps its size, for a zero takes as many bytes as another number; it packs better.

    Parameters
    ----------
    model : bytes
        An exported file; it is not changed.
    share : float
        Weights to set to zero, above 0 and below 1.

    Raises
    ------
    CannotShrinkError
        When it has no weights.

    Notes
    -----
    Magnitude pruning over all layers at once (Han et al., 2015).
    """
    _check_share(share)
    graph = opened(model)
    constants = constants_of(graph.graph)
    tensors = [constants[name] for name in weights_of(graph.graph)]
    if not tensors:
        raise CannotShrinkError("it has no weights")
    values = [values_of(tensor) for tensor in tensors]
    flat = np.concatenate([one.ravel() for one in values])
    flat[np.argsort(np.abs(flat), kind="stable")[: int(share * len(flat))]] = 0
    ends = np.cumsum([one.size for one in values])[:-1]
    for tensor, old, new in zip(tensors, values, np.split(flat, ends), strict=True):
        replace(tensor, new.reshape(old.shape))
    return as_bytes(graph)


def prune_units(model: bytes, share: float, rows: np.ndarray | None = None) -> bytes:
    """Drop the hidden units that matter least to the layer after them; the file gets smaller.

    Units between two dense layers with a ReLU are dropped, the same share of each such layer,
    and one unit stays at least. What a dropped unit gives on average is added to the bias of
    the layer after it, where rows are there to tell the average.

    Parameters
    ----------
    model : bytes
        An exported file; it is not changed.
    share : float
        Units of each layer to drop, above 0 and below 1; rounded down.
    rows : ndarray of shape (n_rows, n_columns), optional
        Raw rows of the training part, never of the test part. With them a unit matters as much
        as what it adds to the next layer varies; without, as the product of the sizes of its
        weights on both sides, which stays the same when a unit is scaled.

    Raises
    ------
    CannotShrinkError
        When there is no such unit to drop.
    """
    _check_share(share)
    graph = opened(model)
    layers = list(_hidden_layers(graph.graph))
    asked = None if rows is None else rows[:: -(-len(rows) // MOST_ROWS)]
    answers = [None if asked is None else _units(graph, layer.units, asked) for layer in layers]
    constants = constants_of(graph.graph)
    dropped = [
        _drop(constants, layer, share, given) for layer, given in zip(layers, answers, strict=True)
    ]
    if not any(dropped):
        raise CannotShrinkError("it has no hidden units between dense layers to drop")
    return as_bytes(graph)


def _check_share(share: float) -> None:
    if not 0 < share < 1:
        raise ValueError(f"a share to leave out must be above 0 and below 1, not {share:g}")


def _hidden_layers(graph: GraphProto) -> Iterator[_Hidden]:
    """Find every dense layer, ReLU, dense layer where nobody else reads what is between."""
    weights, constants = weights_of(graph), constants_of(graph)
    readers: dict[str, list[NodeProto]] = {}
    for node in graph.node:
        for name in node.input:
            readers.setdefault(name, []).append(node)

    def is_dense(node: NodeProto) -> bool:
        if node.op_type != "Gemm" or len(node.input) != 3:
            return False
        is_own = all(len(readers[name]) == 1 for name in node.input[1:])
        return is_own and node.input[1] in weights and node.input[2] in constants

    for before in graph.node:
        if not is_dense(before):
            continue
        relus = readers.get(before.output[0], [])
        if len(relus) != 1 or relus[0].op_type != "Relu":
            continue
        units = relus[0].output[0]
        after = readers.get(units, [])
        if len(after) == 1 and is_dense(after[0]) and after[0].input[0] == units:
            yield _Hidden(before, after[0], units)


def _units(model: ModelProto, name: str, rows: np.ndarray) -> np.ndarray:
    """Return what hidden units give to rows, (n_rows, n_units)."""
    seen = ModelProto()
    seen.CopyFrom(model)
    del seen.graph.output[:]
    seen.graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, None))
    return Session(seen.SerializeToString()).run(rows)


def _drop(
    constants: dict[str, TensorProto], layer: _Hidden, share: float, given: np.ndarray | None
) -> int:
    """Drop units of one layer and return how many."""
    ours = _by_unit(constants[layer.before.input[1]], layer.before, of_outputs=True)
    theirs = _by_unit(constants[layer.after.input[1]], layer.after, of_outputs=False)
    our_bias, their_bias = (constants[node.input[2]] for node in (layer.before, layer.after))
    bias = values_of(our_bias)
    outgoing = np.linalg.norm(theirs, axis=1)
    incoming = np.linalg.norm(np.column_stack((ours, bias)), axis=1)
    matters = outgoing * (incoming if given is None else given.std(axis=0))
    order = np.argsort(matters, kind="stable")
    count = min(int(share * len(order)), len(order) - 1)
    gone, kept = order[:count], np.sort(order[count:])
    if given is not None:
        average = given[:, gone].mean(axis=0, dtype=np.float64) @ theirs[gone]
        replace(their_bias, (values_of(their_bias) + average).astype(np.float32))
    _keep(constants[layer.before.input[1]], ours[kept], layer.before, of_outputs=True)
    _keep(constants[layer.after.input[1]], theirs[kept], layer.after, of_outputs=False)
    replace(our_bias, bias[kept])
    return count


def _by_unit(tensor: TensorProto, node: NodeProto, of_outputs: bool) -> np.ndarray:
    """Return a weight matrix with one row a unit, the layer's outputs or its inputs."""
    values = values_of(tensor)
    return values if _has_rows(node) == of_outputs else values.T


def _keep(tensor: TensorProto, by_unit: np.ndarray, node: NodeProto, of_outputs: bool) -> None:
    replace(tensor, by_unit if _has_rows(node) == of_outputs else by_unit.T)


def _has_rows(node: NodeProto) -> bool:
    """Whether a row of the layer's matrix belongs to an output."""
    return bool(attribute(node, "transB"))
