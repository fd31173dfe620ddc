"""Preprocessing as ONNX nodes: the arithmetic of the encoder, inside the file."""

from __future__ import annotations

import numpy as np
from onnx import TensorProto, helper

from core.export.fragment import Fragment, constant
from core.tasks.encode import Encoder, NumericColumn


def encoding_nodes(encoder: Encoder, reads: str, gives: str) -> Fragment:
    """Turn raw rows into features: fill, clip and scale numbers, one indicator a category.

    Parameters
    ----------
    encoder : Encoder
        Fitted on training rows.
    reads, gives : str
        Names of the raw rows (..., n_columns) and of the features (..., n_features).
    """
    n_numeric, n_columns = len(encoder.numeric), len(encoder.numeric) + len(encoder.categorical)
    if n_numeric == n_columns:
        return _scaled(encoder.numeric, reads, gives)
    if n_numeric == 0:
        return _indicators(encoder, reads, gives)
    joined = helper.make_node("Concat", ["scaled", "indicators"], [gives], axis=-1)
    return (
        _picked(np.arange(n_numeric), reads, "numbers")
        + _scaled(encoder.numeric, "numbers", "scaled")
        + _indicators(encoder, reads, "indicators")
        + Fragment((joined,))
    )


def _picked(columns: np.ndarray, reads: str, gives: str) -> Fragment:
    index = f"{gives}.columns"
    node = helper.make_node("Gather", [reads, index], [gives], axis=-1)
    return Fragment((node,), (constant(index, columns.astype(np.int64)),))


def _scaled(columns: tuple[NumericColumn, ...], reads: str, gives: str) -> Fragment:
    nodes = (
        helper.make_node("IsNaN", [reads], ["missing"]),
        helper.make_node("Where", ["missing", "median", reads], ["filled"]),
        helper.make_node("Max", ["filled", "low"], ["raised"]),
        helper.make_node("Min", ["raised", "high"], ["clipped"]),
        helper.make_node("Sub", ["clipped", "mean"], ["centred"]),
        helper.make_node("Div", ["centred", "std"], [gives]),
    )
    names = ("median", "low", "high", "mean", "std")
    constants = tuple(
        constant(name, np.array([getattr(column, name) for column in columns], np.float32))
        for name in names
    )
    return Fragment(nodes, constants)


def _indicators(encoder: Encoder, reads: str, gives: str) -> Fragment:
    sizes = [len(column.categories) for column in encoder.categorical]
    columns = np.repeat(np.arange(len(sizes)), sizes) + len(encoder.numeric)
    codes = np.concatenate([np.arange(size, dtype=np.float32) for size in sizes])
    nodes = (
        helper.make_node("Equal", ["codes", "category"], ["equal"]),
        helper.make_node("Cast", ["equal"], [gives], to=TensorProto.FLOAT),
    )
    return _picked(columns, reads, "codes") + Fragment(nodes, (constant("category", codes),))
