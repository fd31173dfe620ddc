"""A run read back from the registry, as a viewer would have seen it live."""

from __future__ import annotations

from functools import partial

from core.errors import RecordError
from core.lab.desk.row import seconds_of
from core.lab.log import RunLog
from core.lab.records.events import decode_event
from core.lab.records.result import decode_result
from core.lab.result import Result
from core.runs.records import RunRecord
from core.runs.snapshot import JobSnapshot
from core.runs.store import RunStore

CONTINUED = "continued"
"""Kind of the event that begins another attempt at an interrupted run."""

INTERRUPTED_SENTENCE = "The server ended during this run. What was finished is kept."


def read_run(store: RunStore, record: RunRecord) -> JobSnapshot:
    """Return a run that no job of this process carries.

    A finished run whose files are damaged or of another version is shown as failed, with the
    reason.
    """
    state, error = record.state, record.error
    result: Result | None = None
    events: tuple[object, ...] = ()
    version = 0
    try:
        events, version = _story(store, record.id)
        if state == "done":
            result = decode_result(partial(store.artefacts.read, record.id))
            events = (*events, result)
    except RecordError as problem:
        state, error = "failed", str(problem)
    if state == "interrupted":
        error = INTERRUPTED_SENTENCE
    return JobSnapshot(
        id=record.id,
        title=record.title,
        owner="",
        state=state,
        position=0,
        events=events,
        version=version,
        started=record.started,
        finished=record.finished,
        seconds=seconds_of(record) or 0.0,
        error=error,
        result=result,
    )


def _story(store: RunStore, run_id: str) -> tuple[tuple[object, ...], int]:
    """Return the events of the last attempt, and how many there are of all."""
    log, version = RunLog(), 0
    for event in store.events(run_id):
        version = event.number
        if event.kind == CONTINUED:
            log = RunLog()
        else:
            log.append(decode_event(event.kind, event.payload))
    return log.events(), version
