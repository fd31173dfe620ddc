"""A bundle from anybody, opened in memory and checked; nothing in it is run or unpickled."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.deploy.archive import MB, MOST_BUNDLE_BYTES, read_archive, refusal
from core.deploy.bundle_files import (
    BundleSchema,
    GoldenRows,
    GoldenWindows,
    Manifest,
    check_version,
    parse,
)
from core.deploy.shares import ColumnShares, DriftFile
from core.errors import BundleError

NEEDED_FILES = frozenset(
    {"model.onnx", "schema.json", "golden.json", "manifest.json", "metrics.json", "README.md"}
)
CODE_FILES = frozenset(
    {
        "predict.py", "sheet.py", "separated.py", "table.py", "bars.py", "indicators.py",
        "names.py", "day_formats.py", "numerals.py", "sound_bars.py", "loader.py",
    }
)  # fmt: skip
OTHER_FILES = frozenset({"requirements.txt", "MLmodel", "Dockerfile", "drift.json", "LICENSE"})
MOST_TEXT_BYTES = 8 * MB
"""Of any file but the model: numbers in JSON take much more memory than their text."""

ALLOWED_FILES = NEEDED_FILES | CODE_FILES | OTHER_FILES


@dataclass(frozen=True)
class OpenedBundle:
    """A bundle whose files are as they were written; its model was not looked into yet.

    Parameters
    ----------
    model : bytes
        The ONNX file.
    schema : BundleSchema
        What the model reads and answers.
    golden_rows : ndarray of shape (n_rows, n_columns) or (n_rows, window, n_columns)
        Raw rows with known answers, float32.
    golden_probabilities : ndarray of shape (n_rows, n_classes)
        The known answers, float64.
    card : str
        The model card, Markdown from somebody else.
    metrics_json : str
        The scores, as JSON text from somebody else.
    sha256 : str
        Digest of the model.
    drift : DriftFile or None
        How training rows were spread; None where the run did not keep that.
    """

    model: bytes
    schema: BundleSchema
    golden_rows: np.ndarray
    golden_probabilities: np.ndarray
    card: str
    metrics_json: str
    sha256: str
    drift: DriftFile | None = None


def open_bundle(source: bytes | Path) -> OpenedBundle:
    """Open a bundle in memory and check everything but its model.

    Parameters
    ----------
    source : bytes or Path
        The zip, or where it lies.

    Returns
    -------
    OpenedBundle
        To be given to `inspect_model.inspect` before its model is loaded.

    Raises
    ------
    BundleError
        When the file is not a bundle exactly as it was exported.
    """
    files = read_archive(source if isinstance(source, bytes) else _content(source), ALLOWED_FILES)
    lost = sorted(NEEDED_FILES - files.keys())
    if lost:
        raise refusal(f"{lost[0]} is missing")
    _check_lengths(files)
    _check_manifest(files)
    check_version("schema.json", files["schema.json"])
    schema = parse(BundleSchema, "schema.json", files["schema.json"])
    rows, probabilities = _golden(files["golden.json"], schema)
    return OpenedBundle(
        model=files["model.onnx"],
        schema=schema,
        golden_rows=rows,
        golden_probabilities=probabilities,
        card=_text("README.md", files),
        metrics_json=_text("metrics.json", files),
        sha256=hashlib.sha256(files["model.onnx"]).hexdigest(),
        drift=_drift(files.get("drift.json"), schema),
    )


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BUNDLE_BYTES + 1)
    except OSError as error:
        raise BundleError(
            "The bundle must be a file that can be read",
            f"{path.name} cannot be opened",
            "Give the path of a zip that was exported.",
        ) from error
    if len(content) > MOST_BUNDLE_BYTES:
        raise refusal(f"it is larger than {MOST_BUNDLE_BYTES // MB} MB")
    return content


def _check_lengths(files: dict[str, bytes]) -> None:
    for name in sorted(files.keys() - {"model.onnx"}):
        if len(files[name]) > MOST_TEXT_BYTES:
            raise refusal(f"{name} is larger than {MOST_TEXT_BYTES // MB} MB")


def _check_manifest(files: dict[str, bytes]) -> None:
    """Refuse files that are not as the manifest tells; it proves integrity, not who wrote it."""
    check_version("manifest.json", files["manifest.json"])
    told = parse(Manifest, "manifest.json", files["manifest.json"]).files
    others = files.keys() - {"manifest.json"}
    if told.keys() != others:
        raise refusal("manifest.json does not list exactly the files that are there")
    for name in sorted(others):
        if hashlib.sha256(files[name]).hexdigest() != told[name].sha256:
            raise refusal(f"{name} is not the file that was written")


def _golden(content: bytes, schema: BundleSchema) -> tuple[np.ndarray, np.ndarray]:
    """Return known rows, float32 with NaN where a number is missing, and their answers."""
    kind: type[GoldenRows] | type[GoldenWindows]
    kind = GoldenRows if schema.window is None else GoldenWindows
    known: GoldenRows | GoldenWindows = parse(kind, "golden.json", content)
    try:
        with np.errstate(over="ignore"):
            rows = np.array(known.rows, dtype=np.float32)
        answers = np.array(known.probabilities, dtype=np.float64)
    except ValueError as error:
        raise refusal("the rows of golden.json are not all of one length") from error
    days = () if schema.window is None else (schema.window,)
    fits = rows.shape[1:] == (*days, len(schema.columns))
    if not fits or answers.shape != (len(rows), len(schema.classes)) or np.isinf(rows).any():
        raise refusal("golden.json does not fit the columns and classes of schema.json")
    return rows, answers


def _drift(content: bytes | None, schema: BundleSchema) -> DriftFile | None:
    if content is None:
        return None
    found = parse(DriftFile, "drift.json", content)
    told = [(column.name, _width(column)) for column in found.training.columns]
    asked = [
        (column.name, None if column.categories is None else len(column.categories) + 1)
        for column in schema.columns
    ]
    if told != asked:
        raise refusal("drift.json does not fit the columns of schema.json")
    return found


def _width(column: ColumnShares) -> int | None:
    return len(column.shares) if column.ends is None else None


def _text(name: str, files: dict[str, bytes]) -> str:
    try:
        return files[name].decode()
    except UnicodeDecodeError as error:
        raise refusal(f"{name} is not text") from error
