"""python -m core runs: the registry without a browser."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from core.__main__ import cli
from core.lab.desk.desk import Desk
from core.lab.summary import to_text
from core.runs.folder import DATA_FOLDER_SETTING, DATABASE_URL_SETTING
from core.runs.records import NewRun
from core.runs.store import RunStore
from tests.lab.desk.desks import (
    OWNER,
    TITLE,
    Script,
    desk_on,
    finish,
    let_die,
    store_on,
    write_down,
)
from tests.lab.example_result import make_result


@pytest.fixture(autouse=True)
def _settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(DATA_FOLDER_SETTING, str(tmp_path))
    monkeypatch.delenv(DATABASE_URL_SETTING, raising=False)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RunStore]:
    opened = store_on(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A server on the same registry."""
    opened = desk_on(tmp_path, Script())
    yield opened
    opened.close()


def runs(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["runs", *arguments])


def answer(*arguments: str) -> str:
    result = runs(*arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def refusal(*arguments: str) -> str:
    """The one sentence on stderr of a command that is refused."""
    result = runs(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1
    return result.stderr


def put(store: RunStore, run_id: str, name: str = TITLE) -> str:
    store.create(NewRun(run_id, name, OWNER, "{}"))
    store.set_state(run_id, "cancelled")
    return run_id


@pytest.mark.parametrize("arguments", [(), ("list",)])
def test_without_runs_the_list_says_so(arguments: tuple[str, ...]) -> None:
    assert answer(*arguments) == "There are no runs yet.\n"


def test_runs_are_listed_newest_first_with_what_they_found(desk: Desk) -> None:
    run_id = finish(desk)
    write_down(desk.store, "waits")
    header, *lines = answer("list").splitlines()
    moment = dt.datetime.fromtimestamp(desk.store.get(run_id).created, dt.UTC)
    assert header.startswith("ID ")
    assert [line.split()[0] for line in lines] == ["waits", run_id[:8]]
    assert lines[1].startswith(f"{run_id[:8]}  {moment:%Y-%m-%d %H:%M}  done ")
    assert lines[1].split()[-3:] == ["better", "0.760", "+0.010"]
    assert lines[0].split()[-3:] == ["-", "-", "-"]


def test_all_columns_of_the_list_begin_below_their_headers(desk: Desk) -> None:
    finish(desk)
    header, line = answer().splitlines()
    for title in ("WHEN, UTC", "STATE", "NAME", "VERDICT", "AUC DISTILLED", "DIFFERENCE"):
        start = header.index(title)
        assert line[start - 2 : start] == "  "
        assert line[start] != " "


def test_a_name_neither_breaks_the_list_nor_steers_the_terminal(store: RunStore) -> None:
    put(store, "one", f"two\nlines \x1b[31m{'x' * 500}")
    _, line = answer().splitlines()
    assert "two lines [31mxxx" in line
    assert len(line) < 150


def test_a_finished_run_is_shown_as_the_run_itself_was(desk: Desk) -> None:
    run_id = finish(desk)
    assert answer("show", run_id[:8]) == answer("show", run_id) == f"{to_text(make_result())}\n"


def test_a_run_that_did_not_finish_is_shown_with_its_state_and_error(store: RunStore) -> None:
    put(store, "one")
    assert answer("show", "one") == "Cancelled\n"
    store.set_state("one", "failed", "Losses must be finite.")
    assert answer("show", "one") == "Failed\nLosses must be finite.\n"


def test_a_run_of_a_server_that_died_is_shown_as_interrupted(
    store: RunStore, tmp_path: Path
) -> None:
    write_down(store)
    store.start("one")
    assert answer("show", "one") == "Running\n"
    let_die(tmp_path)
    assert answer("show", "one").startswith("Interrupted\n")
    assert "interrupted" in answer("list")


def test_a_deleted_run_is_gone_from_the_list_and_can_be_restored(store: RunStore) -> None:
    put(store, "one")
    put(store, "two")
    told = f"Deleted one, {TITLE}. It can be restored within a week.\n"
    assert answer("delete", "on") == told
    assert [line.split()[0] for line in answer().splitlines()[1:]] == ["two"]
    assert "no run has 'one'" in refusal("show", "one")
    assert answer("list", "--deleted").splitlines()[1].split()[0] == "one"
    assert answer("restore", "on") == f"Restored one, {TITLE}.\n"
    assert answer("show", "one") == "Cancelled\n"
    assert answer("list", "--deleted") == "There are no deleted runs.\n"


def test_only_a_deleted_run_is_restored(store: RunStore) -> None:
    put(store, "one")
    assert "no deleted run has 'one'" in refusal("restore", "one")


def test_a_run_that_goes_on_is_not_deleted(store: RunStore) -> None:
    write_down(store)
    assert "this one is queued" in refusal("delete", "one")
    store.start("one")
    assert "this one is running" in refusal("delete", "one")
    assert store.get("one").deleted is None


@pytest.mark.parametrize("command", ["show", "delete"])
@pytest.mark.parametrize("beginning", ["three", "", "%", "_ne", "O", "one\x1b[31m"])
def test_an_unknown_id_is_refused_in_one_sentence(
    store: RunStore, command: str, beginning: str
) -> None:
    put(store, "one")
    assert "no run has" in refusal(command, beginning)
    assert store.get("one").deleted is None


@pytest.mark.parametrize("command", ["show", "delete"])
def test_an_ambiguous_id_is_refused_and_the_whole_ones_are_named(
    store: RunStore, command: str
) -> None:
    for number in range(5):
        put(store, f"run-{number}")
    sentence = refusal(command, "run-")
    assert "5 runs have 'run-': run-4, run-3, run-2, and others" in sentence
    assert all(record.deleted is None for record in store.list(include_deleted=True))


def test_a_whole_id_wins_over_a_longer_one(store: RunStore) -> None:
    put(store, "run-1")
    put(store, "run-10")
    assert answer("delete", "run-1").startswith("Deleted run-1,")


@pytest.mark.parametrize("arguments", [("show",), ("delete",), ("restore",), ("forget", "one")])
def test_a_bad_command_is_refused_in_one_sentence(arguments: tuple[str, ...]) -> None:
    refusal(*arguments)


def test_a_registry_that_cannot_be_read_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"a file in the way")
    monkeypatch.setenv(DATA_FOLDER_SETTING, str(tmp_path / "file"))
    assert "registry of runs" in refusal("list")


def test_help_names_what_can_be_done() -> None:
    text = answer("--help")
    for command in ("list", "show", "delete", "restore"):
        assert command in text
