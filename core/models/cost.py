"""What a model costs: parameters, bytes and floating-point operations.

Operations count two for each multiply and add of a matrix product, as PyTorch's
``FlopCounterMode`` does; biases, activations and preprocessing are left out. A model
that reads windows is charged for the whole window, since one answer needs all of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.models.shapes import layers_of
from core.spec import ModelSpec

if TYPE_CHECKING:
    from sklearn.ensemble import HistGradientBoostingClassifier

BYTES_PER_PARAMETER = 4
BYTES_PER_TREE_PARAMETER = 12.6
BYTES_PER_FEATURE = 20
BYTES_PER_FILE = 520
TREE_KINDS = frozenset({"trees", "forest"})


@dataclass(frozen=True)
class Cost:
    """Cost of one model; ``flops`` is per row, ``size_bytes`` that of its ONNX file."""

    parameters: int
    size_bytes: int
    flops: int


def parameter_count(spec: ModelSpec, n_features: int, n_classes: int) -> int:
    """Return how many numbers a model learns.

    Parameters
    ----------
    spec : ModelSpec
        The architecture and its size.
    n_features : int
        Width of the encoded rows.
    n_classes : int
        Number of classes.

    Returns
    -------
    int
        Exact for networks. For trees the most there can be before training: thresholds
        and leaf values of full trees in every round. For an ensemble, the members' sum.
    """
    if spec.name == "ensemble":
        return sum(parameter_count(m, n_features, n_classes) for m in spec.member_specs)
    if spec.name in TREE_KINDS:
        return _most_trees(spec, n_classes) * (2 * spec.leaves - 1)
    return sum(layer.parameters for layer in layers_of(spec, n_features, n_classes))


def flops_per_row(spec: ModelSpec, n_features: int, n_classes: int) -> int:
    """Return the operations of one answer: for one row, or one window of days.

    Parameters are those of `parameter_count`.

    Returns
    -------
    int
        Exact for networks. For trees the most there can be: in every tree a path that
        meets each of its thresholds, one comparison each, then one addition. For an
        ensemble, the members' sum.
    """
    if spec.name == "ensemble":
        return sum(flops_per_row(m, n_features, n_classes) for m in spec.member_specs)
    if spec.name in TREE_KINDS:
        return _most_trees(spec, n_classes) * spec.leaves
    return sum(layer.flops for layer in layers_of(spec, n_features, n_classes))


def estimated_size_bytes(spec: ModelSpec, n_features: int, n_classes: int) -> int:
    """Return about how large a model's ONNX file will be, preprocessing included.

    Parameters are those of `parameter_count`.

    Returns
    -------
    int
        Four bytes for each weight plus what the graph needs around them: within a fifth
        for networks, and the most there can be for trees.
    """
    around = BYTES_PER_FILE + BYTES_PER_FEATURE * n_features
    return around + _model_bytes(spec, n_features, n_classes)


def _model_bytes(spec: ModelSpec, n_features: int, n_classes: int) -> int:
    if spec.name == "ensemble":
        return sum(_model_bytes(m, n_features, n_classes) for m in spec.member_specs)
    parameters = parameter_count(spec, n_features, n_classes)
    if spec.name in TREE_KINDS:
        return round(BYTES_PER_TREE_PARAMETER * parameters)
    around = sum(layer.graph_bytes for layer in layers_of(spec, n_features, n_classes)[:-1])
    return around + BYTES_PER_PARAMETER * parameters


def network_cost(spec: ModelSpec, n_features: int, n_classes: int, size_bytes: int) -> Cost:
    """Return what a network costs, `size_bytes` being the size of its ONNX file."""
    return Cost(
        parameters=parameter_count(spec, n_features, n_classes),
        size_bytes=size_bytes,
        flops=flops_per_row(spec, n_features, n_classes),
    )


def tree_cost(booster: HistGradientBoostingClassifier, size_bytes: int) -> Cost:
    """Return what trained boosted trees cost.

    Parameters
    ----------
    booster : HistGradientBoostingClassifier
        Fitted.
    size_bytes : int
        Size of its ONNX file.

    Returns
    -------
    Cost
        ``parameters`` counts thresholds and leaf values, ``flops`` the comparisons and
        the addition on the deepest path of each tree: no row needs more.
    """
    trees = [tree.nodes for round_of_trees in booster._predictors for tree in round_of_trees]
    return Cost(
        parameters=sum(len(nodes) for nodes in trees),
        size_bytes=size_bytes,
        flops=sum(int(np.max(nodes["depth"])) + 1 for nodes in trees),
    )


def _most_trees(spec: ModelSpec, n_classes: int) -> int:
    """Count the trees of a file: one in each round for two classes, else one for each class.

    A forest needs none for its first class, whose probability is what the others leave.
    """
    each = n_classes - 1 if spec.name == "forest" or n_classes == 2 else n_classes
    return spec.trees * each
