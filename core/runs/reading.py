"""What can be asked of the registry, and its rows read as records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from core.runs.database import Database
from core.runs.processes import ServerProcess
from core.runs.records import RunRecord, StoredEvent, hash_token, is_token_of
from core.runs.tables import events, metrics, params, processes, runs, tags


class RunReader:
    """What can be asked of a registry; `core.runs.store.RunStore` also changes it.

    Parameters
    ----------
    database : Database
    process : ServerProcess
        The one that asks.
    """

    def __init__(self, database: Database, process: ServerProcess) -> None:
        self._database, self._process = database, process

    def owns(self, run_id: str, token: str) -> bool:
        """Whether a token is the one the run was started with."""
        asked = sa.select(runs.c.owner_hash).where(runs.c.run_uuid == run_id)
        with self._database.reading() as connection:
            return is_token_of(token, connection.scalar(asked) or "")

    def events(self, run_id: str, since: int = 0) -> tuple[StoredEvent, ...]:
        """Return the events with a number above `since`, in order."""
        with self._database.reading() as connection:
            return read_events(connection, run_id, since)

    def get(self, run_id: str) -> RunRecord | None:
        """Return a run, deleted ones too, or None where there is none of that id."""
        with self._database.reading() as connection:
            found = read_runs(connection, runs.c.run_uuid == run_id, limit=1)
        return found[0] if found else None

    def list(
        self,
        include_deleted: bool = False,
        limit: int = 1000,
        having: str | None = None,
        lacking: str | None = None,
    ) -> tuple[RunRecord, ...]:
        """Return the newest runs, newest first.

        Parameters
        ----------
        include_deleted : bool
        limit : int
            Most runs to return.
        having, lacking : str, optional
            Only those that have, or lack, a param of this key.
        """
        conditions = _conditions(having, lacking)
        if not include_deleted:
            conditions.append(runs.c.lifecycle_stage == "active")
        with self._database.reading() as connection:
            return read_runs(connection, *conditions, limit=limit)

    def count(self, lacking: str | None = None) -> int:
        """Return how many runs there are, without the deleted ones, and those with a param."""
        conditions = (runs.c.lifecycle_stage == "active", *_conditions(None, lacking))
        asked = sa.select(sa.func.count()).select_from(runs).where(*conditions)
        with self._database.reading() as connection:
            return int(connection.execute(asked).scalar_one())

    def owned_by(self, token: str) -> frozenset[str]:
        """Return the ids of all runs that were started with a token, deleted ones too."""
        if not token:
            return frozenset()
        return self._texts(sa.select(runs.c.run_uuid).where(runs.c.owner_hash == hash_token(token)))

    def param_values(self, key: str) -> frozenset[str]:
        """Return every value that a param has in any run, deleted ones too."""
        return self._texts(sa.select(params.c.value).where(params.c.key == key).distinct())

    def lost(self, run_ids: Iterable[str]) -> frozenset[str]:
        """Return those of these runs to which `has_lost` applies."""
        is_lost = (
            (runs.c.lifecycle_stage == "deleted")
            | (runs.c.status == "interrupted")
            | (runs.c.process_id != self._process.id)
        )
        ids = tuple(run_ids)
        return self._texts(sa.select(runs.c.run_uuid).where(runs.c.run_uuid.in_(ids), is_lost))

    def has_lost(self, run: RunRecord) -> bool:
        """Whether a run is deleted, interrupted or in the care of another process."""
        is_elsewhere = run.process != self._process.id
        return run.deleted is not None or run.state == "interrupted" or is_elsewhere

    def check_integrity(self) -> bool:
        """Whether the database is sound and every run has all its events."""
        with self._database.reading() as connection:
            return is_sound(connection)

    def _texts(self, asked: sa.Select[tuple[str]]) -> frozenset[str]:
        with self._database.reading() as connection:
            return frozenset(connection.scalars(asked))


def _conditions(having: str | None, lacking: str | None) -> list[sa.ColumnElement[bool]]:
    """Return what a run must meet to have one param and to lack another."""
    found: list[sa.ColumnElement[bool]] = []
    for key, is_wanted in ((having, True), (lacking, False)):
        if key is not None:
            has = sa.exists().where(params.c.run_uuid == runs.c.run_uuid, params.c.key == key)
            found.append(has if is_wanted else ~has)
    return found


def read_runs(
    connection: sa.Connection, *conditions: sa.ColumnElement[bool], limit: int
) -> tuple[RunRecord, ...]:
    """Return the runs that meet all conditions, newest first, at most `limit` of them."""
    asked = (
        sa.select(runs, processes.c.heartbeat)
        .join(processes)
        .where(*conditions)
        .order_by(runs.c.creation_time.desc(), runs.c.run_uuid)
        .limit(limit)
    )
    rows = connection.execute(asked).all()
    ids = [row.run_uuid for row in rows]
    param_pairs = _pairs(connection, params, ids)
    metric_pairs = _pairs(connection, metrics, ids, metrics.c.step)
    tag_pairs = _pairs(connection, tags, ids)
    return tuple(
        _record(row, param_pairs[id_], metric_pairs[id_], tag_pairs[id_])
        for id_, row in zip(ids, rows, strict=True)
    )


def read_events(connection: sa.Connection, run_id: str, since: int) -> tuple[StoredEvent, ...]:
    """Return the events of a run with a number above `since`, in order."""
    asked = (
        sa.select(events)
        .where(events.c.run_uuid == run_id, events.c.number > since)
        .order_by(events.c.number)
    )
    return tuple(
        StoredEvent(row.number, row.kind, row.payload, row.timestamp)
        for row in connection.execute(asked)
    )


def is_sound(connection: sa.Connection) -> bool:
    """Whether the file is whole, no row is an orphan and no event is missing."""
    if connection.dialect.name == "sqlite":
        found = connection.exec_driver_sql("PRAGMA integrity_check").scalar_one()
        orphan = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if found != "ok" or orphan is not None:
            return False
    kept = sa.select(sa.func.count()).where(events.c.run_uuid == runs.c.run_uuid)
    last = sa.select(sa.func.coalesce(sa.func.max(events.c.number), 0)).where(
        events.c.run_uuid == runs.c.run_uuid
    )
    is_gapped = (kept.scalar_subquery() != runs.c.last_event) | (
        last.scalar_subquery() != runs.c.last_event
    )
    return connection.execute(sa.select(runs.c.run_uuid).where(is_gapped)).first() is None


def _pairs(
    connection: sa.Connection, table: sa.Table, ids: Sequence[str], *then: sa.Column[int]
) -> dict[str, dict[str, Any]]:
    """Return the last value of each key, by run."""
    asked = (
        sa.select(table.c.run_uuid, table.c.key, table.c.value)
        .where(table.c.run_uuid.in_(ids))
        .order_by(table.c.key, *then)
    )
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for row in connection.execute(asked) if ids else ():
        found[row.run_uuid][row.key] = row.value
    return found


def _record(
    row: sa.Row[Any], params: dict[str, str], metrics: dict[str, float], tags: dict[str, str]
) -> RunRecord:
    return RunRecord(
        id=row.run_uuid,
        title=row.title,
        name=row.name,
        note=row.note,
        state=row.status,
        spec_json=row.spec,
        error=row.error,
        created=row.creation_time,
        started=row.start_time,
        finished=row.end_time,
        heartbeat=row.heartbeat,
        deleted=row.deleted_time,
        params=tuple(sorted(params.items())),
        metrics=tuple(sorted(metrics.items())),
        tags=tuple(sorted(tags.items())),
        process=row.process_id,
        last_event=row.last_event,
    )
