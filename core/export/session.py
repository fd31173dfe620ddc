"""The one place that opens an ONNX file: one thread, processor only, quiet."""

from __future__ import annotations

import numpy as np
import onnxruntime

ERRORS_ONLY = 3


class Session:
    """An ONNX file with one input and one output, ready to answer.

    Parameters
    ----------
    model : bytes
        The file.
    """

    def __init__(self, model: bytes) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = ERRORS_ONLY
        self._session = onnxruntime.InferenceSession(
            model, sess_options=options, providers=["CPUExecutionProvider"]
        )
        self._reads = self._session.get_inputs()[0].name
        self._gives = [self._session.get_outputs()[0].name]

    def run(self, rows: np.ndarray) -> np.ndarray:
        """Answer float32 raw rows, or int64 codes, with probabilities (n_rows, n_classes)."""
        answer: np.ndarray = self._session.run(self._gives, {self._reads: rows})[0]
        return answer
