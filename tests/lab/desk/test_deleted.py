from __future__ import annotations

from pathlib import Path

from core.lab.desk.deleted import DeletedRun, deleted_runs
from tests.lab.desk.desks import OWNER, STRANGER, TITLE, Script, desk_on, finish, store_on


def test_without_deleted_runs_there_are_none(tmp_path: Path) -> None:
    assert deleted_runs(store_on(tmp_path)) == ()


def test_the_last_one_deleted_comes_first_and_kept_ones_are_left_out(tmp_path: Path) -> None:
    desk = desk_on(tmp_path, Script())
    first, second, _ = (finish(desk) for _ in range(3))
    desk.archive.delete(second, OWNER)
    desk.archive.delete(first, OWNER)
    found = deleted_runs(desk.store)
    assert [run.id for run in found] == [first, second]
    assert found[0] == DeletedRun(first, TITLE, desk.store.get(first).deleted)
    desk.archive.undo_delete(first, OWNER)
    assert [run.id for run in deleted_runs(desk.store)] == [second]
    desk.close()


def test_an_owner_sees_own_ones_only(tmp_path: Path) -> None:
    desk = desk_on(tmp_path, Script())
    run_id = finish(desk)
    desk.archive.delete(run_id, OWNER)
    assert [run.id for run in deleted_runs(desk.store, OWNER)] == [run_id]
    assert deleted_runs(desk.store, STRANGER) == ()
    desk.close()
