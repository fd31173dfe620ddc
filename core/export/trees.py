"""Boosted trees of scikit-learn as one ONNX tree ensemble."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from onnx import NodeProto, helper
from sklearn.ensemble import HistGradientBoostingClassifier

from core.export.fragment import TREE_DOMAIN, Fragment, constant

SUM = 1
BRANCH_IF_AT_MOST = 0


@dataclass(frozen=True)
class Ensemble:
    """All trees end to end: inner nodes and leaves each counted through the ensemble.

    Parameters
    ----------
    feature, threshold, missing_left : ndarray of shape (n_inner,)
        A row goes left when its feature is at most the float32 threshold, or missing.
    left, left_is_leaf, right, right_is_leaf : ndarray of shape (n_inner,)
        Where a row goes: a position among the leaves or among the inner nodes.
    leaf_class, leaf_value : ndarray of shape (n_leaves,)
        What a leaf adds to which raw score.
    root : ndarray of shape (n_trees,)
        Position of each tree's first inner node.
    """

    feature: np.ndarray
    threshold: np.ndarray
    missing_left: np.ndarray
    left: np.ndarray
    left_is_leaf: np.ndarray
    right: np.ndarray
    right_is_leaf: np.ndarray
    leaf_class: np.ndarray
    leaf_value: np.ndarray
    root: np.ndarray


def tree_nodes(booster: HistGradientBoostingClassifier, reads: str, gives: str) -> Fragment:
    """Write boosted trees as nodes from features to probabilities.

    Parameters
    ----------
    booster : HistGradientBoostingClassifier
        Fitted on float32 features without categorical splits.
    reads, gives : str
        Names of the features (n, n_features) and of the probabilities (n, n_classes).
    """
    start = np.ravel(booster._baseline_prediction).astype(np.float32)
    nodes = (
        ensemble_node(flatten(booster), len(start), reads),
        helper.make_node("Add", ["grown", "start"], ["raw"]),
    )
    return Fragment(nodes, (constant("start", start),)) + _probabilities(len(start), gives)


def flatten(booster: HistGradientBoostingClassifier) -> Ensemble:
    """Lay all trees of a booster end to end."""
    columns: list[tuple[np.ndarray, ...]] = []
    n_inner = n_leaves = 0
    for trees in booster._predictors:
        for which, tree in enumerate(trees):
            columns.append(_flatten_tree(tree.nodes, which, n_inner, n_leaves))
            n_inner += len(columns[-1][0])
            n_leaves += len(columns[-1][7])
    return joined(columns)


def joined(trees: list[tuple[np.ndarray, ...]]) -> Ensemble:
    """Join the columns of single trees, in the order of `Ensemble`."""
    return Ensemble(*(np.concatenate(parts) for parts in zip(*trees, strict=True)))


def _flatten_tree(
    nodes: np.ndarray, which: int, n_inner: int, n_leaves: int
) -> tuple[np.ndarray, ...]:
    """Give one tree's columns of an `Ensemble`; a tree of one leaf gets a split that goes there."""
    is_leaf = nodes["is_leaf"].astype(bool)
    inner = nodes[:1] if is_leaf[0] else nodes[~is_leaf]
    position = np.where(
        is_leaf, np.cumsum(is_leaf) - 1 + n_leaves, np.cumsum(~is_leaf) - 1 + n_inner
    )
    left, right = inner["left"], inner["right"]
    leaves = nodes[is_leaf]
    return (
        inner["feature_idx"],
        rounded_down(inner["num_threshold"]),
        inner["missing_go_to_left"],
        position[left],
        is_leaf[left],
        position[right],
        is_leaf[right],
        np.full(len(leaves), which),
        leaves["value"].astype(np.float32),
        np.array([n_inner]),
    )


def rounded_down(thresholds: np.ndarray) -> np.ndarray:
    """Return the greatest float32 at most each float64, so that no float32 row changes sides."""
    with np.errstate(over="ignore"):
        near = thresholds.astype(np.float32)
        below = np.nextafter(near, np.float32(-np.inf))
    return np.where(near > thresholds, below, near).astype(np.float32)


def ensemble_node(trees: Ensemble, n_outputs: int, reads: str) -> NodeProto:
    """Write all trees as one node that adds up the leaves reached, (n, n_outputs)."""
    missing = trees.missing_left.astype(int).tolist()
    directions = {"nodes_missing_value_tracks_true": missing} if any(missing) else {}
    modes = np.full(len(trees.feature), BRANCH_IF_AT_MOST, np.uint8)
    return helper.make_node(
        "TreeEnsemble",
        [reads],
        ["grown"],
        domain=TREE_DOMAIN,
        n_targets=n_outputs,
        aggregate_function=SUM,
        post_transform=0,
        tree_roots=trees.root.tolist(),
        nodes_featureids=trees.feature.tolist(),
        nodes_splits=constant("", trees.threshold),
        nodes_modes=constant("", modes),
        nodes_truenodeids=trees.left.tolist(),
        nodes_trueleafs=trees.left_is_leaf.astype(int).tolist(),
        nodes_falsenodeids=trees.right.tolist(),
        nodes_falseleafs=trees.right_is_leaf.astype(int).tolist(),
        leaf_targetids=trees.leaf_class.tolist(),
        leaf_weights=constant("", trees.leaf_value),
        **directions,
    )


def _probabilities(n_outputs: int, gives: str) -> Fragment:
    if n_outputs > 1:
        return Fragment((helper.make_node("Softmax", ["raw"], [gives], axis=-1),))
    nodes = (
        helper.make_node("Sigmoid", ["raw"], ["second"]),
        helper.make_node("Sub", ["one", "second"], ["first"]),
        helper.make_node("Concat", ["first", "second"], [gives], axis=-1),
    )
    return Fragment(nodes, (constant("one", np.ones(1, np.float32)),))
