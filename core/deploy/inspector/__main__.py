"""Look into one model: the question on stdin, the findings as one line of JSON on stdout.

    python -m core.deploy.inspector

Limits are set before the first byte is read; whatever the model does ends this process only.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Callable
from typing import Any

from core.deploy.inspector.limits import limit_this_process
from core.deploy.inspector.refusal import refusal
from core.errors import BundleError

LOOKS_WITH = "onnx"
FLOAT32, FLOAT64 = "<f4", "<f8"


def look(question: bytes) -> float:
    """Check a model, then ask it what is known; the largest difference is returned.

    Only a model that its owner named by its digest is asked without a look at its graph, and
    only where there is nothing to look with.

    Raises
    ------
    BundleError
        When the model is not let in.
    """
    import numpy as np

    from core.deploy.inspector.answers import largest_difference

    head, _, body = question.partition(b"\n")
    shapes = json.loads(head)
    model, rest = body[: shapes["model"]], body[shapes["model"] :]
    n_bytes = 4 * int(np.prod(shapes["rows"]))
    rows = np.frombuffer(rest[:n_bytes], FLOAT32).reshape(shapes["rows"])
    answers = np.frombuffer(rest[n_bytes:], FLOAT64).reshape(shapes["answers"])
    if not (shapes.get("is_own") is True and importlib.util.find_spec(LOOKS_WITH) is None):
        _check(model)
    found = _tried(lambda: largest_difference(model, rows, answers), "model.onnx cannot be run")
    return float(found)


def _check(content: bytes) -> None:
    if importlib.util.find_spec(LOOKS_WITH) is None:
        raise BundleError(
            f"The graph of a model must be looked at with the package {LOOKS_WITH}",
            "it is not installed here",
            f"Install it: pip install {LOOKS_WITH}. Of a model of your own, give its digest "
            "instead: --model-sha256, as on its card.",
        )
    import onnx

    from core.deploy.inspector.graph import check_model, check_sizes

    model = _tried(lambda: onnx.load_from_string(content), "model.onnx is not an ONNX file")
    check_model(model)
    _tried(
        lambda: onnx.checker.check_model(model, full_check=True),
        "model.onnx is not a sound graph, or its steps are out of order",
    )
    sized = _tried(
        lambda: onnx.shape_inference.infer_shapes(model, strict_mode=True, data_prop=True),
        "the shapes in model.onnx do not fit together",
    )
    check_sizes(sized.graph)


def _tried(work: Callable[[], Any], found: str) -> Any:
    """Return what the work gives; onnx and onnxruntime raise errors of many kinds."""
    try:
        return work()
    except (BundleError, MemoryError):
        raise
    except Exception as error:
        raise refusal(_too_large(error) or found) from error


def _too_large(error: Exception) -> str | None:
    words = str(error).lower()
    asks = "bad_alloc" in words or "failed to allocate" in words or "out of memory" in words
    return "model.onnx asks for more memory than is allowed" if asks else None


def main() -> None:
    """Answer with the largest difference, or with the three parts of a refusal."""
    findings: dict[str, object]
    try:
        _limit()
        findings = {"difference": look(sys.stdin.buffer.read())}
    except BundleError as error:
        findings = _told(error)
    except MemoryError:
        findings = _told(refusal("model.onnx asks for more memory than is allowed"))
    print(json.dumps(findings))


def _limit() -> None:
    try:
        limit_this_process()
    except (OSError, ValueError) as error:
        raise BundleError(
            "A bundle must be checked by a process with limited memory",
            "this system does not let a process limit itself",
            "Open the bundle on Linux, or in a container.",
        ) from error


def _told(error: BundleError) -> dict[str, object]:
    return {"must": error.must, "found": error.found, "remedy": error.remedy}


if __name__ == "__main__":
    main()
