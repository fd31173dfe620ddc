"""A trained model as one zip that runs anywhere: model, code, card and proof."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path

import numpy as np

from core.data import day_formats, names, numerals, separated, sound_bars
from core.deploy import bars, loader, predict, sheet, table
from core.deploy.bundle_files import FORMAT
from core.deploy.contents import BundleContents
from core.deploy.wrappers import dockerfile, mlmodel, requirements
from core.errors import BundleError
from core.export.parity import largest_difference
from core.tasks import indicators

TOLERANCE = 1e-5
LONG_AGO = (1980, 1, 1, 0, 0, 0)
READABLE_FILE = 0o100644 << 16
LICENSE = Path(__file__).parents[2] / "LICENSE"
SHARED_CODE = (predict, sheet, separated, loader)
TABLE_CODE = (table,)
PRICES_CODE = (bars, indicators, names, day_formats, numerals, sound_bars)
"""Modules that a bundle carries as they are."""


def write_bundle(contents: BundleContents) -> bytes:
    """Write a bundle as a zip; the same contents always give the same bytes.

    Raises
    ------
    BundleError
        When the ONNX file does not give the known answers.
    """
    _check_known_answers(contents)
    files = {
        "model.onnx": contents.model,
        "schema.json": _json(_schema(contents)),
        "requirements.txt": requirements(contents.reads_prices).encode(),
        "README.md": contents.card.encode(),
        "metrics.json": contents.metrics_json.encode(),
        "golden.json": _json(_golden(contents)),
        "MLmodel": _json(mlmodel(contents)),
        "Dockerfile": dockerfile().encode(),
        "LICENSE": LICENSE.read_bytes(),
    }
    if contents.drift is not None:
        files["drift.json"] = contents.drift.model_dump_json(indent=1).encode()
    for name, data in code_files(contents.reads_prices).items():
        files[name] = data
    files["manifest.json"] = _json(_manifest(files))
    return _zip(files)


def code_files(reads_prices: bool) -> dict[str, bytes]:
    """Return the code that a bundle of this version carries, by the name of each file."""
    modules = (*SHARED_CODE, *(PRICES_CODE if reads_prices else TABLE_CODE))
    paths = [Path(str(module.__file__)) for module in modules]
    return {path.name: path.read_bytes() for path in paths}


def _check_known_answers(contents: BundleContents) -> None:
    found = largest_difference(contents.model, contents.golden_rows, contents.golden_probabilities)
    if not found <= TOLERANCE:
        raise BundleError(
            f"The exported model must answer as the trained one to {TOLERANCE:g}",
            f"the largest difference is {found:.2g}",
            "Train the student again, or choose another one.",
        )


def _schema(contents: BundleContents) -> dict[str, object]:
    risk = contents.task.name == "risk"
    return {
        "format": FORMAT,
        "task": contents.task.model_dump(mode="json"),
        "horizon_days": contents.task.horizon_days if contents.reads_prices else None,
        "reads_prices": contents.reads_prices,
        "risk_horizon_days": contents.task.horizon_days if risk else None,
        "columns": [
            *({"name": column.name, "kind": "number"} for column in contents.encoder.numeric),
            *(
                {"name": column.name, "kind": "category", "categories": list(column.categories)}
                for column in contents.encoder.categorical
            ),
        ],
        "window": contents.window,
        "date_column": contents.date_column,
        "ticker_column": contents.ticker_column,
        "classes": list(contents.class_names),
        "threshold": contents.threshold,
        "abstain_below": contents.abstain_below,
    }


def _golden(contents: BundleContents) -> dict[str, object]:
    rows = contents.golden_rows.astype(object)
    rows[np.isnan(contents.golden_rows)] = None
    return {
        "rows": rows.tolist(),
        "probabilities": contents.golden_probabilities.tolist(),
        "tolerance": TOLERANCE,
    }


def _manifest(files: dict[str, bytes]) -> dict[str, object]:
    return {
        "format": FORMAT,
        "files": {
            name: {"sha256": hashlib.sha256(data).hexdigest(), "size_bytes": len(data)}
            for name, data in files.items()
        },
    }


def _json(values: dict[str, object]) -> bytes:
    return (json.dumps(values, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()


def _zip(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = READABLE_FILE
            archive.writestr(entry, data)
    return buffer.getvalue()
