"""Answer the rows of a CSV file with the model that lies beside this file.

    python predict.py INPUT.csv [--output OUT.csv] [--abstain-below P]

INPUT may be - for the standard input. A row whose largest probability is below P gets no
class. Needs numpy and onnxruntime; a model of a market question also needs pandas, for the
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
    threshold: float | None = None
    abstain_below: float | None = None


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

    def predict(self, content: bytes) -> Answers:
        """Answer every row of a CSV file; for prices, every day with enough days before it."""
        load = partial(_load, self.folder)
        sheet = load("sheet").read_sheet(content, load("separated"))
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
        threshold=values["threshold"],
        abstain_below=values["abstain_below"],
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


def given_classes(probabilities: np.ndarray, threshold: float | None) -> np.ndarray:
    """Return the place of the class that each row gets, of shape (n_rows,).

    With a threshold, the second of two classes where its probability is above it; without,
    the likeliest.
    """
    likeliest: np.ndarray = probabilities.argmax(axis=1)
    return likeliest if threshold is None else (probabilities[:, 1] > threshold).astype(np.int64)


def abstained(probabilities: np.ndarray, abstain_below: float | None) -> np.ndarray:
    """Return whether each row gets no class, since its largest probability is too small."""
    if abstain_below is None:
        return np.zeros(len(probabilities), bool)
    is_unsure: np.ndarray = probabilities.max(axis=1, initial=0.0) < abstain_below
    return is_unsure


def write(answers: Answers, schema: Any, abstain_below: float | None, file: Any) -> None:
    """Write the answers as CSV: the keys, the class, a probability for each, and if it abstained.

    Parameters
    ----------
    answers : Answers
    schema : Schema
        Names the classes and the threshold.
    abstain_below : float or None
        Rows with a smaller largest probability get no class.
    file : text file
    """
    writer = csv.writer(file)
    names = (f"p({name})" for name in schema.classes)
    writer.writerow([*answers.key_names, "prediction", *names, "abstained"])
    places = given_classes(answers.probabilities, schema.threshold).tolist()
    unsure = abstained(answers.probabilities, abstain_below).tolist()
    rows = zip(answers.keys, answers.probabilities.tolist(), places, unsure, strict=True)
    for key, shares, place, is_unsure in rows:
        given = "" if is_unsure else schema.classes[place]
        writer.writerow([*key, given, *(f"{p:.7g}" for p in shares), "yes" if is_unsure else "no"])


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit status."""
    parser = argparse.ArgumentParser(description="Answer the rows of a CSV file.")
    parser.add_argument("input", help="a CSV file, or - for the standard input")
    parser.add_argument("--output", type=Path)
    parser.add_argument("--abstain-below", type=float)
    chosen = parser.parse_args(arguments)
    try:
        predictor = Predictor(Path(__file__).resolve().parent)
        below = predictor.schema.abstain_below
        below = check_share(chosen.abstain_below) if chosen.abstain_below is not None else below
        is_piped = chosen.input == "-"
        content = sys.stdin.buffer.read() if is_piped else Path(chosen.input).read_bytes()
        _answer(predictor, content, below, chosen.output)
    except BrokenPipeError:
        # Whoever read the answers has enough; Python would complain when it flushes at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (ValueError, OSError) as problem:
        print(problem, file=sys.stderr)
        return 2
    return 0


def check_share(below: float) -> float:
    """Return a probability to abstain below, or refuse it."""
    if not 0 <= below <= 1:
        raise Problem(
            "The probability to abstain below must be from 0 to 1, however: it is "
            f"{below:g}. Choose another one."
        )
    return below


def _answer(
    predictor: Predictor, content: bytes, abstain_below: float | None, output: Path | None
) -> None:
    answers = predictor.predict(content)
    if output is None:
        write(answers, predictor.schema, abstain_below, sys.stdout)
        sys.stdout.flush()
        return
    with output.open("w", newline="", encoding="utf-8") as file:
        write(answers, predictor.schema, abstain_below, file)


if __name__ == "__main__":
    raise SystemExit(main())
