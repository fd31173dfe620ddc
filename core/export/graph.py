"""A trained model as one ONNX file that reads raw rows and answers with probabilities."""

from __future__ import annotations

from typing import Final

from onnx import helper

from core.export.forest import forest_nodes
from core.export.fragment import Fragment, Port, as_file
from core.export.layers import last_day, node
from core.export.networks import can_write, network_nodes
from core.export.preprocess import encoding_nodes
from core.export.trace import traced_nodes
from core.export.trees import tree_nodes
from core.models.catalog import reads_windows
from core.models.ensemble import EnsembleModel
from core.models.forest import ForestModel
from core.models.network import NetworkModel
from core.models.trained import TrainedModel
from core.models.trees import TreeModel
from core.tasks.encode import Encoder

INPUT: Final = "rows"
OUTPUT: Final = "probabilities"


FEATURES: Final = "features"


def export(model: TrainedModel, encoder: Encoder, window: int | None, n_classes: int) -> bytes:
    """Write preprocessing, model and softmax as one self-contained ONNX file.

    Parameters
    ----------
    model : TrainedModel
        What was trained: a network, boosted trees, a random forest, or an ensemble of them.
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

    Raises
    ------
    TypeError
        When the model is of a kind that cannot be written.
    """
    n_columns = len(encoder.numeric) + len(encoder.categorical)
    shape = ("batch", n_columns) if window is None else ("batch", window, n_columns)
    n_features = len(encoder.feature_names)
    fragment = encoding_nodes(encoder, INPUT, FEATURES)
    fragment += _answer_nodes(model, n_features, window, FEATURES, OUTPUT)
    return as_file(fragment, Port(INPUT, shape), Port(OUTPUT, ("batch", n_classes)))


def _answer_nodes(
    model: TrainedModel, n_features: int, window: int | None, reads: str, gives: str
) -> Fragment:
    """Write a model as nodes from features to probabilities."""
    if isinstance(model, EnsembleModel):
        return _ensemble_nodes(model, n_features, window, reads, gives)
    if isinstance(model, TreeModel):
        return tree_nodes(model.booster, reads, gives)
    if isinstance(model, ForestModel):
        return forest_nodes(model.forest, reads, gives)
    if isinstance(model, NetworkModel):
        return _network_nodes(model, n_features, window, reads, gives)
    raise TypeError(f"{type(model).__name__} cannot be exported")


def _network_nodes(
    model: NetworkModel, n_features: int, window: int | None, reads: str, gives: str
) -> Fragment:
    if can_write(model.module):
        logits = network_nodes(model.module, reads, "logits")
    else:
        logits = traced_nodes(model.module, n_features, window, reads, "logits")
    return logits + Fragment((helper.make_node("Softmax", ["logits"], [gives], axis=-1),))


def _ensemble_nodes(
    model: EnsembleModel, n_features: int, window: int | None, reads: str, gives: str
) -> Fragment:
    """Write all members side by side; those that read rows take the last day of a window."""
    fragment = Fragment(())
    if window is not None and not all(reads_windows(m.spec) for m in model.members):
        fragment += last_day(reads, "today")
    answers = []
    for i, member in enumerate(model.members):
        on_days = reads_windows(member.spec)
        read, answer = reads if on_days or window is None else "today", f"answer.{i}"
        nodes = _answer_nodes(member, n_features, window if on_days else None, read, answer)
        fragment += nodes.within(f"member.{i}", read, answer)
        answers.append(answer)
    return fragment + node("Mean", answers, gives)
