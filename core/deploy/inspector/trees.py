"""Trees of an ONNX file: every way through them must come to an end."""

from __future__ import annotations

from onnx import NodeProto, helper

from core.deploy.inspector.refusal import refusal


def check_trees(node: NodeProto) -> None:
    """Refuse trees in which two ways lead to one split, since only such trees can go in circles.

    Raises
    ------
    BundleError
        When a split is reached from two places, or a place lies outside.
    """
    values = {found.name: found for found in node.attribute}

    def whole(name: str) -> list[int]:
        return list(helper.get_attribute_value(values[name])) if name in values else []

    n_splits = len(whole("nodes_featureids"))
    n_leaves = len(whole("leaf_targetids"))
    inner = whole("tree_roots")
    for place, leaf in (
        ("nodes_truenodeids", "nodes_trueleafs"),
        ("nodes_falsenodeids", "nodes_falseleafs"),
    ):
        places, is_leaf = whole(place), whole(leaf)
        if len(places) != n_splits or len(is_leaf) != n_splits:
            raise refusal("the trees of model.onnx are not whole")
        inner += [to for to, ends in zip(places, is_leaf, strict=True) if not ends]
        leaves = [to for to, ends in zip(places, is_leaf, strict=True) if ends]
        if any(not 0 <= to < n_leaves for to in leaves):
            raise refusal("the trees of model.onnx lead to leaves that are not there")
    if any(not 0 <= to < n_splits for to in inner):
        raise refusal("the trees of model.onnx lead to splits that are not there")
    if len(set(inner)) < len(inner):
        raise refusal("the trees of model.onnx go in circles")
