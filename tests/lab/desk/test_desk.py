"""Starting, watching, holding and continuing runs, and who may."""

from __future__ import annotations

import gc
import sqlite3
import threading
import weakref
from contextlib import closing
from pathlib import Path

import pytest

from core.data.files import UploadedFile, content_hash
from core.errors import OwnerError, QueueError, RunError, StoreError
from core.lab.desk.desk import Desk
from core.runs.folder import DATABASE_FILE
from core.runs.records import NewRun
from core.runs.store import RunStore
from core.spec import DataSpec, RunSpec, TrainSpec
from tests.lab.desk.desks import (
    OWNER,
    STRANGER,
    TIMEOUT,
    TITLE,
    Script,
    begin,
    desk_on,
    finish,
    interrupt,
    start,
    store_on,
    until,
    wait,
    write_down,
)

ROWS = b"age,default\n30,0\n31,1\n"
FULL = "CREATE TRIGGER full BEFORE INSERT ON runs BEGIN SELECT RAISE(FAIL, 'full'); END"
OTHER_ROWS = b"age,default\n40,0\n41,1\n"


def of_rows(csv: bytes) -> RunSpec:
    return RunSpec(data=DataSpec(source="csv", content_hash=content_hash(csv)))


def test_runs_end_in_the_order_in_which_they_came(desk: Desk, script: Script) -> None:
    script.goes_on = True
    specs = [RunSpec(train=TrainSpec(seed=seed)) for seed in range(4)]
    ids = [start(desk, spec) for spec in specs]
    assert {row.id: row.position for row in desk.rows()} == dict(zip(ids, range(4), strict=True))
    script.may_end.set()
    for run_id in ids:
        wait(desk, run_id)
    assert [spec for spec, _ in script.given] == specs


def test_a_run_that_nobody_started_is_not_there(desk: Desk) -> None:
    assert desk.look("nowhere") is None


def test_a_job_that_is_no_run_can_be_watched_and_is_not_kept(desk: Desk) -> None:
    job_id = desk.jobs.submit("Getting ready", lambda _: iter(["ready"]))
    desk.jobs.wait(job_id, TIMEOUT)
    assert desk.look(job_id).result == "ready"
    assert desk.rows() == ()


def test_a_run_that_cannot_be_written_down_is_not_started(
    desk: Desk, script: Script, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / DATABASE_FILE)) as database:
        database.execute(FULL)
    with pytest.raises(StoreError):
        start(desk)
    assert desk.rows() == ()
    assert script.given == []


def test_a_run_refused_by_the_queue_is_written_down_as_failed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse(desk, monkeypatch)
    with pytest.raises(QueueError):
        start(desk)
    (row,) = desk.rows()
    assert (row.state, row.error) == ("failed", "Runs must wait, however: many do. Wait.")


