from __future__ import annotations

import atexit
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.errors import SpecError
from core.lab.desk.desk import Desk
from core.lab.desk.opening import MAX_RUNNING_SETTING, open_desk
from core.lab.outbox.sender import ADDRESS_SETTING
from core.runs.folder import DATA_FOLDER_SETTING, DATABASE_FILE, DATABASE_URL_SETTING
from tests.lab.desk.desks import TIMEOUT, finish, let_die, store_on, write_down

ROOT = Path(__file__).parents[3]
ADDRESS = "http://127.0.0.1:9"
OPEN_AND_TELL = """
import sys
from core.lab.desk.opening import open_desk
assert open_desk().desk.postman is None
late = ("mlflow", "torch", "core.lab.outbox.packing")
print(*(name for name in late if name in sys.modules))
"""


@pytest.fixture
def at_end(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Callable[[], object]]]:
    """What is to be called when the process ends, in the order it was registered."""
    calls: list[Callable[[], object]] = []
    monkeypatch.setattr(
        atexit,
        "register",
        lambda call, *given, **named: calls.append(lambda: call(*given, **named)),
    )
    yield calls
    for call in reversed(calls):
        call()


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The data folder of the settings, which is not there yet."""
    chosen = tmp_path / "data"
    monkeypatch.setenv(DATA_FOLDER_SETTING, str(chosen))
    monkeypatch.delenv(DATABASE_URL_SETTING, raising=False)
    monkeypatch.delenv(MAX_RUNNING_SETTING, raising=False)
    monkeypatch.delenv(ADDRESS_SETTING, raising=False)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    return chosen


@pytest.mark.usefixtures("at_end")
def test_the_registry_lies_in_the_folder_of_the_setting(folder: Path) -> None:
    opened = open_desk()
    assert opened.problem is None
    assert (folder / DATABASE_FILE).is_file()


@pytest.mark.usefixtures("at_end")
def test_what_was_running_in_a_server_that_is_no_more_is_interrupted(folder: Path) -> None:
    store = store_on(folder)
    write_down(store)
    store.start("one")
    store.close()
    let_die(folder)
    assert open_desk().desk.look("one").state == "interrupted"


def test_a_registry_that_cannot_be_used_is_replaced_by_one_that_goes_with_the_process(
    folder: Path, tmp_path: Path, at_end: list[Callable[[], object]]
) -> None:
    folder.write_bytes(b"a file in the way")
    opened = open_desk()
    assert "must be readable and writable" in opened.problem.must
    job_id = opened.desk.jobs.submit("Any", lambda _: iter(["done"]))
    assert opened.desk.jobs.wait(job_id, TIMEOUT).state == "done"
    (passing,) = tmp_path.glob("distill-lab-*")
    for call in reversed(at_end):
        call()
    assert not passing.exists()


@pytest.mark.usefixtures("folder", "at_end")
@pytest.mark.parametrize("text", ["0", "17", "two", "-1", "1.5", "", "²", "9" * 400])
def test_runs_at_once_must_be_a_number_within_bounds(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv(MAX_RUNNING_SETTING, text)
    with pytest.raises(SpecError, match=MAX_RUNNING_SETTING):
        open_desk()


@pytest.mark.usefixtures("folder", "at_end")
def test_as_many_runs_go_on_at_once_as_the_setting_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(MAX_RUNNING_SETTING, "3")
    jobs = open_desk().desk.jobs

    def forever(should_stop):
        while not should_stop():
            yield "epoch"

    ids = [jobs.submit("Any", forever) for _ in range(4)]
    states = sorted(jobs.snapshot(job_id).position for job_id in ids)
    while states != [0, 0, 0, 1]:
        states = sorted(jobs.snapshot(job_id).position for job_id in ids)
    for job_id in ids:
        jobs.cancel(job_id)


def test_the_desk_is_closed_when_the_process_ends(
    folder: Path, at_end: list[Callable[[], object]]
) -> None:
    desk: Desk = open_desk().desk
    assert folder.is_dir()
    at_end[-1]()
    with pytest.raises(Exception, match="this one is ending"):
        finish(desk)


@pytest.mark.usefixtures("at_end", "folder")
def test_runs_are_sent_where_a_server_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ADDRESS_SETTING, ADDRESS)
    opened = open_desk()
    assert opened.desk.postman.state().address == ADDRESS
    assert opened.not_sent is None


@pytest.mark.usefixtures("at_end", "folder")
def test_nothing_is_sent_without_the_package_and_desk_and_log_say_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv(ADDRESS_SETTING, ADDRESS)
    monkeypatch.setattr("core.lab.desk.opening.PACKAGE", "a_package_that_is_not_there")
    opened = open_desk()
    assert opened.desk.postman is None
    assert "mlflow-skinny must be installed" in str(opened.not_sent)
    assert str(opened.not_sent) in caplog.text


@pytest.mark.usefixtures("at_end", "folder")
def test_the_package_is_not_missed_where_no_server_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.lab.desk.opening.PACKAGE", "a_package_that_is_not_there")
    assert open_desk().not_sent is None


@pytest.mark.slow
@pytest.mark.usefixtures("folder")
def test_without_the_setting_nothing_is_imported_to_send() -> None:
    command = [sys.executable, "-c", OPEN_AND_TELL]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (told.stdout, told.returncode) == ("\n", 0), told.stderr
