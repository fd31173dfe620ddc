"""A finished run as JSON, the form that ``distill --json`` writes.

    {"spec": {…},
     "data": {"rows", "features", "classes": […], "gap_days",
              "train": {"rows", "start", "end"}, "validation": {…}, "test": {…}},
     "models": {"baseline": M, "alone": M, "distilled": M, "teacher": M},
     "agreement": 0.97,
     "verdict": {"outcome", "metric", "difference": I, "seeds", "sentence"},
     "curves": [{"phase", "epoch", "epochs", "seconds", "learners": [{…}, …]}, …],
     "seconds": {"data", "teacher", "students", "evaluate"},
     "headroom": I, "notes": [sentence, …],
     "tuned": [{"role", "learning_rate", "weight_decay", "dropout"}, …]}

M is one column of the comparison and I an interval {"mean", "low", "high"}. Days are
ISO 8601; a number that does not exist (not a number, or infinite) is null. Where a smaller
file was handed over, "distilled" is that file, and there is besides

    {"smaller": {"name", "tried", "agreement", "difference": I,
                 "full": {"size_bytes", "scores": {…}, "latency_ms": {…}}}}

"agreement" and "difference" being those to the full student, whose numbers are "full".
"""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.evaluate.speed.latency import Latency
    from core.lab.result import DataSummary, ModelResult, PartSummary, Result
    from core.lab.variant import MadeSmaller

Json = dict[str, Any]


def to_json(result: Result, made: MadeSmaller | None = None) -> str:
    """Write a finished run as indented JSON text.

    Parameters
    ----------
    result : Result
        The finished run.
    made : MadeSmaller, optional
        What stands in place of its student.

    Returns
    -------
    str
        JSON in the form above, without NaN or Infinity.
    """
    report = to_dict(result)
    if made is not None:
        report["smaller"] = finite(_smaller(made))
    return json.dumps(report, indent=2, ensure_ascii=False, allow_nan=False)


def to_dict(result: Result) -> Json:
    """Return a finished run as nested mappings of plain values, in the form above."""
    report = {
        "spec": result.spec.model_dump(mode="json"),
        "data": data_dict(result.data),
        "models": {column.role: model_dict(column) for column in result.columns},
        "agreement": result.agreement,
        "verdict": {
            "outcome": result.verdict.outcome,
            "metric": result.verdict.metric,
            "difference": asdict(result.verdict.difference),
            "seeds": result.verdict.seeds,
            "sentence": result.verdict.sentence,
        },
        "curves": [asdict(epoch) for epoch in result.curves],
        "seconds": asdict(result.seconds),
        "headroom": None if result.headroom is None else asdict(result.headroom),
        "notes": list(result.notes),
        "tuned": [asdict(one) for one in result.tuned],
    }
    plain: Json = finite(report)
    return plain


def data_dict(data: DataSummary) -> Json:
    """Return the summary of a data set, in the form above."""
    return {
        "rows": data.rows,
        "features": data.features,
        "classes": list(data.classes),
        "gap_days": data.gap_days,
        "train": _part(data.train),
        "validation": _part(data.validation),
        "test": _part(data.test),
    }


def _part(part: PartSummary) -> Json:
    return {
        "rows": part.rows,
        "start": part.start.isoformat() if part.start else None,
        "end": part.end.isoformat() if part.end else None,
    }


def model_dict(column: ModelResult) -> Json:
    """Return one column of a comparison, M in the form above."""
    return {
        "name": column.name,
        "parameters": column.cost.parameters,
        "size_bytes": column.cost.size_bytes,
        "flops": column.cost.flops,
        "scores": asdict(column.scores),
        "latency_ms": latency_dict(column.latency),
    }


def _smaller(made: MadeSmaller) -> Json:
    full = made.full
    return {
        "name": made.name,
        "tried": made.n_tried,
        "agreement": made.measured.agreement,
        "difference": asdict(made.measured.difference),
        "full": {
            "size_bytes": full.size_bytes,
            "scores": asdict(full.scores),
            "latency_ms": latency_dict(full.latency),
        },
    }


def latency_dict(latency: Latency) -> Json:
    """Return times in milliseconds, in the form above."""
    return {
        "one_row": asdict(latency.one_row),
        "batch": {"rows": latency.batch_rows, **asdict(latency.batch)},
        "busy": latency.busy,
    }


def finite(value: Any) -> Any:
    """Replace numbers that JSON cannot hold by None, all the way down."""
    if isinstance(value, dict):
        return {key: finite(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [finite(inner) for inner in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
