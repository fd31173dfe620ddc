"""Desks, and the work of their runs, that the tests of the desk share."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from core.data.files import Upload
from core.errors import TrainingError
from core.lab.desk.desk import Desk
from core.lab.result import Result
from core.runs.folder import DATABASE_FILE, sqlite_url
from core.runs.jobs import JobSnapshot, StopSignal
from core.runs.processes import ServerProcess
from core.runs.records import NewRun, RunRecord
from core.runs.store import RunStore, open_store
from core.spec import RunSpec
from tests.lab.example_result import make_events

OWNER, STRANGER = "the owner", "somebody else"
TITLE = "German credit"
TIMEOUT = 120.0
NO_PID = 2**22 + 1
ELSEWHERE = ServerProcess("another machine", 1, 0.0)


class Script:
    """What runs do in place of an experiment; at first they are over at once.

    A run that `goes on` waits after its epochs until it is let go, stopped or cancelled.
    """

    def __init__(self) -> None:
        *self.said, self.result = make_events()
        self.goes_on = self.fails = False
        self.may_end = threading.Event()
        self.given: list[tuple[RunSpec, Upload | None]] = []

    def __call__(
        self, spec: RunSpec, csv: Upload | None, should_stop: StopSignal, _: object
    ) -> Iterator[object]:
        self.given.append((spec, csv))
        yield from self.said
        if self.fails:
            raise TrainingError("Losses must be finite", "one was not", "Lower the learning rate.")
        while self.goes_on and not should_stop() and not self.may_end.is_set():
            time.sleep(0.002)
        yield self.result


def store_on(folder: Path) -> RunStore:
    return open_store(folder, sqlite_url(folder))


def desk_on(folder: Path, script: Script | None = None) -> Desk:
    """A desk on a folder, which may hold runs already; nobody has opened it yet."""
    return Desk(store_on(folder), folder, run=script)


def desk_elsewhere(folder: Path, script: Script | None = None) -> Desk:
    """A desk on the same folder that stands for a server on another machine."""
    return Desk(RunStore(sqlite_url(folder), folder, ELSEWHERE), folder, run=script)


def look_anew(folder: Path, run_id: str) -> JobSnapshot | None:
    """See a run as a server does that starts now."""
    desk = desk_on(folder)
    desk.open()
    view = desk.look(run_id)
    desk.close()
    return view


def start(desk: Desk, spec: RunSpec | None = None, csv: Upload | None = None) -> str:
    return desk.start(TITLE, spec or RunSpec(), csv, OWNER)


def wait(desk: Desk, run_id: str) -> JobSnapshot:
    """Wait for the end of a run."""
    job = desk.jobs.wait(run_id, TIMEOUT)
    assert job is not None
    assert job.has_ended, f"still {job.state}"
    return job


def finish(desk: Desk) -> str:
    """Do a run to its end; gives its id."""
    run_id = start(desk)
    wait(desk, run_id)
    return run_id


def begin(desk: Desk, script: Script) -> str:
    """Start a run that goes on, and wait until it has said everything but its result."""
    script.goes_on = True
    run_id = start(desk)
    until(lambda: desk.look(run_id).version == len(script.said))
    return run_id


def interrupt(desk: Desk, spec: RunSpec | None = None, csv: Upload | None = None) -> str:
    """Leave a run as the end of its server leaves it."""
    run_id = start(desk, spec, csv)
    wait(desk, run_id)
    desk.jobs.forget(run_id)
    desk.store.set_state(run_id, "interrupted")
    return run_id


def let_die(folder: Path) -> None:
    """Let the server that has the runs in its care be no more."""
    with closing(sqlite3.connect(folder / DATABASE_FILE)) as database, database:
        database.execute("UPDATE processes SET process_id = 'dead', pid = ?", (NO_PID,))
        database.execute("UPDATE runs SET process_id = 'dead'")


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + TIMEOUT
    while not is_so():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.005)


def write_down(store: RunStore, run_id: str = "one", spec: RunSpec | None = None) -> RunRecord:
    """Put a run into a registry without doing it."""
    spec_json = (spec or RunSpec()).model_dump_json()
    store.create(NewRun(run_id, TITLE, OWNER, spec_json))
    return store.get(run_id)


def models_of(result: Result) -> tuple[object, ...]:
    """What a result found out, without how long that took."""
    columns = (*result.columns, *result.other_baselines)
    found = tuple((one.role, one.name, one.cost, one.scores) for one in columns)
    return (*found, result.verdict, result.agreement, result.data, result.headroom)
