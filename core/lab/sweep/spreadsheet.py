"""A finished sweep as a table for spreadsheets, one line a cell."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator

from core.lab.spreadsheet import inert
from core.lab.sweep.claims import is_claimed, widened_difference
from core.lab.sweep.outcome import Cell, Sweep


def cells_csv(sweep: Sweep) -> str:
    """Write every cell with its numbers as CSV (RFC 4180)."""
    records = [dict(_fields(sweep, cell)) for cell in sweep.cells]
    text = io.StringIO()
    writer = csv.DictWriter(text, list(records[0]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: inert(value) for name, value in one.items()} for one in records)
    return text.getvalue()


def _fields(sweep: Sweep, cell: Cell) -> Iterator[tuple[str, object]]:
    student = sweep.students[cell.student]
    yield from (("student", student.name), ("alpha", cell.alpha))
    yield from (("temperature", cell.temperature), ("seeds", cell.seeds))
    intervals = {
        "validation_auc": cell.validation,
        "validation_difference": cell.validation_difference,
        "test_auc": cell.scores.auc,
        "test_difference": cell.difference,
        "test_difference_widened": widened_difference(sweep, cell),
    }
    for name, found in intervals.items():
        yield name, _known(found.mean)
        yield f"{name}_low", _known(found.low)
        yield f"{name}_high", _known(found.high)
    yield "is_clear", is_claimed(sweep, cell)
    yield from (("parameters", student.cost.parameters), ("size_bytes", student.cost.size_bytes))


def _known(number: float) -> float | str:
    """Leave a field empty where there is no number."""
    return number if math.isfinite(number) else ""
