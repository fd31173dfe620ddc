"""Single layers as ONNX nodes, for the writers of whole networks."""

from __future__ import annotations

from typing import Any

import numpy as np
from onnx import TensorProto, helper
from torch import Tensor, nn

from core.export.fragment import Fragment, constant


def node(kind: str, reads: list[str], gives: str, **attributes: Any) -> Fragment:
    """Write one node without constants of its own."""
    return Fragment((helper.make_node(kind, reads, [gives], **attributes),))


def dense(layer: nn.Module, name: str, reads: str, gives: str) -> Fragment:
    """Write a linear layer on rows of shape (n, before)."""
    linear = _linear(layer)
    weight, bias = f"{name}.weight", f"{name}.bias"
    product = helper.make_node("Gemm", [reads, weight, bias], [gives], transB=1)
    return Fragment((product,), (named(weight, linear.weight), named(bias, linear.bias)))


def dense_on_days(layer: nn.Module, name: str, reads: str, gives: str) -> Fragment:
    """Write a linear layer on each day of windows of shape (n, window, before)."""
    linear = _linear(layer)
    weight, bias, product = f"{name}.weight", f"{name}.bias", f"{name}.product"
    nodes = node("MatMul", [reads, weight], product) + node("Add", [product, bias], gives)
    return nodes + Fragment((), (named(weight, linear.weight.T), named(bias, linear.bias)))


def norm(layer: nn.Module, name: str, reads: str, gives: str) -> Fragment:
    """Write a normalisation over the last axis."""
    if not isinstance(layer, nn.LayerNorm):
        raise TypeError(f"a normalisation must be over a layer, not {type(layer).__name__}")
    scale, bias = f"{name}.scale", f"{name}.bias"
    normed = node("LayerNormalization", [reads, scale, bias], gives, axis=-1, epsilon=layer.eps)
    return normed + Fragment((), (named(scale, layer.weight), named(bias, layer.bias)))


def last_day(reads: str, gives: str, axis: int = 1) -> Fragment:
    """Take the last day of windows; the day's axis is left out."""
    index = constant(f"{gives}.index", np.array(-1, np.int64))
    return node("Gather", [reads, index.name], gives, axis=axis) + Fragment((), (index,))


def named(name: str, parameter: Tensor) -> TensorProto:
    """Return learned numbers as a named constant."""
    return constant(name, array(parameter))


def array(parameter: Tensor) -> np.ndarray:
    """Return learned numbers as float32."""
    return parameter.detach().cpu().numpy().astype(np.float32)


def _linear(layer: nn.Module) -> nn.Linear:
    if not isinstance(layer, nn.Linear):
        raise TypeError(f"a dense layer must be linear, not {type(layer).__name__}")
    return layer
