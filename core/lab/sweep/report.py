"""A finished sweep as JSON, the form that ``sweep --json`` writes.

    {"spec": {…},
     "data": {…}, "models": {"baseline": M, "alone": M, "teacher": M},
     "seconds": {"data", "teacher", "students", "evaluate"},
     "cells": [C, …], "chosen": C, "verdict": {…}, "notes": [sentence, …]}

    C = {"student", "alpha", "temperature", "seeds", "scores": {…}, "difference": I,
         "difference_widened": I, "is_clear", "validation": I, "validation_difference": I,
         "parameters", "size_bytes", "flops", "latency_ms"}

M and I are those of `core.lab.report`; "alone" is the first student's, "difference" that of the
AUC to the same student alone on test rows, and "validation" the AUC on the rows that choose.
"""

from __future__ import annotations

import json
from dataclasses import asdict

from core.lab.report import Json, data_dict, finite, latency_dict, model_dict
from core.lab.result import ModelResult
from core.lab.sweep.claims import is_claimed, widened_difference
from core.lab.sweep.outcome import Cell, Sweep


def to_json(sweep: Sweep) -> str:
    """Write a finished sweep as indented JSON text, without NaN or Infinity."""
    return json.dumps(to_dict(sweep), indent=2, ensure_ascii=False, allow_nan=False)


def to_dict(sweep: Sweep) -> Json:
    """Return a finished sweep as nested mappings of plain values, in the form above."""
    first = sweep.students[0]
    alone = ModelResult("alone", first.name, first.cost, first.alone, first.latency)
    report = {
        "spec": sweep.spec.model_dump(mode="json"),
        "data": data_dict(sweep.data),
        "models": {
            "baseline": model_dict(sweep.baseline),
            "alone": model_dict(alone),
            "teacher": model_dict(sweep.teacher),
        },
        "seconds": asdict(sweep.seconds),
        "cells": [_cell(sweep, cell) for cell in sweep.cells],
        "chosen": _cell(sweep, sweep.cells[sweep.best]),
        "verdict": {
            "outcome": sweep.verdict.outcome,
            "metric": sweep.verdict.metric,
            "difference": asdict(sweep.verdict.difference),
            "seeds": sweep.verdict.seeds,
            "sentence": sweep.verdict.sentence,
        },
        "stopped_early": sweep.stopped_early,
        "notes": list(sweep.notes),
    }
    plain: Json = finite(report)
    return plain


def _cell(sweep: Sweep, cell: Cell) -> Json:
    student = sweep.students[cell.student]
    return {
        "student": student.name,
        "alpha": cell.alpha,
        "temperature": cell.temperature,
        "seeds": cell.seeds,
        "scores": asdict(cell.scores),
        "difference": asdict(cell.difference),
        "difference_widened": asdict(widened_difference(sweep, cell)),
        "is_clear": is_claimed(sweep, cell),
        "validation": asdict(cell.validation),
        "validation_difference": asdict(cell.validation_difference),
        "parameters": student.cost.parameters,
        "size_bytes": student.cost.size_bytes,
        "flops": student.cost.flops,
        "latency_ms": latency_dict(student.latency),
    }
