"""The model of an opened bundle, looked into by a process of its own before it is loaded."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.deploy.inspector.limits import CPU_SECONDS, WALL_SECONDS
from core.deploy.inspector.refusal import refusal
from core.deploy.opened import OpenedBundle
from core.errors import BundleError

PROJECT = Path(__file__).parents[2]
KEPT_SETTINGS = ("LD_LIBRARY_PATH", "LANG", "VIRTUAL_ENV")
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


@dataclass(frozen=True)
class Inspected:
    """A bundle whose model may be loaded.

    Parameters
    ----------
    bundle : OpenedBundle
    difference : float
        The largest difference between its answers and the known ones.
    """

    bundle: OpenedBundle
    difference: float


def inspect(bundle: OpenedBundle, own_sha256: str | None = None) -> Inspected:
    """Check a model and its known answers in another process with little memory and time.

    Parameters
    ----------
    bundle : OpenedBundle
        Never run, unpickled or parsed in this process.
    own_sha256 : str, optional
        Digest of a model file that the caller made. Such a model is let in where the package
        onnx, which takes 29 MB, is not there to look at its graph; all else is checked.

    Raises
    ------
    BundleError
        When the model may do harm, does not repeat its known answers, is not the one that was
        named, or cannot be checked because the system keeps no limits for a process.
    """
    if own_sha256 is not None and own_sha256.lower() != bundle.sha256:
        raise BundleError(
            "The model must be the one that was named",
            f"the SHA-256 of model.onnx is {bundle.sha256}",
            "Give the digest that is on the card of your own bundle, or leave it out.",
        )
    if os.name != "posix":
        raise BundleError(
            "A bundle must be checked by a process with limited memory",
            f"this system ({os.name}) keeps no such limits",
            "Open the bundle on Linux or macOS, or in a container.",
        )
    findings = _findings(_asked(question_of(bundle, is_own=own_sha256 is not None)))
    if "difference" not in findings:
        raise BundleError(*(str(findings[part]) for part in ("must", "found", "remedy")))
    return Inspected(bundle, float(str(findings["difference"])))


def question_of(bundle: OpenedBundle, is_own: bool = False) -> bytes:
    """Return what the inspector reads: one line of lengths, the model, known rows and answers."""
    rows = np.ascontiguousarray(bundle.golden_rows, "<f4")
    answers = np.ascontiguousarray(bundle.golden_probabilities, "<f8")
    head = {
        "model": len(bundle.model),
        "rows": rows.shape,
        "answers": answers.shape,
        "is_own": is_own,
    }
    return json.dumps(head).encode() + b"\n" + bundle.model + rows.tobytes() + answers.tobytes()


def _asked(question: bytes) -> subprocess.CompletedProcess[bytes]:
    """Run the inspector without the settings of this process, which may hold secrets."""
    kept = {name: os.environ[name] for name in KEPT_SETTINGS if name in os.environ}
    try:
        return subprocess.run(
            [sys.executable, "-m", "core.deploy.inspector"],
            input=question,
            capture_output=True,
            cwd=PROJECT,
            env=kept | ONE_THREAD,
            timeout=WALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise refusal(f"it was not answered within {WALL_SECONDS} seconds") from error


def _findings(done: subprocess.CompletedProcess[bytes]) -> dict[str, object]:
    if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise refusal(f"it took more than {CPU_SECONDS} seconds of processor time")
    if done.returncode < 0:
        raise refusal(f"it made onnxruntime crash ({signal.Signals(-done.returncode).name})")
    try:
        findings = json.loads(done.stdout)
    except ValueError:
        findings = None
    if done.returncode or not isinstance(findings, dict):
        raise refusal("the process that looks into it ended without an answer")
    return findings
