"""Answer the rows of a CSV file with the model that lies beside this file.

    python predict.py INPUT.csv [--output OUT.csv]

Needs numpy and onnxruntime; a model of a market question also needs pandas, for the
indicators it computes from daily prices. Every file is checked before it is used, and
the model must repeat its known answers. Exit status: 0, or 2 with one sentence.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import importlib.util
import json
import math
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime

NOTHING = frozenset({"", "na", "n/a", "#n/a", "<na>", "nan", "null", "none", "?", "-", "."})
YES_OR_NO = {"true": 1.0, "false": 0.0}
LARGEST_NUMBER = 1e30


class Problem(ValueError):
    """Something the user can mend, told in one sentence."""


@dataclass(frozen=True)
class Column:
    """A raw column: a number where it has no categories."""

    name: str
    categories: tuple[str, ...] | None


@dataclass(frozen=True)
class Schema:
    """What the model reads and answers."""

    columns: tuple[Column, ...]
    classes: tuple[str, ...]
    window: int | None
    reads_prices: bool
    risk_horizon_days: int | None


@dataclass(frozen=True)
class Answers:
    """Probabilities (n_rows, n_classes) with the cells that name each row."""

    key_names: tuple[str, ...]
    keys: tuple[tuple[str, ...], ...]
    probabilities: np.ndarray


class Predictor:
    """A model that was checked and is ready to answer.

    Parameters
    ----------
    folder : Path
        Where the files of the bundle lie.
    """

    def __init__(self, folder: Path) -> None:
        check_files(folder)
        self.folder = folder
        self.schema = read_schema(folder / "schema.json")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            (folder / "model.onnx").read_bytes(), options, providers=["CPUExecutionProvider"]
        )
        self._check_known_answers()

    def probabilities(self, rows: np.ndarray) -> np.ndarray:
        """Answer float32 raw rows with probabilities of shape (n_rows, n_classes)."""
        if not len(rows):
            return np.empty((0, len(self.schema.classes)), np.float32)
        answer: np.ndarray = self._session.run(["probabilities"], {"rows": rows})[0]
        return answer

    def predict(self, path: Path) -> Answers:
        """Answer every row of a CSV file; for prices, every day with enough days before it."""
        read = read_prices if self.schema.reads_prices else read_table
        key_names, keys, rows = read(path, self.schema, self.folder)
        return Answers(key_names, keys, self.probabilities(rows))

    def _check_known_answers(self) -> None:
        known = json.loads((self.folder / "golden.json").read_text(encoding="utf-8"))
        rows = np.array(known["rows"], dtype=np.float32)
        difference = np.abs(self.probabilities(rows) - np.array(known["probabilities"])).max()
        if not difference <= known["tolerance"]:
            raise Problem(
                "The model must repeat its known answers, however: the largest difference is "
                f"{difference:.2g}. Install the versions in requirements.txt."
            )


def check_files(folder: Path) -> None:
    """Refuse a bundle of which a file was changed or lost."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for name, facts in manifest["files"].items():
        path = folder / name
        found = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "missing"
        if found != facts["sha256"]:
            state = "missing" if found == "missing" else "not the file that was written"
            raise Problem(
                f"Every file of the bundle must be as it was written, however: {name} is "
                f"{state}. Unpack the bundle again."
            )


def read_schema(path: Path) -> Schema:
    """Read what the model reads and answers."""
    values = json.loads(path.read_text(encoding="utf-8"))
    columns = tuple(
        Column(column["name"], tuple(column["categories"]) if "categories" in column else None)
        for column in values["columns"]
    )
    return Schema(
        columns=columns,
        classes=tuple(values["classes"]),
        window=values["window"],
        reads_prices=values["reads_prices"],
        risk_horizon_days=values["risk_horizon_days"],
    )


Rows = tuple[tuple[str, ...], tuple[tuple[str, ...], ...], np.ndarray]


def read_table(path: Path, schema: Schema, folder: Path) -> Rows:  # noqa: ARG001
    """Read a table whose header names the raw columns; other columns are left aside."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        reader = csv.DictReader(file)
        reader.fieldnames = [name.strip() for name in reader.fieldnames or ()]
        _require_columns(reader.fieldnames, schema)
        rows = [
            [_number(column, cells.get(column.name), reader.line_num) for column in schema.columns]
            for cells in reader
        ]
    keys = tuple((str(i + 1),) for i in range(len(rows)))
    shape = (len(rows), len(schema.columns))
    return ("row",), keys, np.array(rows, np.float32).reshape(shape)


def _number(column: Column, cell: str | None, line: int) -> float:
    text = (cell or "").strip()
    if column.categories is not None:
        return _code(column.categories, text)
    if text.lower() in NOTHING:
        return math.nan
    try:
        number = YES_OR_NO[text.lower()] if text.lower() in YES_OR_NO else float(text)
        return number if abs(number) <= LARGEST_NUMBER else math.nan
    except ValueError:
        raise Problem(
            f"Column {column.name!r} must hold numbers, however: line {line} holds {text!r}. "
            "Mend that cell, or leave it empty."
        ) from None


def _code(categories: tuple[str, ...], text: str) -> int:
    """Return the place of a category, also where 1.0 is written for 1; -1 if never seen."""
    if text in categories:
        return categories.index(text)
    try:
        number = float(text)
        return [float(category) for category in categories].index(number)
    except ValueError:
        return -1


def _require_columns(found: Iterable[str], schema: Schema) -> None:
    there = set(found)
    missing = [column.name for column in schema.columns if column.name not in there]
    if missing:
        more = f" and {len(missing) - 1} more" if missing[1:] else ""
        raise Problem(
            "The file must have every column the model reads, however: "
            f"{missing[0]!r}{more} cannot be found. schema.json lists them all."
        )


def read_prices(path: Path, schema: Schema, folder: Path) -> Rows:
    """Read daily prices as indicators of every day of every ticker."""
    rows: Rows = _load(folder / "bars.py").read_bars(
        path,
        [column.name for column in schema.columns],
        schema.window,
        schema.risk_horizon_days,
        _load(folder / "indicators.py"),
    )
    return rows


def _load(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise Problem(
            f"{path.name} must be there, however: it is missing. Unpack the bundle again."
        )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def write(answers: Answers, classes: tuple[str, ...], file: Any) -> None:
    """Write the answers as CSV: the keys, the likeliest class, a probability for each class."""
    writer = csv.writer(file)
    writer.writerow([*answers.key_names, "prediction", *(f"p({name})" for name in classes)])
    for key, row in zip(answers.keys, answers.probabilities, strict=True):
        writer.writerow([*key, classes[int(row.argmax())], *(f"{p:.7g}" for p in row.tolist())])


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit status."""
    parser = argparse.ArgumentParser(description="Answer the rows of a CSV file.")
    parser.add_argument("input", type=Path)
    parser.add_argument("--output", type=Path)
    chosen = parser.parse_args(arguments)
    try:
        predictor = Predictor(Path(__file__).resolve().parent)
        answers = predictor.predict(chosen.input)
    except (ValueError, OSError) as problem:
        print(problem, file=sys.stderr)
        return 2
    if chosen.output is None:
        write(answers, predictor.schema.classes, sys.stdout)
        return 0
    with chosen.output.open("w", newline="", encoding="utf-8") as file:
        write(answers, predictor.schema.classes, file)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
