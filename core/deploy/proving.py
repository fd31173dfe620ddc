"""Proof that a bundle answers as the trained model did: asked in a process without PyTorch."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.deploy import fresh
from core.deploy.archive import read_archive, refusal
from core.deploy.bundle import TOLERANCE, code_files
from core.deploy.inspect_model import KEPT_SETTINGS, ONE_THREAD
from core.deploy.opened import ALLOWED_FILES, open_bundle

MOST_SECONDS = 120


@dataclass(frozen=True)
class Proof:
    """What a bundle answered in a fresh process.

    Parameters
    ----------
    largest_difference : float
        Between its probabilities and those of the trained model, over all known rows, asked
        in batches of 1, 2, 7 and 256.
    rows : int
        Known rows, some of them with missing cells.
    open_seconds, seconds : float
        From the start of predict.py until it is ready, and the whole process.
    python, numpy, onnxruntime : str
        Versions in that process.
    tolerance : float
    """

    largest_difference: float
    rows: int
    open_seconds: float
    seconds: float
    python: str
    numpy: str
    onnxruntime: str
    tolerance: float = TOLERANCE

    @property
    def holds(self) -> bool:
        """Whether the answers are the same but for rounding."""
        return self.largest_difference <= self.tolerance

    @property
    def sentence(self) -> str:
        """What was found, in words."""
        start = (
            f"A fresh Python {self.python} process without PyTorch opened the bundle and "
            f"answered {self.rows} known rows; the largest difference is "
            f"{self.largest_difference:.1e}"
        )
        if self.holds:
            return f"{start}, within {self.tolerance:g}."
        return f"{start}, more than {self.tolerance:g}: do not use this bundle here."


def prove(bundle: bytes) -> Proof:
    """Unpack a bundle and let its own predict.py answer the known rows in a fresh process.

    Parameters
    ----------
    bundle : bytes
        Written by this version; its code is compared with ours, and run only if it is the same.

    Raises
    ------
    BundleError
        When it is not a bundle as it was exported, carries other code, or does not answer.
    """
    opened = open_bundle(bundle)
    files = read_archive(bundle, ALLOWED_FILES)
    for name, content in code_files(opened.schema.reads_prices).items():
        if files.get(name) != content:
            raise refusal(f"{name} is not that of this version, and other code is never run")
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        found = _answers(Path(folder))
    seconds = time.perf_counter() - started
    if found["forbidden"]:
        raise refusal(f"its code imported {found['forbidden']}")
    return Proof(
        largest_difference=float(found["largest_difference"]),
        rows=int(found["rows"]),
        open_seconds=float(found["open_seconds"]),
        seconds=seconds,
        python=str(found["python"]),
        numpy=str(found["numpy"]),
        onnxruntime=str(found["onnxruntime"]),
    )


def _answers(folder: Path) -> dict[str, Any]:
    kept = {name: os.environ[name] for name in KEPT_SETTINGS if name in os.environ}
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(Path(fresh.__file__)), str(folder)],
            capture_output=True,
            text=True,
            cwd=folder,
            env=kept | ONE_THREAD,
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise refusal(f"it was not answered within {MOST_SECONDS} seconds") from error
    last = (done.stderr.strip().splitlines() or ["nothing was said"])[-1]
    if done.returncode:
        raise refusal(f"a fresh process could not answer it: {last}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found
