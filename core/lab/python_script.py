"""A run, or a sweep, as a short Python script on `core` that finds the same scores again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from core.spec import RunSpec
from core.spec.parts import Choices
from core.spec.sweep import SweepSpec

YOUR_FILE = "your_rows.csv"
MOST_CHARACTERS = 88
STEP = "    "
ALWAYS_NAMED = frozenset({"name", "run"})

_FILE_NOTE = """\
# The uploaded rows are not in this script: write the path of your CSV file here. Of several
# files, give a tuple instead: UploadedFile(name, content) of core.data.files for each."""
_FETCHED_NOTE = """\
# Prices are fetched when this runs. Where Yahoo Finance has corrected some since, scores differ."""
_RUN_END = """\
*_, result = experiment.run({arguments})
print(to_text(result))"""
_SWEEP_END = """\
*_, sweep = run_sweep({arguments})
for cell in sweep.cells:
    name, scores = sweep.students[cell.student].name, cell.scores
    print(f"{name}, alpha {cell.alpha:g}, T {cell.temperature:g}: AUC {scores.auc.mean:.4f}")
print(sweep.verdict.sentence)"""


def script_of(spec: RunSpec) -> str:
    """Write a run as a script that prints its four columns and its verdict.

    Parameters
    ----------
    spec : RunSpec
        Text of a user's file in it, such as the name of a column, is written as a literal.

    Returns
    -------
    str
        Python that runs in the repository; it names only what differs from the usual.
    """
    imports = ("from core.lab import experiment", "from core.lab.summary import to_text")
    return _script("run", spec, spec, imports, _RUN_END)


def script_of_sweep(spec: SweepSpec) -> str:
    """Write a sweep as a script that prints every cell, and the verdict on the best one."""
    imports = ("from core.lab.sweep.run import run_sweep",)
    return _script("sweep", spec, spec.run, imports, _SWEEP_END)


def _script(what: str, spec: Choices, run: RunSpec, imports: tuple[str, ...], end: str) -> str:
    source = run.data.source
    built = f"spec = {_value(spec, 0)}"
    parts = [
        f'"""The same scores as a {what} in Distill Lab. Save this in its folder, run it there."""',
        "\n".join(_imports(built, imports, source == "csv")),
    ]
    if source == "csv":
        parts.append(f'{_FILE_NOTE}\nROWS = Path("{YOUR_FILE}")')
    parts.append(built)
    arguments = "spec, csv=ROWS.read_bytes()" if source == "csv" else "spec"
    lines = end.replace("{arguments}", arguments).splitlines()
    if source == "yahoo":
        lines = [*_FETCHED_NOTE.splitlines(), *lines]
    # Long training starts processes of its own, which import this script and must not run it.
    lines = ['if __name__ == "__main__":', *(f"{STEP}{line}" for line in lines)]
    return "\n\n".join([*parts, "\n".join(lines)]) + "\n"


def _imports(built: str, own: tuple[str, ...], has_file: bool) -> Iterator[str]:
    before = []
    if "datetime.date(" in built:
        before.append("import datetime")
    if has_file:
        before.append("from pathlib import Path")
    if before:
        yield from (*before, "")
    yield from own
    parts = ("DataSpec", "DistillSpec", "ModelSpec", "RunSpec", "TaskSpec", "TrainSpec")
    yield f"from core.spec import {', '.join(part for part in parts if f'{part}(' in built)}"
    if "SweepSpec(" in built:
        yield "from core.spec.sweep import SweepSpec"


def _value(value: object, depth: int) -> str:
    """Write a value of a spec so that Python reads it back equal."""
    if isinstance(value, Choices):
        told = [f"{name}={_value(inner, depth + 1)}" for name, inner in _unusual(value).items()]
        return _wrapped(f"{type(value).__name__}(", told, ")", depth)
    if isinstance(value, tuple):
        written = [_value(inner, depth + 1) for inner in value]
        return _wrapped("(", written, ",)" if len(written) == 1 else ")", depth)
    if isinstance(value, str):
        return _literal(value)
    if isinstance(value, dt.date | float | int | None):
        return repr(value)
    raise TypeError(f"{type(value).__name__} cannot be written as Python")


def _unusual(choices: Choices) -> Mapping[str, Any]:
    """Return the fields that differ from what stands there when only the kind is named."""
    fields = tuple(type(choices).model_fields)
    named = {field: getattr(choices, field) for field in fields if field in ALWAYS_NAMED}
    usual = type(choices)(**named)
    return {
        field: getattr(choices, field)
        for field in fields
        if field in named or getattr(choices, field) != getattr(usual, field)
    }


def _wrapped(opening: str, items: list[str], closing: str, depth: int) -> str:
    line = f"{opening}{', '.join(items)}{closing}"
    room = MOST_CHARACTERS - len(STEP) * depth
    if "\n" not in line and len(line) <= room:
        return line
    inner = STEP * (depth + 1)
    body = "".join(f"{inner}{item},\n" for item in items)
    return f"{opening}\n{body}{STEP * depth}{closing.removeprefix(',')}"


def _literal(text: str) -> str:
    """Return a text in double quotes where that needs no escape, else as Python shows it."""
    shown = repr(text)
    is_plain = shown[1:-1] == text and '"' not in text and "\\" not in text
    return f'"{text}"' if is_plain else shown
