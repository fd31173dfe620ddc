"""Runs side by side: the settings that differ, in words, and the same list as CSV and JSON."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.data.samples import SAMPLES
from core.lab.desk.row import RunRow, params_of
from core.lab.spreadsheet import inert
from core.lab.told_settings import told_settings
from core.spec import DataSpec, RunSpec

TEXT_FIELDS = ("id", "name", "note", "state", "outcome", "sentence")
FINGERPRINT_CHARACTERS = 8
ROLES = ("Teacher", "Student")

Key = tuple[str, str]


@dataclass(frozen=True)
class Differing:
    """One setting, and its value in each run; empty where it plays no part."""

    group: str
    label: str
    values: tuple[str, ...]


def differing_settings(rows: Sequence[RunRow]) -> tuple[Differing, ...]:
    """Return the settings in which runs differ, in words and in the order of the choices."""
    settings = [_told(row.spec) for row in rows]
    keys = dict.fromkeys(key for one in settings for key in one)
    found = (Differing(*key, tuple(one.get(key, "") for one in settings)) for key in keys)
    return tuple(one for one in found if len(set(one.values)) > 1)


def distinguishing_settings(
    rows: Sequence[RunRow], told_elsewhere: frozenset[Key] = frozenset()
) -> tuple[str, ...]:
    """Say of each run those settings that it shares with another run but not their value.

    Parameters
    ----------
    rows : sequence of RunRow
    told_elsewhere : frozenset of (str, str)
        Group and label of settings to leave out.
    """
    differing = [
        one
        for one in differing_settings(rows)
        if (one.group, one.label) not in told_elsewhere and len({*one.values} - {""}) > 1
    ]
    return tuple(
        " · ".join(f"{_short(one)}: {one.values[place]}" for one in differing if one.values[place])
        for place in range(len(rows))
    )


def _short(one: Differing) -> str:
    """Name a setting in lower case; those of a model by its role too."""
    return f"{f'{one.group} ' if one.group in ROLES else ''}{one.label}".lower()


def to_csv(rows: Sequence[RunRow]) -> str:
    """Write runs as CSV (RFC 4180), one a record, with every setting and score.

    A text that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    records = [dict(_fields(row)) for row in rows]
    header = list(dict.fromkeys(name for record in records for name in record))
    text = io.StringIO()
    writer = csv.DictWriter(text, header or TEXT_FIELDS, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: inert(value) for name, value in one.items()} for one in records)
    return text.getvalue()


def to_json(rows: Sequence[RunRow]) -> str:
    """Write runs as a JSON list with their settings, scores and verdicts."""
    return json.dumps([_record(row) for row in rows], indent=2, ensure_ascii=False)


def _told(spec: RunSpec | None) -> dict[Key, str]:
    """Return every choice that plays a part, by its group and label."""
    if spec is None:
        return {}
    rows = {("Rows", label): value for label, value in _rows_of(spec.data)}
    return rows | {(one.group, one.label): one.value for one in told_settings(spec)}


def _rows_of(data: DataSpec) -> Iterator[tuple[str, str]]:
    match data.source:
        case "sample":
            yield "Source", SAMPLES[data.sample].title
        case "csv":
            yield "Source", f"Uploaded CSV {data.content_hash[:FINGERPRINT_CHARACTERS]}".rstrip()
        case "yahoo":
            yield "Source", f"Yahoo Finance, {', '.join(data.tickers)}"
    chosen = {
        "First day": data.start,
        "Last day": data.end,
        "Day column": data.date_column,
        "Ticker column": data.ticker_column,
        "Target column": data.target_column,
    }
    yield from ((label, f"{value}") for label, value in chosen.items() if value is not None)
    if data.ignored_columns is not None:
        yield "Columns left out", ", ".join(data.ignored_columns) or "none"


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
