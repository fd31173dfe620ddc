"""How many numbers an exported network holds, in 32 bits or in 8."""

from __future__ import annotations

import math
from dataclasses import dataclass

from onnx import TensorProto

from core.export.rewritten import DENSE, constants_of, opened, weights_of

FEWEST_AXES = 2
"""A matrix has two axes; a scale or zero point of numbers in 8 bits has fewer."""


@dataclass(frozen=True)
class Counted:
    """Numbers that layers multiply by, and those that dense layers add."""

    weights: int
    biases: int


def count(model: bytes) -> Counted:
    """Count the weights of all layers and the biases of dense ones.

    Parameters
    ----------
    model : bytes
        An exported file, as it was written or made smaller.
    """
    graph = opened(model).graph
    constants = constants_of(graph)
    weights = sum(math.prod(constants[name].dims) for name in weights_of(graph))
    weights += sum(
        math.prod(one.dims)
        for one in graph.initializer
        if one.data_type == TensorProto.INT8 and len(one.dims) >= FEWEST_AXES
    )
    added = {node.input[2] for node in graph.node if node.op_type in DENSE and node.input[2:]}
    return Counted(weights, sum(math.prod(constants[name].dims) for name in added & set(constants)))
