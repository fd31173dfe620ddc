"""A run read back from the registry, as a viewer would have seen it live."""

from __future__ import annotations

import threading
from functools import partial

from core.errors import RecordError
from core.lab.desk.row import seconds_of
from core.lab.log import RunLog
from core.lab.records.events import decode_event
from core.lab.records.result import decode_result
from core.lab.result import Result
from core.lab.study import STUDY_PARAM, Outcome, decode_outcome
from core.runs.records import RunRecord, StoredEvent
from core.runs.snapshot import JobSnapshot
from core.runs.store import RunStore

CONTINUED = "continued"
"""Kind of the event that begins another attempt at an interrupted run."""

INTERRUPTED_SENTENCE = "The server ended during this run. What was finished is kept."


class Story:
    """What a run of the registry has said in its last attempt; read on, never twice.

    Threads may share it.
    """

    def __init__(self) -> None:
        self._log, self._version = RunLog(), 0
        self._lock = threading.Lock()

    def read_on(self, store: RunStore, record: RunRecord) -> tuple[tuple[object, ...], int]:
        """Return the events up to now, thinned out, and how many there are of all attempts.

        Raises
        ------
        RecordError
            When an event is damaged or of another version.
        """
        with self._lock:
            if record.last_event > self._version:
                for event in store.events(record.id, since=self._version):
                    self._take(event)
            return self._log.events(), self._version

    def _take(self, event: StoredEvent) -> None:
        if event.kind == CONTINUED:
            self._log = RunLog()
        else:
            self._log.append(decode_event(event.kind, event.payload))
        self._version = event.number


def read_run(store: RunStore, record: RunRecord, story: Story | None = None) -> JobSnapshot:
    """Return a run that no job of this process carries.

    A finished run whose files are damaged or of another version is shown as failed, with the
    reason.

    Parameters
    ----------
    store : RunStore
    record : RunRecord
        The run as it is now.
    story : Story, optional
        What was read of it before.
    """
    state, error = record.state, record.error
    result: Result | Outcome | None = None
    events: tuple[object, ...] = ()
    version = 0
    try:
        events, version = (story or Story()).read_on(store, record)
        if state == "done":
            read = partial(store.artefacts.read, record.id)
            is_study = STUDY_PARAM in dict(record.params)
            result = decode_outcome(read) if is_study else decode_result(read)
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
