"""A naive baseline as one ONNX file: a table that is looked up by a code."""

from __future__ import annotations

import numpy as np
from onnx import helper

from core.export.fragment import Fragment, Port, as_file, constant


def export_lookup(table: np.ndarray) -> bytes:
    """Write a table of probabilities as an ONNX file that looks rows up.

    Parameters
    ----------
    table : ndarray of shape (n_states, n_classes)
        Probabilities to answer in each state; one state for a constant answer.

    Returns
    -------
    bytes
        The file. Its input ``codes`` holds int64 states (batch,), its output
        ``probabilities`` has shape (batch, n_classes).
    """
    node = helper.make_node("Gather", ["table", "codes"], ["probabilities"], axis=0)
    fragment = Fragment((node,), (constant("table", table.astype(np.float32)),))
    reads = Port("codes", ("batch",), is_integer=True)
    return as_file(fragment, reads, Port("probabilities", ("batch", table.shape[1])))
