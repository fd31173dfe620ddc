"""Rows of the registry's tables read as records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from core.runs.records import RunRecord, StoredEvent
from core.runs.tables import events, metrics, params, processes, runs, tags


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
