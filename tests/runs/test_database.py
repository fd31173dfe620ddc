from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from core.errors import StoreError
from core.runs.database import Database
from core.runs.folder import sqlite_url
from core.runs.tables import SCHEMA_VERSION, schema_version


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    opened = Database(url)
    yield opened
    opened.close()


def pragma(connection: sa.Connection, name: str) -> object:
    return connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()


def test_sqlite_writes_ahead_and_keeps_references(tmp_path: Path) -> None:
    database = Database(sqlite_url(tmp_path / "new" / "folder"))
    with database.reading() as connection:
        assert pragma(connection, "journal_mode") == "wal"
        assert pragma(connection, "synchronous") == 1
        assert pragma(connection, "foreign_keys") == 1
        assert pragma(connection, "busy_timeout") == 30_000
    database.close()


@pytest.mark.parametrize("name", ["what?", "100% #1", "a b", "é"])
def test_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    Database(sqlite_url(tmp_path / name)).close()
    assert (tmp_path / name / "runs.sqlite").exists()


def test_server_that_was_away_is_found_again(postgres_url: str) -> None:
    database = Database(postgres_url)
    with database.reading() as connection:
        backend = connection.scalar(sa.select(sa.func.pg_backend_pid()))
    with psycopg.connect(postgres_url, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", (backend,))
    with database.reading() as connection:
        assert connection.scalar(sa.select(sa.func.pg_backend_pid())) != backend
    database.close()


def test_failed_block_leaves_nothing(database: Database) -> None:
    def fail() -> None:
        with database.writing() as connection:
            connection.execute(schema_version.update().values(version=0))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with database.reading() as connection:
        assert connection.scalar(sa.select(schema_version.c.version)) == SCHEMA_VERSION


def test_newer_schema_is_refused_and_left_alone(database: Database, url: str) -> None:
    with database.writing() as connection:
        connection.execute(schema_version.update().values(version=SCHEMA_VERSION + 1))
        connection.exec_driver_sql("DROP TABLE tags")
    with pytest.raises(StoreError, match="made by a newer Distill Lab"):
        Database(url)
    with database.reading() as connection:
        assert not sa.inspect(connection).has_table("tags")


def test_schema_version_is_kept_once(database: Database, url: str) -> None:
    Database(url).close()
    with database.reading() as connection:
        assert connection.scalars(sa.select(schema_version.c.version)).all() == [SCHEMA_VERSION]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nonsense",
        "mysql://root:hunter2@host/name",
        "sqlite://",
        "sqlite:///:memory:",
        "postgresql://user:hunter2@host",
        "unknown+driver://hunter2@host/x",
    ],
)
def test_address_of_another_kind_is_refused(address: str) -> None:
    with pytest.raises(StoreError, match="SQLite file or a PostgreSQL database") as refused:
        Database(address)
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_server_that_does_not_answer_is_a_sentence_without_the_password(scheme: str) -> None:
    with pytest.raises(StoreError, match="See that the server runs") as refused:
        Database(f"{scheme}://user:hunter2@127.0.0.1:9/name")
    assert "hunter2" not in str(refused.value)


def test_wrong_password_is_a_sentence(postgres: str) -> None:
    before, _, after = postgres.rpartition("@")
    with pytest.raises(StoreError, match="password authentication failed") as refused:
        Database(f"{before}hunter2@{after}")
    assert "hunter2" not in str(refused.value)


def test_missing_driver_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match='with its "postgres" extra'):
        Database("postgresql://127.0.0.1:9/name")


def test_read_only_folder_is_a_sentence(locked_folder: Path) -> None:
    with pytest.raises(StoreError, match=r"unable to open database file.*DISTILL_LAB_DATA"):
        Database(sqlite_url(locked_folder))


def test_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=r"Not a directory.*DISTILL_LAB_DATA"):
        Database(sqlite_url(tmp_path / "file" / "folder"))


def test_file_that_is_no_database_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "runs.sqlite").write_bytes(b"not a database at all" * 100)
    with pytest.raises(StoreError, match="Move that file away"):
        Database(sqlite_url(tmp_path))


def test_read_only_file_is_a_sentence(tmp_path: Path) -> None:
    database = Database(sqlite_url(tmp_path))

    def write() -> None:
        with database.writing() as connection:
            connection.exec_driver_sql("PRAGMA query_only=ON")
            connection.execute(schema_version.update().values(version=1))

    with pytest.raises(StoreError, match=r"attempt to write a readonly database.*Make room"):
        write()
    database.close()


def test_full_disk_is_a_sentence_and_leaves_what_was_kept(tmp_path: Path) -> None:
    database = Database(sqlite_url(tmp_path))

    def write() -> None:
        with database.writing() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count=1")
            connection.exec_driver_sql("CREATE TABLE more (cell)")
            connection.exec_driver_sql("INSERT INTO more VALUES (randomblob(1000000))")

    with pytest.raises(StoreError, match=r"database or disk is full.*Make room"):
        write()
    with database.reading() as connection:
        assert connection.scalar(sa.select(schema_version.c.version)) == SCHEMA_VERSION
    database.close()


def test_moment_is_the_same_for_all_processes(database: Database) -> None:
    with database.reading() as connection:
        first, second = database.now(connection), database.now(connection)
    assert 1.7e9 < first <= second < first + 60
