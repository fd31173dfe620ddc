"""The tables of the registry, in MLflow's vocabulary, and how they come to be.

Names follow the tracking schema of MLflow: runs with ``run_uuid``, ``status``,
``lifecycle_stage`` and ``artifact_uri``; params, metrics and tags by run and key. Added are
the events of a run and the server processes that answer for runs. Times are Unix seconds.
"""

from __future__ import annotations

import math
from typing import Any

import sqlalchemy as sa
from sqlalchemy.schema import CreateIndex, CreateTable

from core.errors import StoreError

SCHEMA_VERSION = 1

_CREATION_LOCK = 0x64697374696C6C
"""Any number that no other user of a PostgreSQL database would lock."""


class PlainText(sa.types.TypeDecorator[str]):
    """Text that every database can hold: no NUL and no half of a surrogate pair."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:  # noqa: ARG002
        """Replace what cannot be stored."""
        if value is None:
            return None
        return value.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")


class Measured(sa.types.TypeDecorator[float]):
    """A number that may be NaN, which SQLite cannot hold, so NULL stands for it."""

    impl = sa.Double
    cache_ok = True

    def process_bind_param(self, value: float | None, dialect: sa.Dialect) -> float | None:  # noqa: ARG002
        """Write NaN as NULL."""
        return None if value is None or math.isnan(value) else float(value)

    def process_result_value(self, value: Any | None, dialect: sa.Dialect) -> float:  # noqa: ARG002
        """Read NULL as NaN."""
        return math.nan if value is None else float(value)


metadata = sa.MetaData()


def _run_key() -> sa.Column[str]:
    run = sa.ForeignKey("runs.run_uuid", ondelete="CASCADE")
    return sa.Column("run_uuid", PlainText, run, primary_key=True)


schema_version = sa.Table(
    "schema_version", metadata, sa.Column("version", sa.Integer, primary_key=True)
)

processes = sa.Table(
    "processes",
    metadata,
    sa.Column("process_id", PlainText, primary_key=True),
    sa.Column("host", PlainText, nullable=False),
    sa.Column("pid", sa.BigInteger, nullable=False),
    sa.Column("pid_created", sa.Double, nullable=False),
    sa.Column("heartbeat", sa.Double, nullable=False),
)

runs = sa.Table(
    "runs",
    metadata,
    sa.Column("run_uuid", PlainText, primary_key=True),
    sa.Column("title", PlainText, nullable=False),
    sa.Column("name", PlainText, nullable=False),
    sa.Column("note", PlainText, nullable=False),
    sa.Column("status", PlainText, nullable=False),
    sa.Column("spec", PlainText, nullable=False),
    sa.Column("error", PlainText, nullable=False),
    sa.Column("creation_time", sa.Double, nullable=False, index=True),
    sa.Column("start_time", sa.Double),
    sa.Column("end_time", sa.Double),
    sa.Column("lifecycle_stage", PlainText, nullable=False),
    sa.Column("deleted_time", sa.Double),
    sa.Column("artifact_uri", PlainText, nullable=False),
    sa.Column("owner_hash", PlainText, nullable=False),
    sa.Column("last_event", sa.Integer, nullable=False),
    sa.Column("process_id", PlainText, sa.ForeignKey("processes.process_id"), nullable=False),
)

params = sa.Table(
    "params",
    metadata,
    _run_key(),
    sa.Column("key", PlainText, primary_key=True),
    sa.Column("value", PlainText, nullable=False),
)

metrics = sa.Table(
    "metrics",
    metadata,
    _run_key(),
    sa.Column("key", PlainText, primary_key=True),
    sa.Column("step", sa.BigInteger, primary_key=True),
    sa.Column("value", Measured),
    sa.Column("timestamp", sa.Double, nullable=False),
)

tags = sa.Table(
    "tags",
    metadata,
    _run_key(),
    sa.Column("key", PlainText, primary_key=True),
    sa.Column("value", PlainText, nullable=False),
)

events = sa.Table(
    "events",
    metadata,
    _run_key(),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("kind", PlainText, nullable=False),
    sa.Column("payload", PlainText, nullable=False),
    sa.Column("timestamp", sa.Double, nullable=False),
)


def make_tables(connection: sa.Connection) -> None:
    """Make what is missing, one process at a time, in the transaction of a connection.

    Raises
    ------
    StoreError
        Where a newer version of Distill Lab made the tables.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_CREATION_LOCK)))
    else:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    connection.execute(CreateTable(schema_version, if_not_exists=True))
    _check_version(connection)
    for table in metadata.sorted_tables:
        connection.execute(CreateTable(table, if_not_exists=True))
        for index in table.indexes:
            connection.execute(CreateIndex(index, if_not_exists=True))


def _check_version(connection: sa.Connection) -> None:
    version = connection.scalar(sa.select(schema_version.c.version))
    if version is None:
        connection.execute(schema_version.insert().values(version=SCHEMA_VERSION))
    elif version > SCHEMA_VERSION:
        raise StoreError(
            f"The registry of runs must be of version {SCHEMA_VERSION} or older",
            f"it is of version {version}, made by a newer Distill Lab",
            "Update Distill Lab, or name another data folder or database.",
        )
