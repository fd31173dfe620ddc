from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from core.runs import stopwatch
from core.runs.folder import sqlite_url
from core.runs.store import RunStore
from tests.ports import free_port
from tests.runs.works import Clock

POSTGRES_SETTING = "DISTILL_LAB_TEST_POSTGRES"
"""Address of a PostgreSQL database from which test databases may be made."""

DEBIAN_PROGRAMS = "/usr/lib/postgresql"


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Address of a PostgreSQL server: that of the setting, or one that lives for this session."""
    chosen = os.environ.get(POSTGRES_SETTING)
    if chosen:
        yield chosen
        return
    programs = find_postgres()
    with (
        tempfile.TemporaryDirectory(prefix="postgres-") as folder,
        cluster(programs, Path(folder)) as url,
    ):
        yield url


def find_postgres() -> Path:
    """Folder of pg_ctl; without one the test is skipped, or fails where CI is set."""
    found = sorted(Path(DEBIAN_PROGRAMS).glob("*/bin/pg_ctl"), key=lambda path: path.parts[-3])
    on_path = shutil.which("pg_ctl")
    if found or on_path:
        return (found[-1] if found else Path(on_path).resolve()).parent
    reason = "no PostgreSQL found; install one, for example: apt-get install postgresql"
    (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)


@contextmanager
def cluster(programs: Path, folder: Path) -> Iterator[str]:
    """Run a new cluster on a free port of this machine; gives the address of its database."""
    password, port, data = secrets.token_hex(16), free_port(), folder / "data"
    (folder / "password").write_text(password)
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        for path in (folder, folder / "password"):
            shutil.chown(path, "postgres")
    login = ("--username=tests", "--auth=scram-sha-256", f"--pwfile={folder}/password")
    as_postgres(programs / "initdb", f"--pgdata={data}", "--no-sync", "--encoding=UTF8", *login)
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
    control = (programs / "pg_ctl", f"--pgdata={data}", "--wait")
    as_postgres(*control, f"--log={folder}/log", f"--options={options}", "start")
    try:
        yield f"postgresql://tests:{password}@127.0.0.1:{port}/postgres"
    finally:
        as_postgres(*control, "--mode=immediate", "stop")


def as_postgres(*command: str | Path) -> None:
    user = ("runuser", "-u", "postgres", "--") if os.geteuid() == 0 else ()
    subprocess.run((*user, *command), cwd="/", check=True, stdout=subprocess.DEVNULL, timeout=300)


@pytest.fixture
def postgres_url(postgres: str) -> Iterator[str]:
    """Address of an empty PostgreSQL database."""
    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield f"{postgres.rpartition('/')[0]}/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Address of an empty database, of each kind."""
    is_file = request.param == "sqlite"
    return sqlite_url(tmp_path) if is_file else request.getfixturevalue("postgres_url")


@pytest.fixture
def store(url: str, tmp_path: Path) -> Iterator[RunStore]:
    """An empty registry, of each kind."""
    opened = RunStore(url, tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of every stopwatch."""
    ticking = Clock()
    monkeypatch.setattr(stopwatch, "time", ticking)
    return ticking


@pytest.fixture
def locked_folder() -> Iterator[Path]:
    """A folder that this process may read and not write; root steps down for the test."""
    user = os.geteuid()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o555)
        if user == 0:
            os.seteuid(65534)
        try:
            yield folder
        finally:
            os.seteuid(user)
            folder.chmod(0o755)
