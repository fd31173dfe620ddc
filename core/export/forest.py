"""A random forest of scikit-learn as one ONNX tree ensemble."""

from __future__ import annotations

import numpy as np
from onnx import helper
from sklearn.ensemble import RandomForestClassifier
from sklearn.tree._tree import Tree

from core.export.fragment import Fragment, constant
from core.export.trees import Ensemble, ensemble_node, joined, rounded_down
from core.models.forest import LEAST_PROBABILITY


def forest_nodes(forest: RandomForestClassifier, reads: str, gives: str) -> Fragment:
    """Write a random forest as nodes from features to probabilities.

    A leaf of an ONNX tree can speak for one class only, so every tree stands there once
    for each class but the first, whose probability is what the others leave.

    Parameters
    ----------
    forest : RandomForestClassifier
        Fitted on float32 features without missing values.
    reads, gives : str
        Names of the features (n, n_features) and of the probabilities (n, n_classes).
    """
    others = forest.n_classes_ - 1
    nodes = (
        ensemble_node(flatten_forest(forest), others, reads),
        helper.make_node("ReduceSum", ["grown", "classes"], ["others"], keepdims=1),
        helper.make_node("Sub", ["one", "others"], ["first"]),
        helper.make_node("Concat", ["first", "grown"], ["voted"], axis=-1),
        helper.make_node("Max", ["voted", "least"], ["floored"]),
        helper.make_node("ReduceSum", ["floored", "classes"], ["whole"], keepdims=1),
        helper.make_node("Div", ["floored", "whole"], [gives]),
    )
    constants = (
        constant("classes", np.array([1], np.int64)),
        constant("one", np.ones(1, np.float32)),
        constant("least", np.full(1, LEAST_PROBABILITY, np.float32)),
    )
    return Fragment(nodes, constants)


def flatten_forest(forest: RandomForestClassifier) -> Ensemble:
    """Lay all trees of a forest end to end, once for each class but the first."""
    trees = [estimator.tree_ for estimator in forest.estimators_]
    columns: list[tuple[np.ndarray, ...]] = []
    n_inner = n_leaves = 0
    for other in range(forest.n_classes_ - 1):
        for tree in trees:
            columns.append(_flatten_tree(tree, other, len(trees), n_inner, n_leaves))
            n_inner += len(columns[-1][0])
            n_leaves += len(columns[-1][7])
    return joined(columns)


def _flatten_tree(
    tree: Tree, other: int, n_trees: int, n_inner: int, n_leaves: int
) -> tuple[np.ndarray, ...]:
    """Give one tree's columns of an `Ensemble`; a tree of one leaf gets a split that goes there."""
    is_leaf = tree.children_left < 0
    inner = np.array([0]) if is_leaf[0] else np.flatnonzero(~is_leaf)
    position = np.where(
        is_leaf, np.cumsum(is_leaf) - 1 + n_leaves, np.cumsum(~is_leaf) - 1 + n_inner
    )
    left, right = (side[inner].clip(0) for side in (tree.children_left, tree.children_right))
    shares = tree.value[is_leaf, 0, other + 1] / n_trees
    return (
        tree.feature[inner].clip(0),
        rounded_down(tree.threshold[inner]),
        np.zeros(len(inner), int),
        position[left],
        is_leaf[left],
        position[right],
        is_leaf[right],
        np.full(len(shares), other),
        shares.astype(np.float32),
        np.array([n_inner]),
    )
