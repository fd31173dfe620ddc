"""A trained model as one ONNX file that reads raw rows and answers with probabilities."""

from __future__ import annotations

from typing import Final

from onnx import helper

from core.export.fragment import Fragment, Port, as_file
from core.export.networks import can_write, network_nodes
from core.export.preprocess import encoding_nodes
from core.export.trace import traced_nodes
from core.export.trees import tree_nodes
from core.models.network import NetworkModel
from core.models.trees import TreeModel
from core.tasks.encode import Encoder

INPUT: Final = "rows"
OUTPUT: Final = "probabilities"


def export(
    model: NetworkModel | TreeModel, encoder: Encoder, window: int | None, n_classes: int
) -> bytes:
    """Write preprocessing, model and softmax as one self-contained ONNX file.

    Parameters
    ----------
    model : NetworkModel or TreeModel
        What was trained.
    encoder : Encoder
        The preprocessing it was trained with; it becomes part of the file.
    window : int or None
        Days in a window for a model that reads windows, else None.
    n_classes : int
        Number of classes.

    Returns
    -------
    bytes
        The file. Its input ``rows`` holds float32 raw rows, (batch, n_columns) or
        (batch, window, n_columns): NaN where a number is missing, -1 for an unseen
        category. Its output ``probabilities`` has shape (batch, n_classes).
    """
    n_columns = len(encoder.numeric) + len(encoder.categorical)
    shape = ("batch", n_columns) if window is None else ("batch", window, n_columns)
    fragment = encoding_nodes(encoder, INPUT, "features")
    if isinstance(model, TreeModel):
        fragment += tree_nodes(model.booster, "features", OUTPUT)
    else:
        fragment += _network_nodes(model, len(encoder.feature_names), window)
    return as_file(fragment, Port(INPUT, shape), Port(OUTPUT, ("batch", n_classes)))


def _network_nodes(model: NetworkModel, n_features: int, window: int | None) -> Fragment:
    if can_write(model.module):
        logits = network_nodes(model.module, "features", "logits")
    else:
        logits = traced_nodes(model.module, n_features, window, "features", "logits")
    return logits + Fragment((helper.make_node("Softmax", ["logits"], [OUTPUT], axis=-1),))
