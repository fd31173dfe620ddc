from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from core.data.files import UploadedFile, content_hash
from core.errors import RunError, StoreError
from core.lab.desk.uploads import FOLDER, NAMES_FILE, SECONDS_SPARED, Uploads
from core.spec import DataSpec, RunSpec

ROWS = b"age,default\n30,0\n"
SEVERAL = (UploadedFile("../AAPL (1).csv", b"a"), UploadedFile("MSFT.csv", b"b"))


@pytest.fixture
def uploads(tmp_path: Path) -> Uploads:
    return Uploads(tmp_path)


def age(folder: Path) -> None:
    moment = time.time() - SECONDS_SPARED - 1
    for path in (folder / FOLDER).iterdir():
        os.utime(path, (moment, moment))


@pytest.mark.parametrize("csv", [ROWS, (UploadedFile("loans.csv", ROWS),), SEVERAL])
def test_what_was_kept_is_found_under_its_fingerprint(uploads: Uploads, csv) -> None:
    uploads.keep(csv)
    found = uploads.find(content_hash(csv))
    assert content_hash(found) == content_hash(csv)
    assert found == (csv if isinstance(csv, tuple) else (UploadedFile("", csv),))


def test_no_file_has_a_name_of_the_user(uploads: Uploads, tmp_path: Path) -> None:
    uploads.keep(SEVERAL)
    paths = [path for path in tmp_path.rglob("*") if path.is_file()]
    names = ["file-0.csv", "file-1.csv", NAMES_FILE]
    assert sorted(path.name for path in paths) == names
    assert {path.parent.name for path in paths} == {content_hash(SEVERAL)}


def test_the_same_rows_are_written_once(uploads: Uploads, tmp_path: Path) -> None:
    uploads.keep(ROWS)
    file = tmp_path / FOLDER / content_hash(ROWS) / "file-0.csv"
    before = file.stat().st_mtime_ns
    uploads.keep((UploadedFile("other name.csv", ROWS),))
    assert file.stat().st_mtime_ns == before


def test_half_written_rows_are_not_found_and_are_written_again(
    uploads: Uploads, tmp_path: Path
) -> None:
    key = content_hash(ROWS)
    uploads.keep(ROWS)
    (tmp_path / FOLDER / key / NAMES_FILE).unlink()
    assert uploads.find(key) is None
    uploads.keep(ROWS)
    (tmp_path / FOLDER / key / "file-0.csv").unlink()
    assert uploads.find(key) is None


@pytest.mark.parametrize("key", ["", "..", "nowhere"])
def test_what_was_never_kept_is_not_found(uploads: Uploads, key: str) -> None:
    assert uploads.find(key) is None


def test_choices_say_where_their_rows_are(uploads: Uploads) -> None:
    spec = RunSpec(data=DataSpec(source="csv", content_hash=content_hash(ROWS)))
    with pytest.raises(RunError, match="its uploaded file is gone"):
        uploads.of(spec)
    uploads.keep(ROWS)
    assert uploads.of(spec) == uploads.find(content_hash(ROWS))
    assert uploads.of(RunSpec()) is None


def test_old_rows_that_no_run_names_are_removed(uploads: Uploads, tmp_path: Path) -> None:
    uploads.keep(ROWS)
    uploads.keep(SEVERAL)
    age(tmp_path)
    uploads.keep_only(frozenset({content_hash(SEVERAL)}))
    assert uploads.find(content_hash(ROWS)) is None
    assert uploads.find(content_hash(SEVERAL)) == SEVERAL


@pytest.mark.parametrize("is_brought_again", [True, False])
def test_rows_that_were_just_brought_are_spared(
    uploads: Uploads, tmp_path: Path, is_brought_again: bool
) -> None:
    uploads.keep(ROWS)
    age(tmp_path)
    if is_brought_again:
        uploads.keep(ROWS)
    uploads.keep_only(frozenset())
    assert (uploads.find(content_hash(ROWS)) is not None) == is_brought_again


def test_tidying_up_where_nothing_was_kept_does_nothing(uploads: Uploads) -> None:
    uploads.keep_only(frozenset())


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_bytes(b"a file in the way")
    with pytest.raises(StoreError):
        Uploads(tmp_path).keep(ROWS)
