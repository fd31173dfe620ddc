"""Any network as ONNX nodes, traced by PyTorch: slower, and used where no layer writer exists."""

from __future__ import annotations

import copy
import logging
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import torch
from onnx import ModelProto, compose
from torch import nn

from core.export.fragment import OPSET, Fragment

ONE_AT_A_TIME = threading.Lock()
EXAMPLE_ROWS = 3


def traced_nodes(
    module: nn.Module, n_features: int, window: int | None, reads: str, gives: str
) -> Fragment:
    """Trace a network from features to logits.

    One trace runs at a time in a process, since PyTorch's exporter does not allow two.
    The example has several rows: with a single one some layers freeze to a batch of one.

    Parameters
    ----------
    module : nn.Module
        Reads features (n, n_features), or (n, window, n_features) where `window` is given.
    n_features : int
        Width of the features.
    window : int or None
        Days in a window.
    reads, gives : str
        Names of the features and of the logits.
    """
    shape = (EXAMPLE_ROWS, n_features) if window is None else (EXAMPLE_ROWS, window, n_features)
    evaluated = copy.deepcopy(module).eval()
    with ONE_AT_A_TIME, _silence():
        program = torch.onnx.export(
            evaluated,
            (torch.zeros(shape),),
            dynamo=True,
            verbose=False,
            opset_version=OPSET,
            input_names=[reads],
            output_names=[gives],
            dynamic_shapes=({0: torch.export.Dim("rows_at_once")},),
        )
    if program is None:
        raise RuntimeError("PyTorch returned no traced program")
    return _own_names(program.model_proto)


def _own_names(model: ModelProto) -> Fragment:
    """Keep the names inside the network apart from those of the preprocessing."""
    named = compose.add_prefix(model, "network.", rename_inputs=False, rename_outputs=False)
    return Fragment(tuple(named.graph.node), tuple(named.graph.initializer))


@contextmanager
def _silence() -> Iterator[None]:
    """Keep the exporter's notes about itself off the console."""
    logger = logging.getLogger("torch.onnx")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)
