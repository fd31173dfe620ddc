"""Runs side by side: the settings that differ, and the same list as CSV and JSON."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.lab.desk.row import RunRow, params_of

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
TEXT_FIELDS = ("id", "name", "note", "state", "outcome", "sentence")


@dataclass(frozen=True)
class Differing:
    """One setting by its dotted name, and its value in each run."""

    name: str
    values: tuple[str, ...]


def differing_settings(rows: Sequence[RunRow]) -> tuple[Differing, ...]:
    """Return the settings in which runs differ, in the order of the choices."""
    settings = [dict(params_of(row.spec)) if row.spec else {} for row in rows]
    names = dict.fromkeys(name for one in settings for name in one)
    found = (Differing(name, tuple(one.get(name, "") for one in settings)) for name in names)
    return tuple(one for one in found if len(set(one.values)) > 1)


def to_csv(rows: Sequence[RunRow]) -> str:
    """Write runs as CSV (RFC 4180), one a record, with every setting and score.

    A text that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    records = [dict(_fields(row)) for row in rows]
    header = list(dict.fromkeys(name for record in records for name in record))
    text = io.StringIO()
    writer = csv.DictWriter(text, header or TEXT_FIELDS, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _inert(value) for name, value in one.items()} for one in records)
    return text.getvalue()


def to_json(rows: Sequence[RunRow]) -> str:
    """Write runs as a JSON list with their settings, scores and verdicts."""
    return json.dumps([_record(row) for row in rows], indent=2, ensure_ascii=False)


def _fields(row: RunRow) -> Iterator[tuple[str, object]]:
    yield from ((name, getattr(row, name)) for name in TEXT_FIELDS)
    yield "created", _moment(row.created)
    yield "seconds", row.seconds
    yield from params_of(row.spec) if row.spec else ()
    yield from row.scores


def _record(row: RunRow) -> dict[str, object]:
    return {
        **{name: getattr(row, name) for name in TEXT_FIELDS},
        "created": _moment(row.created),
        "seconds": row.seconds,
        "spec": row.spec.model_dump(mode="json") if row.spec else None,
        "scores": dict(row.scores),
    }


def _moment(seconds: float) -> str:
    return dt.datetime.fromtimestamp(seconds, dt.UTC).isoformat(timespec="seconds")


def _inert(value: object) -> object:
    is_formula = isinstance(value, str) and value.startswith(FORMULA_STARTS)
    return f"'{value}" if is_formula else value
