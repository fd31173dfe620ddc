from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from core.errors import StoreError
from core.lab.desk.cupboard import SECONDS_TO_WRITE, SHELF, FolderCupboard


def names(folder: Path) -> set[str]:
    return {path.name for path in (folder / SHELF).iterdir()}


def set_used(folder: Path, name: str, moment: float) -> None:
    os.utime(folder / SHELF / name, (moment, moment))


def test_what_was_written_last_is_read_by_another(tmp_path: Path) -> None:
    for data in (b"first", b"second"):
        FolderCupboard(tmp_path).write("teacher", data)
    assert FolderCupboard(tmp_path).read("teacher") == b"second"


def test_what_was_never_written_is_not_there(tmp_path: Path) -> None:
    assert FolderCupboard(tmp_path).read("teacher") is None
    assert list(tmp_path.iterdir()) == []


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path) -> None:
    cupboard = FolderCupboard(tmp_path, most_bytes=30)
    for moment, name in enumerate("abc"):
        cupboard.write(name, bytes(10))
        set_used(tmp_path, name, moment)
    cupboard.read("a")
    cupboard.write("d", bytes(10))
    assert names(tmp_path) == {"a", "c", "d"}


def test_what_is_larger_than_the_cupboard_does_not_stay(tmp_path: Path) -> None:
    cupboard = FolderCupboard(tmp_path, most_bytes=30)
    cupboard.write("a", bytes(31))
    assert cupboard.read("a") is None


@pytest.mark.parametrize("age_s", [0.0, SECONDS_TO_WRITE + 1])
def test_what_another_is_writing_stays_until_it_was_left_behind(
    tmp_path: Path, age_s: float
) -> None:
    cupboard = FolderCupboard(tmp_path, most_bytes=30)
    cupboard.write("a", bytes(10))
    (tmp_path / SHELF / ".part-b").write_bytes(bytes(30))
    set_used(tmp_path, ".part-b", time.time() - age_s)
    cupboard.write("c", bytes(10))
    assert (".part-b" in names(tmp_path)) == (age_s == 0.0)
    assert {"a", "c"} <= names(tmp_path)


def test_a_disk_that_refuses_is_told(tmp_path: Path) -> None:
    (tmp_path / SHELF).write_bytes(b"a file in the way")
    with pytest.raises(StoreError):
        FolderCupboard(tmp_path).write("a", b"data")


def test_many_threads_write_and_tidy_up_together(tmp_path: Path) -> None:
    problems = []

    def work(number: int) -> None:
        try:
            for turn in range(20):
                FolderCupboard(tmp_path, most_bytes=100).write(f"{number}-{turn}", bytes(10))
        except StoreError as problem:
            problems.append(problem)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    FolderCupboard(tmp_path, most_bytes=100).write("last", bytes(10))
    assert sum(path.stat().st_size for path in (tmp_path / SHELF).iterdir()) <= 100
