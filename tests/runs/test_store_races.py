"""Several processes on one registry, and processes that are killed while they write."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import psycopg
import pytest

from core.runs.records import NewRun
from core.runs.store import RunStore

pytestmark = pytest.mark.slow

KILLS = 10
ROUNDS = 10
TIMEOUT = 60


def start(*arguments: str) -> subprocess.Popen[str]:
    """Start a process of `tests.runs.child` that says when it is ready."""
    command = [sys.executable, "-m", "tests.runs.child", *arguments]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    return subprocess.Popen(command, text=True, **pipes)


def tell(children: Sequence[subprocess.Popen[str]], line: str) -> None:
    """Send a line to all processes, as nearly at once as can be."""
    for child in children:
        child.stdin.write(f"{line}\n")
        child.stdin.flush()


def test_eight_processes_open_a_new_registry_at_once(url: str, tmp_path: Path) -> None:
    names = {f"run-{n}" for n in range(8)}
    children = [start("open", str(tmp_path), name) for name in names]
    assert [child.stdout.readline() for child in children] == ["ready\n"] * 8
    for _ in range(ROUNDS):
        tell(children, url)
        assert [child.stdout.readline() for child in children] == ["opened\n"] * 8
        store = RunStore(url, tmp_path)
        assert {run.id for run in store.list()} == names
        store.close()
        empty(url)
    for child in children:
        child.communicate(timeout=TIMEOUT)


def empty(url: str) -> None:
    """Remove all that a registry has in its database."""
    if url.startswith("sqlite"):
        for path in Path(url.removeprefix("sqlite:///")).parent.glob("runs.sqlite*"):
            path.unlink()
        return
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")


def test_numbers_leave_no_gap_under_threads_and_processes(
    store: RunStore, url: str, tmp_path: Path
) -> None:
    store.create(NewRun("a", "Taiwan", "", "{}"))
    children = [start("some", url, str(tmp_path), "a", "4", "50") for _ in range(2)]
    assert [child.stdout.readline() for child in children] == ["ready\n"] * 2
    tell(children, "go")
    said = [child.communicate(timeout=TIMEOUT)[0] for child in children]
    returned = [int(number) for numbers in said for number in numbers.split()]
    assert sorted(returned) == list(range(1, 401))
    assert [event.number for event in store.events("a")] == list(range(1, 401))
    assert store.check_integrity()


def numbers_until_killed(url: str, folder: Path, run_id: str, after_s: float) -> list[int]:
    """Kill a writing process some time after its first event; returns the numbers it saw."""
    with start("forever", url, str(folder), run_id) as child:
        first = child.stdout.readline()
        time.sleep(after_s)
        child.kill()
        lines = (first + child.stdout.read()).splitlines(keepends=True)
    return [int(line) for line in lines if line.endswith("\n")]


def test_no_event_that_was_returned_is_lost_to_a_kill(
    store: RunStore, url: str, tmp_path: Path
) -> None:
    moments = random.Random(5)
    for n in range(KILLS):
        seen = numbers_until_killed(url, tmp_path, f"run-{n}", moments.uniform(0, 0.2))
        kept = [event.number for event in store.events(f"run-{n}")]
        assert kept == list(range(1, len(kept) + 1))
        assert seen == kept[: len(seen)]
        assert len(kept) - len(seen) <= 1, "at most the event whose number was not yet told"
        assert store.check_integrity()
        assert store.interrupt_dead() == (f"run-{n}",)
        assert store.append(f"run-{n}", "epoch", "{}") == len(kept) + 1
