"""Changes to the registry's tables, with sentences where a run is not there."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from core.errors import StoreError
from core.runs.artefacts import ARTEFACT_FOLDER
from core.runs.journal import NotOursError
from core.runs.processes import ServerProcess, find_dead
from core.runs.records import UNFINISHED, NewRun, hash_token
from core.runs.tables import events, params, processes, runs

Row = Mapping[str, Any]


def insert_run(connection: sa.Connection, run: NewRun, here: ServerProcess) -> None:
    """Add a run with its params, queued and in the care of a process.

    Raises
    ------
    StoreError
        Where there is a run of that id.
    """
    row = {
        "run_uuid": run.id,
        "title": run.title,
        "name": run.title,
        "note": "",
        "status": "queued",
        "spec": run.spec_json,
        "error": "",
        "creation_time": time.time(),
        "lifecycle_stage": "active",
        "artifact_uri": f"{ARTEFACT_FOLDER}/{run.id}",
        "owner_hash": hash_token(run.owner_token),
        "last_event": 0,
        "process_id": here.id,
    }
    try:
        connection.execute(runs.insert().values(row))
    except sa.exc.IntegrityError as problem:
        raise StoreError(
            "The id of a new run must be new", f"{run.id} is taken", "Start the run again."
        ) from problem
    pairs = [
        {"run_uuid": run.id, "key": key, "value": text} for key, text in dict(run.params).items()
    ]
    if pairs:
        connection.execute(params.insert(), pairs)


def change_run(
    connection: sa.Connection, run_id: str, values: Row, care: ServerProcess | None = None
) -> int:
    """Change one run and return the number of its last event.

    Parameters
    ----------
    care : ServerProcess, optional
        The change is made only while the run has not ended and is in the care of this process.

    Raises
    ------
    NotOursError
        Where the run is not in that care.
    StoreError
        Where there is no such run.
    """
    change = runs.update().where(runs.c.run_uuid == run_id).values(values)
    if care is not None:
        change = change.where(runs.c.process_id == care.id, runs.c.status.in_(UNFINISHED))
    number = connection.scalar(change.returning(runs.c.last_event))
    if number is None:
        raise _unknown(run_id) if care is None else _not_ours(run_id)
    return int(number)


def add_event(
    connection: sa.Connection,
    run_id: str,
    kind: str,
    payload_json: str,
    care: ServerProcess | None = None,
) -> int:
    """Add the next event of a run and return its number; `care` is that of `change_run`.

    Raises
    ------
    NotOursError
        Where the run is not in that care.
    StoreError
        Where there is no such run.
    """
    number = change_run(connection, run_id, {"last_event": runs.c.last_event + 1}, care)
    row = {"run_uuid": run_id, "number": number, "kind": kind, "payload": payload_json}
    connection.execute(events.insert().values(row | {"timestamp": time.time()}))
    return number


def take_up_run(connection: sa.Connection, run_id: str, kind: str, here: ServerProcess) -> bool:
    """Queue an interrupted run that is not deleted in the care of a process, with an event.

    Returns
    -------
    bool
        Whether there was such a run.
    """
    is_free = (runs.c.status == "interrupted") & (runs.c.lifecycle_stage == "active")
    values = {"status": "queued", "error": "", "end_time": None, "process_id": here.id}
    change = runs.update().where(runs.c.run_uuid == run_id, is_free).values(values)
    if connection.scalar(change.returning(runs.c.run_uuid)) is None:
        return False
    add_event(connection, run_id, kind, "{}")
    return True


def replace_rows(
    connection: sa.Connection,
    table: sa.Table,
    replaced: sa.ColumnElement[bool],
    rows: Sequence[Row],
    care: ServerProcess | None = None,
) -> None:
    """Put rows of one run in the place of those that a condition finds, in `change_run`'s care.

    Raises
    ------
    NotOursError
        Where the run is not in that care.
    StoreError
        Where there is no such run.
    """
    if not rows:
        return
    run_id = rows[0]["run_uuid"]
    # The lock on the run keeps two replacements of one row apart.
    change_run(connection, run_id, {"last_event": runs.c.last_event}, care)
    connection.execute(table.delete().where(table.c.run_uuid == run_id, replaced))
    connection.execute(table.insert(), rows)


def interrupt_runs(
    connection: sa.Connection, here: ServerProcess, moment: float
) -> tuple[str, ...]:
    """Mark unfinished runs of dead processes as interrupted at the last sign of life."""
    dead = find_dead(connection, here, moment)
    if not dead:
        return ()
    last_sign = sa.select(processes.c.heartbeat).where(processes.c.process_id == runs.c.process_id)
    change = (
        runs.update()
        .where(runs.c.process_id.in_(dead), runs.c.status.in_(UNFINISHED))
        .values(status="interrupted", end_time=last_sign.scalar_subquery())
        .returning(runs.c.run_uuid)
    )
    return tuple(sorted(connection.scalars(change)))


def _not_ours(run_id: str) -> NotOursError:
    return NotOursError(
        "A run that goes on must be in the care of the server that writes it down",
        f"{run_id[:64]!r} was taken up by another server, was interrupted or has ended",
        "Look for it in the list of runs.",
    )


def _unknown(run_id: str) -> StoreError:
    return StoreError(
        "A run must be in the registry to be changed",
        f"there is none with the id {run_id[:64]!r}",
        "Look for it in the list of runs; it may have been removed for good.",
    )
