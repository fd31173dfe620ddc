"""How much memory a model adds to a program that answers with it, in a process of its own."""

from __future__ import annotations

import io
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psutil

from core.evaluate.speed.interleaved import batches_of
from core.export.session import Session

BATCH_ROWS = 256
CALLS = 20
MOST_SECONDS = 5.0
START_SECONDS = 60.0
ROOT = Path(__file__).parents[3]


@dataclass(frozen=True)
class Memory:
    """Resident memory of a fresh process that answers with one ONNX file.

    ``added_bytes`` is what loading the file and answering batches added to
    ``runtime_bytes``, which Python with ONNX Runtime holds before any model is loaded.
    """

    added_bytes: int
    runtime_bytes: int
    batch_rows: int


def measure_memory(onnx: bytes, rows: np.ndarray, batch_rows: int = BATCH_ROWS) -> Memory | None:
    """Load a model in a fresh process, let it answer there, and see how the process grew.

    Parameters
    ----------
    onnx : bytes
        The ONNX file.
    rows : ndarray
        Rows or codes as the file reads them, one at least.
    batch_rows : int
        Rows in each of the batches it answers.

    Returns
    -------
    Memory or None
        The largest growth that was seen after a call. None where no process could be
        started, or it gave no answer within a minute.
    """
    sent = io.BytesIO()
    (batch,) = batches_of(rows, batch_rows, most=1)
    np.savez(sent, onnx=np.frombuffer(onnx, np.uint8), batch=batch)
    try:
        told = subprocess.run(
            [sys.executable, "-m", "core.evaluate.speed.memory"],
            input=sent.getvalue(),
            capture_output=True,
            check=True,
            cwd=ROOT,
            timeout=START_SECONDS,
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    runtime_bytes, added_bytes = map(int, told.split())
    return Memory(added_bytes, runtime_bytes, batch_rows)


def growth_bytes(onnx: bytes, batch: np.ndarray) -> tuple[int, int]:
    """Return what this process holds before a model is loaded, and the most it grew by.

    A process that has answered before holds memory that it uses again, so only the first
    growth of a fresh one means something.
    """
    process = psutil.Process()
    before = process.memory_info().rss
    session = Session(onnx)
    largest = process.memory_info().rss
    until = time.perf_counter() + MOST_SECONDS
    for _ in range(CALLS):
        session.run(batch)
        largest = max(largest, process.memory_info().rss)
        if time.perf_counter() > until:
            break
    return before, largest - before


def _answer_parent() -> None:
    with np.load(io.BytesIO(sys.stdin.buffer.read())) as read:
        onnx, batch = read["onnx"].tobytes(), read["batch"]
    sys.stdout.write(" ".join(map(str, growth_bytes(onnx, batch))))


if __name__ == "__main__":
    _answer_parent()
