"""What a server does by itself: it lets go, writes late ends down and puts away."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.data.files import content_hash
from core.errors import StoreError
from core.lab.desk import upkeep
from core.lab.desk.desk import Desk
from core.lab.desk.uploads import SECONDS_SPARED
from core.runs.store import RunStore
from core.spec import DataSpec, RunSpec
from tests.lab.desk.desks import (
    OWNER,
    TIMEOUT,
    Script,
    begin,
    desk_elsewhere,
    finish,
    start,
    until,
    wait,
)

ROWS = b"age,default\n30,0\n31,1\n"
OF_ROWS = RunSpec(data=DataSpec(source="csv", content_hash=content_hash(ROWS)))


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep, "SECONDS_BETWEEN_SWEEPS", 0.05)


@pytest.fixture
def far(tmp_path: Path) -> Iterator[Desk]:
    """A desk on another machine."""
    opened = desk_elsewhere(tmp_path, Script())
    yield opened
    opened.close()


def test_runs_deleted_elsewhere_leave_the_queue_and_the_memory(
    desk: Desk, script: Script, far: Desk
) -> None:
    over = finish(desk)
    running = begin(desk, script)
    waiting = [start(desk) for _ in range(3)]
    for run_id in (over, *waiting[1:]):
        far.archive.delete(run_id, OWNER)
    desk.open()
    until(lambda: len(desk.jobs.snapshots()) == 2)
    assert [job.id for job in desk.jobs.snapshots()] == [running, waiting[0]]
    until(lambda: {desk.store.get(run_id).state for run_id in waiting[1:]} == {"cancelled"})


def test_a_deleted_run_is_not_seen_while_its_work_is_unwound(desk: Desk, script: Script) -> None:
    may_hear = threading.Event()
    script.said = _deaf(script.said[:1], may_hear)
    run_id = start(desk)
    until(lambda: desk.look(run_id).version == 1)
    desk.archive.delete(run_id, OWNER)
    assert not may_hear.is_set()
    assert desk.look(run_id) is None
    may_hear.set()
    until(lambda: desk.store.get(run_id).state == "cancelled")
    assert desk.look(run_id) is None
    desk.archive.undo_delete(run_id, OWNER)
    assert desk.look(run_id).state == "cancelled"


def _deaf(first, may_hear):
    yield from first
    may_hear.wait(TIMEOUT)
    yield from first


def test_a_run_that_is_no_longer_ours_is_cancelled_though_it_says_nothing(
    desk: Desk, script: Script, far: Desk
) -> None:
    run_id = begin(desk, script)
    desk.open()
    desk.store.set_state(run_id, "interrupted")
    until(lambda: desk.jobs.snapshot(run_id) is None)
    assert desk.look(run_id).state == "interrupted"
    far.resume_interrupted(run_id, OWNER)
    wait(far, run_id)
    assert desk.look(run_id).state == "done"


def test_an_end_that_could_not_be_written_down_is_written_later(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused, set_state = [], RunStore.set_state

    def refuse(store: RunStore, run_id: str, state: str, error: str = "") -> None:
        if state == "done":
            refused.append(run_id)
            raise StoreError("There must be room", "the disk is full", "Free some.")
        set_state(store, run_id, state, error)

    with monkeypatch.context() as patch:
        patch.setattr(RunStore, "set_state", refuse)
        run_id = finish(desk)
        assert (desk.look(run_id).state, desk.store.get(run_id).state) == ("failed", "running")
        assert "the disk is full" in desk.look(run_id).error
        desk.open()
        until(lambda: len(refused) > 2)
    until(lambda: desk.store.get(run_id).state == "done")
    until(lambda: desk.look(run_id).state == "done")
    assert desk.look(run_id).result is not None


def test_what_was_deleted_long_ago_goes_while_the_server_goes_on(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "SECONDS_BETWEEN_CLEARINGS", 0.05)
    monkeypatch.setattr(upkeep, "DAYS_TO_UNDO", -1)
    desk.open()
    run_id = start(desk, OF_ROWS, ROWS)
    wait(desk, run_id)
    moment = time.time() - SECONDS_SPARED - 1
    for path in (tmp_path / "uploads").iterdir():
        os.utime(path, (moment, moment))
    assert desk.upload_of(OF_ROWS) is not None
    desk.archive.delete(run_id, OWNER)
    until(lambda: desk.store.get(run_id) is None)
    until(lambda: not list((tmp_path / "uploads").iterdir()))
