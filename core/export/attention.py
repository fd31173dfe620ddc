"""Transformer encoders as ONNX nodes, from windows to the last day's units."""

from __future__ import annotations

import math

import numpy as np

from core.export.fragment import Fragment, constant
from core.export.layers import dense_on_days, last_day, named, node, norm
from core.models.attention import AttentionBlock, SelfAttention, Transformer


def transformer_nodes(module: Transformer, reads: str) -> tuple[Fragment, str]:
    """Write a transformer encoder; the last day is taken before the last normalisation."""
    fragment = (
        dense_on_days(module.stem, "stem", reads, "stem.days")
        + node("Add", ["stem.days", "positions"], "days")
        + Fragment((), (named("positions", module.positions),))
        + _shapes(module)
    )
    days = "days"
    for i, block in enumerate(module.blocks):
        if not isinstance(block, AttentionBlock):
            raise TypeError(f"a block must hold attention, not {type(block).__name__}")
        added, days = _block(block, f"block.{i}", days)
        fragment += added
    return fragment + last_day(days, "today") + norm(module.norm, "norm", "today", "state"), "state"


def _shapes(module: Transformer) -> Fragment:
    """Write the constants that all blocks share; a zero keeps the number of rows."""
    window, width = module.positions.shape
    first = module.blocks[0].get_submodule("attention")
    assert isinstance(first, SelfAttention)
    each = width // first.heads
    values: dict[str, np.ndarray] = {
        "heads": np.array([0, window, 3, first.heads, each], np.int64),
        "joined": np.array([0, window, width], np.int64),
        "scale": np.array(math.sqrt(each), np.float32),
        "query": np.array(0, np.int64),
        "key": np.array(1, np.int64),
        "value": np.array(2, np.int64),
    }
    return Fragment((), tuple(constant(name, value) for name, value in values.items()))


def _block(block: AttentionBlock, name: str, days: str) -> tuple[Fragment, str]:
    def at(part: str) -> str:
        return f"{name}.{part}"

    fragment = (
        norm(block.before_attention, at("norm.1"), days, at("normed.1"))
        + _attention(block.attention, name, at("normed.1"), at("gathered"))
        + node("Add", [days, at("gathered")], at("middle"))
        + norm(block.before_inner, at("norm.2"), at("middle"), at("normed.2"))
        + dense_on_days(block.wider, at("wider"), at("normed.2"), at("wide"))
        + node("Relu", [at("wide")], at("relu"))
        + dense_on_days(block.narrower, at("narrower"), at("relu"), at("more"))
        + node("Add", [at("middle"), at("more")], at("days"))
    )
    return fragment, at("days")


def _attention(attention: SelfAttention, name: str, reads: str, gives: str) -> Fragment:
    def at(part: str) -> str:
        return f"{name}.{part}"

    fragment = dense_on_days(attention.asked, at("asked"), reads, at("asked.days"))
    fragment += node("Reshape", [at("asked.days"), "heads"], at("split"))
    fragment += node("Transpose", [at("split")], at("parts"), perm=[2, 0, 3, 1, 4])
    for part in ("query", "key", "value"):
        fragment += node("Gather", [at("parts"), part], at(part), axis=0)
    return (
        fragment
        + node("Transpose", [at("key")], at("turned"), perm=[0, 1, 3, 2])
        + node("MatMul", [at("query"), at("turned")], at("scores"))
        + node("Div", [at("scores"), "scale"], at("scaled"))
        + node("Softmax", [at("scaled")], at("weights"), axis=-1)
        + node("MatMul", [at("weights"), at("value")], at("mixed"))
        + node("Transpose", [at("mixed")], at("by day"), perm=[0, 2, 1, 3])
        + node("Reshape", [at("by day"), "joined"], at("whole"))
        + dense_on_days(attention.gathered, at("out"), at("whole"), gives)
    )
