"""One line of the list of runs."""

from __future__ import annotations

import json
from dataclasses import dataclass

from core.errors import SpecError
from core.lab.desk.journal import OUTCOME_TAG, SECONDS, SENTENCE_TAG
from core.runs.records import RunRecord, RunState
from core.spec import RunSpec, parse_spec


@dataclass(frozen=True)
class RunRow:
    """A run as the list shows it.

    ``name`` and ``note`` are text of the user. ``position`` is its place in the queue, or 0.
    ``outcome`` and ``sentence`` are the verdict, ``scores`` numbers by name, such as
    "distilled.auc"; they are empty unless the run is done. ``created`` is in seconds since the
    epoch, ``seconds`` the time spent running once it has ended, None for a run that never ran.
    ``spec`` is None where the choices are of another version and cannot be read.
    """

    id: str
    title: str
    name: str
    note: str
    state: RunState
    position: int
    spec: RunSpec | None
    outcome: str
    sentence: str
    error: str
    scores: tuple[tuple[str, float], ...]
    created: float
    seconds: float | None

    def score(self, name: str) -> float | None:
        """Return a number by its name, or None where the run has none."""
        return dict(self.scores).get(name)


def row_of(record: RunRecord, position: int = 0) -> RunRow:
    """Return the line of a run."""
    is_done = record.state == "done"
    tags = dict(record.tags) if is_done else {}
    numbers = record.metrics if is_done else ()
    return RunRow(
        id=record.id,
        title=record.title,
        name=record.name,
        note=record.note,
        state=record.state,
        position=position,
        spec=_spec(record.spec_json),
        outcome=tags.get(OUTCOME_TAG, ""),
        sentence=tags.get(SENTENCE_TAG, ""),
        error=record.error,
        scores=tuple(pair for pair in numbers if pair[0] != SECONDS),
        created=record.created,
        seconds=seconds_of(record) if record.finished is not None else None,
    )


def seconds_of(record: RunRecord) -> float | None:
    """Return the time spent running, None for a run that never ran.

    Without what was held, unless the server died; then up to its last sign of life.
    """
    if record.started is None:
        return None
    kept = dict(record.metrics).get(SECONDS)
    return kept or (record.finished or record.heartbeat) - record.started


def params_of(spec: RunSpec) -> tuple[tuple[str, str], ...]:
    """Return every choice by its dotted name, as text."""
    return tuple(
        (f"{group}.{name}", str(value))
        for group, values in spec.model_dump(mode="json").items()
        for name, value in values.items()
    )


def _spec(text: str) -> RunSpec | None:
    try:
        return parse_spec(json.loads(text))
    except (SpecError, ValueError):
        return None
