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
import os
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime


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
    date_column: str | None
    ticker_column: str | None


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
        load = partial(_load, self.folder)
        sheet = load("sheet").read_sheet(path, load("separated"))
        if self.schema.reads_prices:
            key_names, keys, rows = load("bars").read_bars(sheet, self.schema, load)
        else:
            key_names, keys, rows = load("table").read_table(sheet, self.schema.columns)
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
        date_column=values["date_column"],
        ticker_column=values["ticker_column"],
    )


def _load(folder: Path, name: str) -> Any:
    """Return a module of the bundle."""
    place = f"bundle_{name}"
    spec = importlib.util.spec_from_file_location(place, folder / f"{name}.py")
    if spec is None or spec.loader is None:
        raise Problem(f"{name}.py must be there, however: it is missing. Unpack the bundle again.")
    module = importlib.util.module_from_spec(spec)
    # A dataclass looks its own module up there.
    sys.modules[place] = module
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
        _answer(predictor, chosen.input, chosen.output)
    except BrokenPipeError:
        # Whoever read the answers has enough; Python would complain when it flushes at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (ValueError, OSError) as problem:
        print(problem, file=sys.stderr)
        return 2
    return 0


def _answer(predictor: Predictor, path: Path, output: Path | None) -> None:
    answers = predictor.predict(path)
    if output is None:
        write(answers, predictor.schema.classes, sys.stdout)
        sys.stdout.flush()
        return
    with output.open("w", newline="", encoding="utf-8") as file:
        write(answers, predictor.schema.classes, file)


if __name__ == "__main__":
    raise SystemExit(main())
