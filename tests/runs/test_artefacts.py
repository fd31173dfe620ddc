from __future__ import annotations

import errno
import os
import string
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import StoreError
from core.runs.artefacts import Artefacts

ALLOWED = string.ascii_letters + string.digits + "-_."
HOSTILE = (
    "",
    ".",
    "..",
    ".hidden",
    ".part-x",
    "../a",
    "a/b",
    "/etc/passwd",
    "a\\b",
    "C:x",
    "a\0",
    "a\n",
    "é",
    "１",
    "a b",
    "x" * 101,
)
PARTS = ["..", "/", "\\", "a", ".", "\0", "~", "%2e", ":", "\n", "student.onnx"]


@pytest.fixture
def artefacts(tmp_path: Path) -> Artefacts:
    return Artefacts(tmp_path / "artefacts")


def files_below(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_file_reads_back(artefacts: Artefacts) -> None:
    artefacts.write("a", "student.onnx", b"\0\xff" * 1000)
    assert artefacts.read("a", "student.onnx") == b"\0\xff" * 1000
    assert artefacts.names("a") == ("student.onnx",)


def test_what_is_not_there_is_none(artefacts: Artefacts) -> None:
    assert artefacts.read("a", "student.onnx") is None
    assert artefacts.names("a") == ()
    artefacts.remove("a")


def test_newer_file_replaces_the_older(artefacts: Artefacts, tmp_path: Path) -> None:
    artefacts.write("a", "x", b"a long older one")
    artefacts.write("a", "x", b"new")
    assert artefacts.read("a", "x") == b"new"
    assert files_below(tmp_path) == {"artefacts/a/x"}


def test_runs_do_not_share_files(artefacts: Artefacts) -> None:
    artefacts.write("a", "x", b"1")
    artefacts.write("b", "x", b"2")
    artefacts.remove("a")
    assert artefacts.read("a", "x") is None
    assert artefacts.read("b", "x") == b"2"


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_name_is_refused(artefacts: Artefacts, tmp_path: Path, name: str) -> None:
    (tmp_path / "a").write_bytes(b"outside")
    for run_id, file in (("a", name), (name, "a")):
        if run_id == "x" * 101 or file == name:
            with pytest.raises(StoreError, match="letters, digits"):
                artefacts.write(run_id, file, b"data")
        assert artefacts.read(run_id, file) is None
    artefacts.remove(name)
    assert artefacts.names(name) == ()
    assert files_below(tmp_path) == {"a"}


@given(
    run_id=st.one_of(st.text(), st.lists(st.sampled_from(PARTS)).map("".join)),
    name=st.one_of(st.text(), st.lists(st.sampled_from(PARTS)).map("".join)),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, run_id: str, name: str) -> None:
    artefacts = Artefacts(tmp_path / "artefacts")
    try:
        artefacts.write(run_id, name, b"data")
    except StoreError:
        assert artefacts.read(run_id, name) is None
    else:
        assert artefacts.read(run_id, name) == b"data"
        assert set(run_id + name) <= set(ALLOWED)
    for path in tmp_path.rglob("*"):
        inside = path.relative_to(tmp_path).parts
        assert inside[0] == "artefacts"
        assert len(inside) <= 3


@pytest.mark.parametrize("function", ["fsync", "replace"])
def test_full_disk_is_a_sentence_and_leaves_the_older_file(
    artefacts: Artefacts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, function: str
) -> None:
    artefacts.write("a", "x", b"older")

    def fail(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, function, fail)
        with pytest.raises(StoreError, match=r"No space left on device.*Make room"):
            artefacts.write("a", "x", b"newer")
    assert artefacts.read("a", "x") == b"older"
    assert files_below(tmp_path) == {"artefacts/a/x"}


def test_data_are_on_the_disk_before_the_name_is(
    artefacts: Artefacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    fsync, replace = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda handle: (order.append("sync"), fsync(handle)))
    monkeypatch.setattr(os, "replace", lambda *names: (order.append("name"), replace(*names)))
    artefacts.write("a", "x", b"data")
    assert order == ["sync", "name"]


def test_unfinished_file_of_a_dead_writer_is_not_a_file_of_the_run(artefacts: Artefacts) -> None:
    artefacts.write("a", "x", b"data")
    (artefacts.folder / "a" / ".part-1234").write_bytes(b"half")
    assert artefacts.names("a") == ("x",)


def test_read_only_folder_is_a_sentence(locked_folder: Path) -> None:
    artefacts = Artefacts(locked_folder / "artefacts")
    with pytest.raises(StoreError, match=r"Permission denied.*DISTILL_LAB_DATA"):
        artefacts.write("a", "x", b"data")
