"""Changes to the registry's tables, with sentences where a run is not there."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from core.errors import StoreError
from core.runs.artefacts import ARTEFACT_FOLDER
from core.runs.processes import ServerProcess, find_dead
from core.runs.records import UNFINISHED, NewRun, hash_token
from core.runs.tables import params, processes, runs

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


def change_run(connection: sa.Connection, run_id: str, values: Row) -> int:
    """Change one run and return the number of its last event.

    Raises
    ------
    StoreError
        Where there is no such run.
    """
    change = runs.update().where(runs.c.run_uuid == run_id).values(values)
    number = connection.scalar(change.returning(runs.c.last_event))
    if number is None:
        raise _unknown(run_id)
    return int(number)


def replace_rows(
    connection: sa.Connection,
    table: sa.Table,
    replaced: sa.ColumnElement[bool],
    rows: Sequence[Row],
) -> None:
    """Put rows of one run in the place of those that a condition finds.

    Raises
    ------
    StoreError
        Where there is no such run.
    """
    if not rows:
        return
    run_id = rows[0]["run_uuid"]
    # The lock on the run keeps two replacements of one row apart.
    change_run(connection, run_id, {"last_event": runs.c.last_event})
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


def _unknown(run_id: str) -> StoreError:
    return StoreError(
        "A run must be in the registry to be changed",
        f"there is none with the id {run_id[:64]!r}",
        "Look for it in the list of runs; it may have been removed for good.",
    )
