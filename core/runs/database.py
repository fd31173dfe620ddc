"""The way into the registry's database: one engine, its settings, its failures as sentences."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

import sqlalchemy as sa

from core.errors import StoreError
from core.runs.folder import DATA_FOLDER_SETTING, DATABASE_URL_SETTING
from core.runs.tables import make_tables

LOCK_WAIT_S = 30.0
CONNECT_WAIT_S = 10

DRIVERS = {
    "sqlite": "sqlite+pysqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
}
SQLITE_FILE = "sqlite:///"
MUST = "The registry of runs must be readable and writable"
MAKE_ROOM = f"Make room or allow writing there, or name another folder in {DATA_FOLDER_SETTING}."
REMEDIES = (
    ("locked", "Close the other program that uses it, and try again."),
    ("not a database", "Move that file away; a new registry is then made in its place."),
    ("malformed", "Move that file away, or put back a copy of it that is whole."),
)


class Database:
    """Transactions on an SQLite file or a PostgreSQL server, from any number of threads.

    Parameters
    ----------
    url : str
        Such as ``sqlite:///runs.sqlite`` or ``postgresql://user:password@host/name``.

    Raises
    ------
    StoreError
        Where the address cannot be understood or reached, or a newer version made the tables.
    """

    def __init__(self, url: str) -> None:
        self._url = _understood(url)
        # SQLite lets one write at a time, and polls for its turn: threads take turns sooner.
        self._turn: AbstractContextManager[object] = (
            threading.Lock() if self.is_sqlite else nullcontext()
        )
        self._engine = self._connected_engine()
        try:
            with self.writing() as connection:
                make_tables(connection)
        except StoreError:
            self.close()
            raise

    @property
    def is_sqlite(self) -> bool:
        """Whether the registry is a file of this machine."""
        return self._url.get_backend_name() == "sqlite"

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Give a connection whose changes are kept together when the block ends, or not at all."""
        with self._failures_told(), self._turn, self._engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Give a connection to read from."""
        with self._failures_told(), self._engine.connect() as connection:
            yield connection

    def now(self, connection: sa.Connection) -> float:
        """Return the Unix time that all processes share: the server's where there is one."""
        if self.is_sqlite:
            return time.time()
        moment = sa.func.extract("epoch", sa.func.clock_timestamp())
        return float(connection.execute(sa.select(moment)).scalar_one())

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()

    def _connected_engine(self) -> sa.Engine:
        try:
            if self.is_sqlite:
                return _sqlite_engine(self._url)
            return _postgresql_engine(self._url)
        except ModuleNotFoundError as problem:
            raise StoreError(
                "A registry on a database server must have its driver",
                f"the package {problem.name} is not installed",
                'Install Distill Lab with its "postgres" extra.',
            ) from problem
        except OSError as problem:
            raise self._error(problem.strerror or str(problem)) from problem

    @contextmanager
    def _failures_told(self) -> Iterator[None]:
        try:
            yield
        except sa.exc.IntegrityError:
            raise
        except sa.exc.DBAPIError as problem:
            raise self._error(str(problem.orig)) from problem
        except sa.exc.TimeoutError as problem:
            raise self._error("all its connections are busy") from problem

    def _error(self, answer: str) -> StoreError:
        """Tell what the driver said; never the statement, the values or a password."""
        said = (answer.strip().splitlines() or ["no reason given"])[0]
        if not self.is_sqlite:
            place = self._url.render_as_string(hide_password=True)
            remedy = f"See that the server runs and that {DATABASE_URL_SETTING} is right."
            return StoreError(MUST, f"{place} ({said})", remedy)
        remedy = next((known for part, known in REMEDIES if part in said), MAKE_ROOM)
        return StoreError(MUST, f"{self._url.database} ({said})", remedy)


def _understood(url: str) -> sa.URL:
    try:
        # The rest of this kind is a path, in which a question mark is a letter like any other.
        is_file = url.startswith(SQLITE_FILE)
        path = url.removeprefix(SQLITE_FILE)
        parsed = sa.URL.create("sqlite", database=path) if is_file else sa.make_url(url)
    except sa.exc.ArgumentError:
        parsed = sa.URL.create("unknown")
    driver = DRIVERS.get(parsed.get_backend_name())
    if driver is None or not parsed.database or parsed.database == ":memory:":
        raise StoreError(
            "The address of the registry must be that of an SQLite file or a PostgreSQL database",
            f"{parsed.get_backend_name()} address without a database that can be used",
            f"Set {DATABASE_URL_SETTING} to postgresql://user:password@host/name, or unset it.",
        )
    return parsed.set(drivername=driver)


def _sqlite_engine(url: sa.URL) -> sa.Engine:
    Path(url.database or "").parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(url, connect_args={"timeout": LOCK_WAIT_S})
    sa.event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    _set_write_ahead(connection)
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA foreign_keys=ON")


def _set_write_ahead(connection: sqlite3.Connection) -> None:
    deadline = time.monotonic() + LOCK_WAIT_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as problem:
            # SQLite does not wait by itself while another process switches the mode.
            if "locked" not in str(problem) or time.monotonic() > deadline:
                raise
            time.sleep(0.01)


def _postgresql_engine(url: sa.URL) -> sa.Engine:
    settings = {} if "connect_timeout" in url.query else {"connect_timeout": CONNECT_WAIT_S}
    return sa.create_engine(url, connect_args=settings, pool_pre_ping=True)
