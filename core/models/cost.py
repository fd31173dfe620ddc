"""What a model costs: parameters, bytes and floating-point operations.

Operations count two for each multiply and add of a matrix product, as PyTorch's
``FlopCounterMode`` does; biases, activations and preprocessing are left out. A model
that reads windows is charged for the whole window, since one answer needs all of it.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from core.spec import ModelSpec

BYTES_PER_PARAMETER = 4
BYTES_PER_TREE_PARAMETER = 12.6
BYTES_PER_FEATURE = 20
BYTES_PER_FILE = 520
BYTES_PER_LAYER = 155
GRU_GATES = 3


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
        and leaf values of full trees in every round.
    """
    if spec.name == "trees":
        return _most_trees(spec, n_classes) * (2 * spec.leaves - 1)
    sizes = _layer_sizes(spec, n_features)
    head = (sizes[-1] + 1) * n_classes
    pairs = itertools.pairwise(sizes)
    if spec.name == "gru":
        return head + sum(GRU_GATES * after * (before + after + 2) for before, after in pairs)
    return head + sum((before + 1) * after for before, after in pairs)


def flops_per_row(spec: ModelSpec, n_features: int, n_classes: int) -> int:
    """Return the operations of one answer: for one row, or one window of days.

    Parameters are those of `parameter_count`.

    Returns
    -------
    int
        Exact for networks. For trees the most there can be: in every tree a path that
        meets each of its thresholds, one comparison each, then one addition.
    """
    if spec.name == "trees":
        return _most_trees(spec, n_classes) * spec.leaves
    sizes = _layer_sizes(spec, n_features)
    head = 2 * sizes[-1] * n_classes
    pairs = itertools.pairwise(sizes)
    if spec.name == "gru":
        a_day = sum(2 * GRU_GATES * after * (before + after) for before, after in pairs)
        return head + spec.window * a_day
    return head + sum(2 * before * after for before, after in pairs)


def estimated_size_bytes(spec: ModelSpec, n_features: int, n_classes: int) -> int:
    """Return about how large a model's ONNX file will be, preprocessing included.

    Parameters are those of `parameter_count`.

    Returns
    -------
    int
        Four bytes for each weight plus what the graph needs around them: within a fifth
        for networks, and the most there can be for trees.
    """
    parameters = parameter_count(spec, n_features, n_classes)
    around = BYTES_PER_FILE + BYTES_PER_FEATURE * n_features
    if spec.name == "trees":
        return around + round(BYTES_PER_TREE_PARAMETER * parameters)
    layers = len(_layer_sizes(spec, n_features)) - 1
    return around + BYTES_PER_LAYER * layers + BYTES_PER_PARAMETER * parameters


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
    """One tree in each round for two classes, else one for each class."""
    return spec.trees * (1 if n_classes == 2 else n_classes)


def _layer_sizes(spec: ModelSpec, n_features: int) -> list[int]:
    """Width of the input and of each hidden layer."""
    hidden = [] if spec.name == "linear" else [spec.width] * spec.depth
    return [n_features, *hidden]