def refuse(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def submit(*_: object, **__: object) -> str:
        raise QueueError("Runs must wait", "many do", "Wait.")

    monkeypatch.setattr(desk.jobs, "submit", submit)


@pytest.mark.parametrize("what", ["pause", "resume", "step", "stop", "cancel"])
def test_a_stranger_controls_nothing(desk: Desk, script: Script, what) -> None:
    run_id = begin(desk, script)
    for owner in (STRANGER, ""):
        with pytest.raises(OwnerError):
            desk.control(run_id, what, owner)
    assert desk.look(run_id).state == "running"


def test_one_step_of_a_paused_run_is_an_epoch(desk: Desk, script: Script) -> None:
    begun = threading.Event()
    stages, epochs = script.said[:2], script.said[2:4]
    script.said = _held_back(stages, begun, epochs)
    run_id = start(desk)
    until(lambda: desk.look(run_id).version == len(stages))
    desk.control(run_id, "pause", OWNER)
    begun.set()
    until(lambda: desk.store.get(run_id).state == "paused")
    before = desk.look(run_id).version
    desk.control(run_id, "step", OWNER)
    until(lambda: desk.look(run_id).version > before)
    until(lambda: desk.store.get(run_id).state == "paused")
    assert desk.look(run_id).events[-1] in epochs
    desk.control(run_id, "cancel", OWNER)


def _held_back(first, begun, then):
    yield from first
    begun.wait(TIMEOUT)
    yield from then


def test_a_continued_run_ends_like_one_that_was_left_alone(desk: Desk, script: Script) -> None:
    run_id = interrupt(desk)
    desk.resume_interrupted(run_id, OWNER)
    job = wait(desk, run_id)
    assert job.state == desk.store.get(run_id).state == "done"
    desk.jobs.forget(run_id)
    again = desk.look(run_id)
    assert repr(again.events) == repr((*script.said, script.result))
    assert again.version == 2 * len(script.said) + 1


def test_only_the_owner_continues_a_run(desk: Desk) -> None:
    run_id = interrupt(desk)
    with pytest.raises(OwnerError):
        desk.resume_interrupted(run_id, STRANGER)
    assert desk.store.get(run_id).state == "interrupted"


def test_a_run_that_is_done_cannot_be_continued(desk: Desk) -> None:
    with pytest.raises(RunError, match="this one is done"):
        desk.resume_interrupted(finish(desk), OWNER)


def test_two_clicks_continue_a_run_once(desk: Desk, script: Script) -> None:
    run_id = interrupt(desk)
    script.given.clear()
    script.goes_on = True
    refused = []

    def click() -> None:
        at_once.wait(TIMEOUT)
        try:
            desk.resume_interrupted(run_id, OWNER)
        except RunError as problem:
            refused.append(problem.found)

    at_once = threading.Barrier(4)
    threads = [threading.Thread(target=click) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(TIMEOUT)
    script.may_end.set()
    assert wait(desk, run_id).state == desk.store.get(run_id).state == "done"
    assert (len(refused), len(script.given)) == (3, 1)


def test_a_run_that_the_queue_does_not_take_stays_interrupted(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = interrupt(desk)
    with monkeypatch.context() as patch:
        refuse(desk, patch)
        with pytest.raises(QueueError):
            desk.resume_interrupted(run_id, OWNER)
    desk.resume_interrupted(run_id, OWNER)
    assert wait(desk, run_id).state == "done"


def test_a_run_of_another_version_is_listed_and_cannot_be_continued(desk: Desk) -> None:
    write_down(desk.store, "old")
    desk.store.set_state("old", "interrupted")
    desk.store.create(_with_spec("older", '{"no": "such"}'))
    desk.store.set_state("older", "interrupted")
    assert desk.spec_of("old") == RunSpec()
    with pytest.raises(RunError, match="another version"):
        desk.resume_interrupted("older", OWNER)
    assert [row.spec for row in desk.rows()] == [None, RunSpec()]


def _with_spec(run_id: str, spec_json: str):
    return NewRun(run_id, TITLE, OWNER, spec_json)


def test_uploaded_rows_outlive_the_server_for_as_long_as_a_run_names_them(
    desk: Desk, tmp_path: Path
) -> None:
    run_id = interrupt(desk, of_rows(ROWS), ROWS)
    script = Script()
    later = desk_on(tmp_path, script)
    later.open()
    later.resume_interrupted(run_id, OWNER)
    wait(later, run_id)
    later.close()
    ((spec, csv),) = script.given
    assert spec == of_rows(ROWS)
    assert content_hash(csv) == content_hash(ROWS)


def test_a_run_whose_rows_are_gone_says_so(desk: Desk, tmp_path: Path) -> None:
    run_id = interrupt(desk, of_rows(ROWS), ROWS)
    for path in (tmp_path / "uploads" / content_hash(ROWS)).iterdir():
        path.unlink()
    with pytest.raises(RunError, match="uploaded file is gone"):
        desk.resume_interrupted(run_id, OWNER)
    assert desk.store.get(run_id).state == "interrupted"


def test_rows_under_the_fingerprint_of_others_do_not_take_their_place(desk: Desk) -> None:
    start(desk, of_rows(ROWS), OTHER_ROWS)
    finish(desk)
    run_id = start(desk, of_rows(ROWS), ROWS)
    wait(desk, run_id)
    assert content_hash(desk.upload_of(of_rows(ROWS))) == content_hash(ROWS)


def test_rows_of_a_sample_are_no_upload(desk: Desk) -> None:
    assert desk.upload_of(RunSpec()) is None


def test_a_view_that_was_read_once_is_not_read_again(desk: Desk) -> None:
    run_id = finish(desk)
    desk.jobs.forget(run_id)
    first = desk.look(run_id)
    assert desk.look(run_id) is first
    desk.store.append(run_id, "warned", '{"sentence": "New"}')
    assert desk.look(run_id) is not first


def test_a_run_that_waits_holds_no_rows_in_memory(desk: Desk, script: Script) -> None:
    begin(desk, script)
    file = UploadedFile("loans.csv", ROWS)
    spec = RunSpec(data=DataSpec(source="csv", content_hash=content_hash((file,))))
    run_id, held = start(desk, spec, (file,)), weakref.ref(file)
    del file
    gc.collect()
    assert held() is None
    script.may_end.set()
    wait(desk, run_id)
    assert content_hash(script.given[-1][1]) == content_hash(ROWS)


def test_a_waiting_run_whose_rows_go_says_so(desk: Desk, script: Script, tmp_path: Path) -> None:
    begin(desk, script)
    run_id = start(desk, of_rows(ROWS), ROWS)
    for path in (tmp_path / "uploads" / content_hash(ROWS)).iterdir():
        path.unlink()
    script.may_end.set()
    job = wait(desk, run_id)
    assert job.state == "failed"
    assert "uploaded file is gone" in job.error


def test_runs_are_counted_and_those_of_an_owner_found(desk: Desk) -> None:
    run_id, gone = finish(desk), finish(desk)
    write_down(desk.store, "other")
    desk.archive.delete(gone, OWNER)
    assert desk.count() == len(desk.rows()) == 2
    assert desk.archive.owned_by(OWNER) == {run_id, gone, "other"}
    assert desk.archive.owned_by(STRANGER) == desk.archive.owned_by("") == frozenset()


def test_a_run_whose_result_is_written_down_can_no_longer_be_cancelled(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_tag = RunStore.set_tag

    def cancel_too(store: RunStore, run_id: str, key: str, value: str) -> None:
        set_tag(store, run_id, key, value)
        desk.control(run_id, "cancel", OWNER)

    monkeypatch.setattr(RunStore, "set_tag", cancel_too)
    run_id = finish(desk)
    assert desk.look(run_id).state == desk.store.get(run_id).state == "done"
    assert desk.rows()[0].score("distilled.auc") is not None


def test_another_run_goes_on_while_one_is_paused(desk: Desk, script: Script) -> None:
    held = begin(desk, script)
    desk.control(held, "pause", OWNER)
    until(lambda: desk.store.get(held).state == "paused")
    running = start(desk)
    until(lambda: desk.look(running).version == len(script.said))
    desk.control(held, "resume", OWNER)
    assert (desk.look(held).state, desk.look(held).position) == ("queued", 1)
    assert [(row.state, row.position) for row in desk.rows()] == [("running", 0), ("paused", 1)]
    script.may_end.set()
    for run_id in (running, held):
        assert wait(desk, run_id).state == "done"


def test_closing_again_does_nothing(script: Script, tmp_path: Path) -> None:
    desk = desk_on(tmp_path, script)
    run_id = finish(desk)
    desk.close()
    desk.close()
    assert store_on(tmp_path).get(run_id).state == "done"
