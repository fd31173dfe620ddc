"""The registry of runs: what was asked, what happened, what came out, kept over restarts."""

from __future__ import annotations

import copy
import time
from collections.abc import Iterable
from pathlib import Path

import sqlalchemy as sa

from core.runs.artefacts import ARTEFACT_FOLDER, Artefacts, is_run_id
from core.runs.database import Database
from core.runs.folder import data_folder, database_url
from core.runs.processes import ServerProcess, sign_of_life, this_process
from core.runs.reading import RunReader
from core.runs.records import UNFINISHED, NewRun, RunState
from core.runs.tables import metrics, runs, tags
from core.runs.writing import (
    add_event,
    change_run,
    insert_run,
    interrupt_runs,
    replace_rows,
    take_up_run,
)


def open_store(folder: Path | None = None, url: str | None = None) -> RunStore:
    """Open the registry of the settings, or another; it is made where there is none.

    Raises
    ------
    StoreError
        Where it cannot be read or written, or a newer version made it.
    """
    folder = folder or data_folder()
    return RunStore(url or database_url(folder), folder)


class RunStore(RunReader):
    """Runs and their events in a database, their artefacts as files.

    Any number of threads and processes may share one; servers that share a database must
    share the folder too. Every change is kept when its method returns. All methods raise
    `StoreError` where the database or the disk refuses, and those that change a run also
    where there is no such run.

    Parameters
    ----------
    url : str
        Address of an SQLite file or a PostgreSQL database.
    folder : Path
        Holds the artefacts.
    process : ServerProcess, optional
        Has in its care what is created or taken up here; by default the one that runs this.
    """

    def __init__(self, url: str, folder: Path, process: ServerProcess | None = None) -> None:
        self.artefacts = Artefacts(folder / ARTEFACT_FOLDER)
        self._care: ServerProcess | None = None
        super().__init__(Database(url), process or this_process())

    def in_care(self) -> RunStore:
        """Return the same registry for work of this process, which may lose a run to another.

        Every change to a run that has ended or is not in the care of this process raises
        `NotOursError` and changes nothing.
        """
        bound = copy.copy(self)
        bound._care = self._process
        return bound

    def create(self, run: NewRun) -> None:
        """Write a run down as queued, in the care of this process."""
        if not is_run_id(run.id):
            raise ValueError("the id of a run must be letters, digits, dashes and underscores")
        with self._database.writing() as connection:
            self._sign(connection)
            insert_run(connection, run, self._process)

    def start(self, run_id: str) -> None:
        """Mark a run as running, from the queue or continued, in the care of this process."""
        self.set_state(run_id, "running")

    def set_state(self, run_id: str, state: RunState, error: str = "") -> None:
        """Set a run's state; an unfinished state puts it in the care of this process."""
        values: dict[str, object] = {"status": state, "error": error}
        values["end_time"] = None if state in UNFINISHED else time.time()
        if state in UNFINISHED:
            values["process_id"] = self._process.id
        if state == "running":
            values["start_time"] = sa.func.coalesce(runs.c.start_time, time.time())
        with self._database.writing() as connection:
            if state in UNFINISHED:
                self._sign(connection)
            change_run(connection, run_id, values, self._care)

    def take_up(self, run_id: str, kind: str) -> bool:
        """Queue an interrupted run in the care of this process, with an event of a kind.

        False where it is not interrupted, or deleted. Of several servers that try at once, one
        succeeds.
        """
        with self._database.writing() as connection:
            self._sign(connection)
            return take_up_run(connection, run_id, kind, self._process)

    def append(self, run_id: str, kind: str, payload_json: str) -> int:
        """Keep the next event of a run and return its number: 1, 2, 3 without a gap."""
        with self._database.writing() as connection:
            return add_event(connection, run_id, kind, payload_json, self._care)

    def rename(self, run_id: str, name: str) -> None:
        """Give a run another name."""
        self._update(run_id, {"name": name})

    def annotate(self, run_id: str, note: str) -> None:
        """Put a note on a run, in place of an older one."""
        self._update(run_id, {"note": note})

    def log_metrics(self, run_id: str, pairs: Iterable[tuple[str, float]], step: int = 0) -> None:
        """Keep numbers by name; those of one name and step replace each other."""
        now = time.time()
        rows = [
            {"run_uuid": run_id, "key": key, "step": step, "value": value, "timestamp": now}
            for key, value in dict(pairs).items()
        ]
        replaced = metrics.c.key.in_([row["key"] for row in rows]) & (metrics.c.step == step)
        with self._database.writing() as connection:
            replace_rows(connection, metrics, replaced, rows, self._care)

    def set_tag(self, run_id: str, key: str, value: str) -> None:
        """Keep a text by name, in place of an older one."""
        row = {"run_uuid": run_id, "key": key, "value": value}
        with self._database.writing() as connection:
            replace_rows(connection, tags, tags.c.key == key, [row], self._care)

    def delete(self, run_id: str) -> None:
        """Put a run among the deleted ones, from where it can be restored."""
        deleted = sa.func.coalesce(runs.c.deleted_time, time.time())
        self._update(run_id, {"lifecycle_stage": "deleted", "deleted_time": deleted})

    def restore(self, run_id: str) -> None:
        """Take a run back from the deleted ones."""
        self._update(run_id, {"lifecycle_stage": "active", "deleted_time": None})

    def purge(self, before: float) -> tuple[str, ...]:
        """Remove for good what was deleted before a moment and has ended; returns the ids."""
        is_old = (runs.c.deleted_time < before) & runs.c.status.not_in(UNFINISHED)
        with self._database.writing() as connection:
            gone = connection.scalars(runs.delete().where(is_old).returning(runs.c.run_uuid)).all()
            # Files go before the rows are let go: what is left half done is found again.
            for run_id in gone:
                self.artefacts.remove(run_id)
        return tuple(gone)

    def beat(self) -> None:
        """Say that this process lives; to be called every few seconds."""
        with self._database.writing() as connection:
            self._sign(connection)

    def interrupt_dead(self) -> tuple[str, ...]:
        """Mark the unfinished runs of dead processes as interrupted; returns their ids."""
        with self._database.writing() as connection:
            return interrupt_runs(connection, self._process, self._database.now(connection))

    def close(self) -> None:
        """Let go of all connections; the runs of this process stay in its care."""
        self._database.close()

    def _update(self, run_id: str, values: dict[str, object]) -> None:
        with self._database.writing() as connection:
            change_run(connection, run_id, values, self._care)

    def _sign(self, connection: sa.Connection) -> None:
        sign_of_life(connection, self._process, self._database.now(connection))
