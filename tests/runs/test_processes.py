from __future__ import annotations

import dataclasses
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
import sqlalchemy as sa

from core.runs.processes import SILENT_AFTER_S, has_died, this_process
from core.runs.records import UNFINISHED, NewRun, RunState
from core.runs.store import RunStore
from tests.runs.works import TIMEOUT

HERE = this_process()
QUIET, SILENT = 0.0, SILENT_AFTER_S + 1


def new_run(run_id: str) -> NewRun:
    return NewRun(run_id, "Taiwan", "secret", "{}")


@contextmanager
def holder(url: str, folder: Path, run_id: str) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds a run until it is killed."""
    command = [sys.executable, "-m", "tests.runs.child", "hold", url, str(folder), run_id]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        try:
            assert child.stdout.readline() == "ready\n"
            yield child
        finally:
            child.kill()


def change(url: str, *statements: str) -> None:
    """Change what the database says, as another process would."""
    engine = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))
    engine.dispose()


def hand_to_another_host(url: str, heartbeat: float) -> None:
    """Put all runs in the care of a process elsewhere that was last heard at a moment."""
    change(
        url,
        "INSERT INTO processes SELECT 'other', 'elsewhere', pid, pid_created, "
        f"{heartbeat!r} FROM processes",
        "UPDATE runs SET process_id = 'other'",
    )


@pytest.mark.parametrize("silence_s", [QUIET, SILENT])
def test_process_that_is_found_lives_however_silent(silence_s: float) -> None:
    assert not has_died(HERE, silence_s, HERE.host)


@pytest.mark.parametrize("silence_s", [QUIET, SILENT])
def test_process_that_is_gone_is_dead_at_once(silence_s: float) -> None:
    gone = dataclasses.replace(HERE, pid=next(n for n in range(2**22) if not psutil.pid_exists(n)))
    assert has_died(gone, silence_s, HERE.host)


@pytest.mark.parametrize(("silence_s", "dead"), [(QUIET, False), (SILENT, True)])
def test_silence_decides_when_the_number_was_used_again(silence_s: float, dead: bool) -> None:
    older = dataclasses.replace(HERE, created=HERE.created - 3600)
    assert has_died(older, silence_s, HERE.host) == dead


@pytest.mark.parametrize(("silence_s", "dead"), [(QUIET, False), (SILENT, True)])
def test_silence_decides_on_another_host(silence_s: float, dead: bool) -> None:
    elsewhere = dataclasses.replace(HERE, host="elsewhere", pid=1)
    assert has_died(elsewhere, silence_s, HERE.host) == dead


def test_killed_child_that_nobody_waited_for_is_dead() -> None:
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    process = dataclasses.replace(
        HERE, pid=child.pid, created=psutil.Process(child.pid).create_time()
    )
    assert not has_died(process, SILENT, HERE.host)
    child.kill()
    deadline = time.monotonic() + TIMEOUT
    while psutil.Process(child.pid).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert has_died(process, QUIET, HERE.host)
    child.wait()


def test_process_has_one_id_and_no_other_shares_it() -> None:
    assert this_process().id == HERE.id
    others = (
        dataclasses.replace(HERE, pid=HERE.pid + 1),
        dataclasses.replace(HERE, created=HERE.created + 1),
        dataclasses.replace(HERE, host="elsewhere"),
    )
    assert len({HERE.id, *(other.id for other in others)}) == 4


@pytest.mark.parametrize("state", sorted(UNFINISHED))
def test_own_run_is_never_interrupted(store: RunStore, url: str, state: RunState) -> None:
    store.create(new_run("a"))
    store.set_state("a", state)
    change(url, "UPDATE processes SET heartbeat = 0")
    assert store.interrupt_dead() == ()
    assert store.get("a").state == state


@pytest.mark.slow
def test_run_of_a_killed_process_is_interrupted_at_once(
    store: RunStore, url: str, tmp_path: Path
) -> None:
    store.create(new_run("mine"))
    with holder(url, tmp_path, "theirs") as child:
        assert store.interrupt_dead() == ()
        os.kill(child.pid, signal.SIGSTOP)
        change(url, "UPDATE processes SET heartbeat = 0")
        assert store.interrupt_dead() == (), "a process that was stopped still lives"
        child.kill()
        child.wait()
    assert store.interrupt_dead() == ("theirs",)
    assert store.get("theirs").state == "interrupted"
    assert store.get("mine").state == "queued"
    assert store.interrupt_dead() == ()


def test_run_of_a_silent_host_is_interrupted(store: RunStore, url: str) -> None:
    store.create(new_run("a"))
    store.create(new_run("b"))
    store.set_state("b", "done")
    last_sign = time.time() - SILENT
    hand_to_another_host(url, last_sign)
    assert store.interrupt_dead() == ("a",)
    assert store.get("a").finished == last_sign
    assert store.get("b").state == "done"


def test_run_of_a_host_that_beats_is_left_alone(store: RunStore, url: str) -> None:
    store.create(new_run("a"))
    hand_to_another_host(url, time.time())
    assert store.interrupt_dead() == ()


def test_beat_is_the_newest_sign_of_life(store: RunStore, url: str) -> None:
    store.create(new_run("a"))
    change(url, "UPDATE processes SET heartbeat = 0")
    assert store.get("a").heartbeat == 0.0
    store.beat()
    assert abs(store.get("a").heartbeat - time.time()) < 60


def test_run_that_another_process_continues_is_in_its_care(store: RunStore, url: str) -> None:
    store.create(new_run("a"))
    hand_to_another_host(url, 0.0)
    assert store.interrupt_dead() == ("a",)
    store.set_state("a", "queued")
    assert store.get("a").process == HERE.id
    assert store.interrupt_dead() == ()
