"""Many finished runs as JSON and CSV, the forms that ``many --json`` and the page write.

    {"spec": {…}, "items": [R, …], "better", "worse", "failed", "mean_difference": I,
     "sentence", "seconds", "stopped_early"}

    R = {"name", "state", "rows", "seeds", "outcome", "auc": {"alone": I, "distilled": I,
         "teacher": I}, "difference": I, "is_clear", "sentence", "seconds"}

I is that of `core.lab.report`; an item that failed has no scores.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import asdict

from core.lab.many.outcome import ManyFound, RowTold
from core.lab.many.summary import is_clear, scored_of
from core.lab.report import Json, finite
from core.lab.spreadsheet import inert


def to_json(found: ManyFound) -> str:
    """Write many finished runs as indented JSON text, without NaN or Infinity."""
    return json.dumps(to_dict(found), indent=2, ensure_ascii=False, allow_nan=False)


def to_dict(found: ManyFound) -> Json:
    """Return many finished runs as nested mappings of plain values, in the form above."""
    report = {
        "spec": found.spec.model_dump(mode="json"),
        "items": [_row(found, row) for row in found.rows],
        "better": found.better,
        "worse": found.worse,
        "failed": found.n_failed,
        "mean_difference": asdict(found.mean),
        "sentence": found.sentence,
        "seconds": found.seconds,
        "stopped_early": found.stopped_early,
    }
    plain: Json = finite(report)
    return plain


def items_csv(found: ManyFound) -> str:
    """Write every item with its numbers as CSV (RFC 4180)."""
    records = [dict(_fields(found, row)) for row in found.rows]
    text = io.StringIO()
    names = dict.fromkeys(name for record in records for name in record)
    writer = csv.DictWriter(text, list(names), restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: inert(value) for name, value in one.items()} for one in records)
    return text.getvalue()


def _row(found: ManyFound, row: RowTold) -> Json:
    report: Json = {"name": row.name, "state": row.state}
    if row.scored is not None:
        scored, verdict = row.scored, row.scored.verdict
        roles = {"alone": scored.alone, "distilled": scored.distilled, "teacher": scored.teacher}
        report |= {
            "rows": scored.rows,
            "seeds": verdict.seeds,
            "outcome": verdict.outcome,
            "auc": {role: asdict(auc) for role, auc in roles.items()},
            "difference": asdict(verdict.difference),
            "is_clear": is_clear(scored, len(scored_of(found.rows))),
        }
    return report | {"sentence": row.sentence, "seconds": row.seconds}


def _fields(found: ManyFound, row: RowTold) -> Iterator[tuple[str, object]]:
    yield from (("name", row.name), ("state", row.state))
    if row.scored is not None:
        scored, verdict = row.scored, row.scored.verdict
        yield from (("rows", scored.rows), ("seeds", verdict.seeds))
        intervals = {
            "auc_alone": scored.alone,
            "auc_distilled": scored.distilled,
            "auc_teacher": scored.teacher,
            "difference": verdict.difference,
        }
        for name, interval in intervals.items():
            yield name, interval.mean
            yield f"{name}_low", interval.low
            yield f"{name}_high", interval.high
        yield "is_clear", is_clear(scored, len(scored_of(found.rows)))
    yield "sentence", row.sentence
