"""Two servers on one registry."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from core.data.files import content_hash
from core.errors import OwnerError, RunError
from core.lab.desk import upkeep
from core.lab.desk.desk import Desk
from core.lab.desk.uploads import SECONDS_SPARED
from core.spec import DataSpec, RunSpec
from tests.lab.desk.desks import (
    OWNER,
    STRANGER,
    TIMEOUT,
    Script,
    begin,
    desk_elsewhere,
    desk_on,
    finish,
    interrupt,
    start,
    until,
    wait,
)

ROOT = Path(__file__).parents[3]
ROWS = b"age,default\n30,0\n31,1\n"
OF_ROWS = RunSpec(data=DataSpec(source="csv", content_hash=content_hash(ROWS)))


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Desk]:
    """A second desk on the same registry and folder."""
    opened = desk_on(tmp_path, Script())
    opened.open()
    yield opened
    opened.close()


@contextmanager
def another_process(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run a desk with a run that goes on in a process; gives that and the id of the run."""
    command = [sys.executable, "-m", "tests.lab.desk.child", "hold", str(folder)]
    pipes = {"stdout": subprocess.PIPE, "text": True, "cwd": ROOT}
    with subprocess.Popen(command, **pipes) as child:
        try:
            yield child, child.stdout.readline().strip()
        finally:
            child.kill()


@pytest.mark.slow
def test_a_desk_that_opens_leaves_the_run_of_a_living_process_alone(
    desk: Desk, tmp_path: Path
) -> None:
    with another_process(tmp_path) as (child, run_id):
        desk.open()
        assert desk.store.get(run_id).state == "running"
        seen = desk.look(run_id)
        assert (seen.state, seen.version) == ("running", len(Script().said))
        child.kill()
        child.wait(TIMEOUT)
        assert desk.store.interrupt_dead() == (run_id,)
        assert desk.look(run_id).state == "interrupted"


@pytest.mark.slow
def test_a_server_that_goes_on_notices_the_death_of_another(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "SECONDS_BETWEEN_SWEEPS", 0.05)
    with another_process(tmp_path) as (child, run_id):
        desk.open()
        child.kill()
        until(lambda: desk.store.get(run_id).state == "interrupted")


def test_what_runs_elsewhere_is_watched_and_not_controlled(
    desk: Desk, script: Script, other: Desk
) -> None:
    run_id = begin(desk, script)
    assert other.look(run_id).events == desk.look(run_id).events
    with pytest.raises(RunError, match="another server runs this one"):
        other.control(run_id, "cancel", OWNER)
    assert desk.look(run_id).state == "running"


def test_a_run_that_has_ended_elsewhere_takes_any_control_for_nothing(
    desk: Desk, other: Desk
) -> None:
    run_id = finish(desk)
    other.control(run_id, "cancel", OWNER)
    assert other.look(run_id).state == "done"


def test_owner_and_stranger_are_the_same_at_every_desk(desk: Desk, other: Desk) -> None:
    run_id = finish(desk)
    assert other.archive.is_owner(run_id, OWNER)
    for owner in (STRANGER, ""):
        with pytest.raises(OwnerError):
            other.archive.delete(run_id, owner)
    assert other.look(run_id) is not None


def test_a_run_deleted_elsewhere_is_cancelled_where_it_runs(
    tmp_path: Path, script: Script, other: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "SECONDS_BETWEEN_SWEEPS", 0.05)
    desk = desk_on(tmp_path, script)
    desk.open()
    run_id = begin(desk, script)
    other.archive.delete(run_id, OWNER)
    until(lambda: desk.store.get(run_id).state == "cancelled")
    until(lambda: desk.look(run_id) is None)
    desk.close()


def test_a_finished_run_deleted_elsewhere_is_gone_here_and_comes_back(
    desk: Desk, other: Desk
) -> None:
    run_id = finish(desk)
    other.archive.delete(run_id, OWNER)
    assert desk.look(run_id) is None
    other.archive.undo_delete(run_id, OWNER)
    assert desk.look(run_id).state == "done"


def test_a_run_is_continued_at_one_desk_only(desk: Desk, other: Desk) -> None:
    run_id = interrupt(other)
    other.resume_interrupted(run_id, OWNER)
    with pytest.raises(RunError, match="Only an interrupted run"):
        desk.resume_interrupted(run_id, OWNER)


def test_a_run_continued_elsewhere_is_seen_as_it_is_now(desk: Desk, other: Desk) -> None:
    run_id = interrupt(other)
    assert desk.look(run_id).state == "interrupted"
    other.resume_interrupted(run_id, OWNER)
    wait(other, run_id)
    assert desk.look(run_id).state == "done"


def test_a_server_that_was_away_writes_nothing_over_a_run_that_another_took_up(
    desk: Desk, script: Script, tmp_path: Path
) -> None:
    far_script = Script()
    far = desk_elsewhere(tmp_path, far_script)
    run_id = begin(desk, script)
    desk.store.set_state(run_id, "interrupted")
    far_script.goes_on = True
    far.resume_interrupted(run_id, OWNER)
    until(lambda: far.look(run_id).version == len(far_script.said))
    script.may_end.set()
    desk.jobs.wait(run_id, TIMEOUT)
    record = desk.store.get(run_id)
    assert (record.state, record.tags) == ("running", ())
    assert desk.store.artefacts.names(run_id) == ()
    assert desk.look(run_id).state == "running"
    far_script.may_end.set()
    wait(far, run_id)
    assert desk.look(run_id).state == far.look(run_id).state == "done"
    far.close()


def test_a_deleted_run_cannot_be_continued(desk: Desk, other: Desk) -> None:
    run_id = interrupt(desk)
    other.archive.delete(run_id, OWNER)
    with pytest.raises(RunError, match="this one is deleted"):
        desk.resume_interrupted(run_id, OWNER)


def test_uploads_are_kept_once_for_runs_at_all_desks(
    desk: Desk, other: Desk, tmp_path: Path
) -> None:
    for at in (desk, other):
        wait(at, start(at, OF_ROWS, ROWS))
    (folder,) = (tmp_path / "uploads").iterdir()
    assert folder.name == content_hash(ROWS)


def age(folder: Path) -> None:
    """Let uploads be old."""
    moment = time.time() - SECONDS_SPARED - 1
    for path in (folder / "uploads").iterdir():
        os.utime(path, (moment, moment))


def test_an_upload_goes_once_no_run_names_it(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = start(desk, OF_ROWS, ROWS)
    wait(desk, run_id)
    age(tmp_path)
    desk.open()
    assert desk.upload_of(OF_ROWS) is not None
    desk.archive.delete(run_id, OWNER)
    desk.open()
    assert desk.upload_of(OF_ROWS) is not None
    monkeypatch.setattr(upkeep, "DAYS_TO_UNDO", -1)
    desk.open()
    assert desk.store.get(run_id) is None
    assert not list((tmp_path / "uploads").iterdir())


def test_an_upload_whose_run_is_about_to_be_written_down_is_spared(
    desk: Desk, other: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    create = desk.store.create

    def create_late(run) -> None:
        other.open()
        create(run)

    monkeypatch.setattr(desk.store, "create", create_late)
    wait(desk, start(desk, OF_ROWS, ROWS))
    assert desk.upload_of(OF_ROWS) is not None
