"""A trained model as one zip that runs anywhere: model, code, card and proof."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np

from core.data import day_formats, names, numerals, separated, sound_bars
from core.deploy import bars, predict, sheet, table
from core.errors import BundleError
from core.export.parity import largest_difference
from core.spec import MARKET_TASKS, TaskSpec
from core.tasks import indicators
from core.tasks.encode import Encoder

FORMAT = 1
TOLERANCE = 1e-5
LONG_AGO = (1980, 1, 1, 0, 0, 0)
READABLE_FILE = 0o100644 << 16
SHARED_CODE = (predict, sheet, separated)
TABLE_CODE = (table,)
PRICES_CODE = (bars, indicators, names, day_formats, numerals, sound_bars)
"""Modules that a bundle carries as they are."""


@dataclass(frozen=True)
class BundleContents:
    """What goes into a bundle.

    Parameters
    ----------
    model : bytes
        The ONNX file, preprocessing inside.
    encoder : Encoder
        Names the raw columns and their categories.
    class_names : tuple of str
        Names of the classes, in the order of the probabilities.
    window : int or None
        Days in a window, for a model that reads windows.
    task : TaskSpec
        The question the model answers.
    golden_rows : ndarray of shape (n_rows, n_columns) or (n_rows, window, n_columns)
        Raw rows with known answers.
    golden_probabilities : ndarray of shape (n_rows, n_classes)
        The answers of the trained model itself.
    metrics_json : str
        The scores, as JSON text.
    card : str
        The model card, Markdown.
    date_column, ticker_column : str or None
        Of daily prices: the columns that the user chose, where their names do not tell.
    """

    model: bytes
    encoder: Encoder
    class_names: tuple[str, ...]
    window: int | None
    task: TaskSpec
    golden_rows: np.ndarray
    golden_probabilities: np.ndarray
    metrics_json: str
    card: str
    date_column: str | None = None
    ticker_column: str | None = None

    @property
    def reads_prices(self) -> bool:
        """Whether the input is daily prices, from which indicators are computed."""
        return self.task.name in MARKET_TASKS


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
        "requirements.txt": _requirements(contents.reads_prices).encode(),
        "README.md": contents.card.encode(),
        "metrics.json": contents.metrics_json.encode(),
        "golden.json": _json(_golden(contents)),
    }
    for module in (*SHARED_CODE, *(PRICES_CODE if contents.reads_prices else TABLE_CODE)):
        path = Path(str(module.__file__))
        files[path.name] = path.read_bytes()
    files["manifest.json"] = _json(_manifest(files))
    return _zip(files)


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
    }


def _golden(contents: BundleContents) -> dict[str, object]:
    rows = contents.golden_rows.astype(object)
    rows[np.isnan(contents.golden_rows)] = None
    return {
        "rows": rows.tolist(),
        "probabilities": contents.golden_probabilities.tolist(),
        "tolerance": TOLERANCE,
    }


def _requirements(reads_prices: bool) -> str:
    packages = ("numpy", "onnxruntime", *(("pandas",) if reads_prices else ()))
    return "".join(f"{name}=={version(name)}\n" for name in packages)


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
