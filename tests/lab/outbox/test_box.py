"""The folder of runs that wait to be sent."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from core.lab.outbox.box import FOLDER, STALE_SECONDS, STATE_FILE, TURN_FILE, Box


def ids(box: Box) -> list[str]:
    return [one.run_id for one in box.waiting()]


def test_an_empty_box_makes_no_folder(folder: Path) -> None:
    assert Box(folder).waiting() == ()
    assert not folder.exists()


def test_runs_wait_in_the_order_in_which_they_came(folder: Path) -> None:
    box = Box(folder)
    for run_id in ("b", "a", "c"):
        box.add(run_id)
    assert ids(box) == ids(Box(folder)) == ["b", "a", "c"]


def test_a_run_that_failed_goes_behind_the_others(folder: Path) -> None:
    box = Box(folder)
    for run_id in ("a", "b"):
        box.add(run_id)
    box.failed("a")
    assert [(one.run_id, one.tries) for one in box.waiting()] == [("b", 0), ("a", 1)]


def test_a_run_that_is_gone_cannot_fail(folder: Path) -> None:
    box = Box(folder)
    box.failed("a")
    box.remove("a")
    assert ids(box) == []


def test_beyond_the_limit_the_oldest_is_let_go(folder: Path) -> None:
    box = Box(folder, most_waiting=2)
    for run_id in ("a", "b", "c"):
        box.add(run_id)
    assert ids(box) == ["b", "c"]


def test_a_damaged_note_is_still_a_run(folder: Path) -> None:
    box = Box(folder)
    box.add("a")
    (folder / FOLDER / "a" / STATE_FILE).write_text("{")
    assert ids(box) == ["a"]


def test_other_files_are_no_runs(folder: Path) -> None:
    box = Box(folder)
    box.add("a")
    (folder / FOLDER / "not a run").mkdir()
    (folder / FOLDER / "empty").mkdir()
    assert ids(box) == ["a"]


def test_a_turn_is_given_to_one_and_then_to_the_next(folder: Path) -> None:
    Box(folder).add("a")
    with Box(folder).turn() as first, Box(folder).turn() as second:
        assert (first, second) == (True, False)
    with Box(folder).turn() as third:
        assert third


@pytest.mark.parametrize(("seconds", "is_ours"), [(STALE_SECONDS + 60, True), (0, False)])
def test_the_turn_of_a_dead_process_is_taken_over(
    folder: Path, seconds: float, is_ours: bool
) -> None:
    Box(folder).add("a")
    turn = folder / FOLDER / TURN_FILE
    turn.touch()
    then = time.time() - seconds
    os.utime(turn, (then, then))
    with Box(folder).turn() as taken:
        assert taken == is_ours
