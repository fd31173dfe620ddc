"""Ask a bundle for its known answers in a process that holds nothing but the bundle.

    python -I fresh.py FOLDER

Neither PyTorch nor this program can be imported here. Writes one line of JSON.
"""

from __future__ import annotations

import importlib.util
import json
import platform
import sys
import time
from pathlib import Path
from typing import Any

BATCHES = (1, 2, 7, 256)
FORBIDDEN = ("torch", "core", "sklearn", "onnx")


def answer(folder: Path) -> dict[str, object]:
    """Return the largest difference between the answers of predict.py and the known ones.

    Parameters
    ----------
    folder : Path
        Where the files of a bundle lie.
    """
    started = time.perf_counter()
    predict = _code(folder)
    predictor = predict.Predictor(folder)
    opened = time.perf_counter()
    known = json.loads((folder / "golden.json").read_text(encoding="utf-8"))
    numpy = predict.np
    rows = numpy.array(known["rows"], dtype=numpy.float32)
    expected = numpy.array(known["probabilities"])
    differences = []
    for size in BATCHES:
        chosen = numpy.arange(size) % len(rows)
        found = predictor.probabilities(rows[chosen])
        differences.append(float(abs(found - expected[chosen]).max()))
    return {
        "largest_difference": max(differences),
        "rows": len(rows),
        "open_seconds": opened - started,
        "seconds": time.perf_counter() - started,
        "python": platform.python_version(),
        "numpy": numpy.__version__,
        "onnxruntime": predict.onnxruntime.__version__,
        "forbidden": [name for name in FORBIDDEN if sys.modules.get(name) is not None],
    }


def _code(folder: Path) -> Any:
    spec = importlib.util.spec_from_file_location("bundle_predict", folder / "predict.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError("predict.py")
    module = importlib.util.module_from_spec(spec)
    # A dataclass looks its own module up there.
    sys.modules["bundle_predict"] = module
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    already = [name for name in FORBIDDEN if name in sys.modules]
    if already:
        raise SystemExit(f"{already[0]} was imported before the bundle was opened")
    # None in its place makes every import of a module fail.
    sys.modules.update(dict.fromkeys(FORBIDDEN))  # type: ignore[arg-type]
    print(json.dumps(answer(Path(sys.argv[1]))))
