"""Runs on their way to a server that works, is dead, slow or broken."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from core.errors import RecordError
from core.lab.outbox import postman as module
from core.lab.outbox.box import Box
from core.lab.outbox.parcel import Parcel
from core.lab.outbox.postman import SENDER, Absence, Postman
from core.lab.outbox.sender import PROBLEM_FILE, SENT_FILE
from core.lab.outbox.server import Server
from tests.lab.outbox.parcels import FINISHED_MS, make_parcel
from tests.lab.outbox.servers import FakeServer, needs_mlflow, real_server
from tests.ports import free_port

ENOUGH_SECONDS = 240.0
FOREVER = "import time; time.sleep(600)"
SENDS_FIRST_ONLY = (
    "import sys; from pathlib import Path;"
    f"Path(sys.argv[1], {SENT_FILE!r}).write_text('1');"
    f"Path(sys.argv[2], {PROBLEM_FILE!r}).write_text('Read timed out')"
)
SENDS_ALL = (
    "import sys; from pathlib import Path;"
    f"[Path(one, {SENT_FILE!r}).write_text('1') for one in sys.argv[1:]]"
)


def script(code: str) -> Sequence[str]:
    return (sys.executable, "-c", code)


def postman_for(
    address: str,
    folder: Path,
    load=make_parcel,
    sender: Sequence[str] = SENDER,
    deadline: float = ENOUGH_SECONDS,
) -> Postman:
    return Postman(Server(address, "tests"), Box(folder), load, sender, deadline)


def dead_address() -> str:
    return f"http://127.0.0.1:{free_port()}"


@needs_mlflow
@pytest.mark.slow
class TestFakeServer:
    def test_everything_of_a_run_arrives(self, fake: FakeServer, folder: Path) -> None:
        postman = postman_for(fake.address, folder)
        postman.finished("run-1")
        postman.deliver()
        assert (postman.state().waiting, postman.state().sent) == (0, 1), postman.state()
        run, parcel = fake.the_run(), make_parcel()
        assert fake.experiments == {"tests": run["experiment_id"]}
        assert run["run_name"] == parcel.name
        assert (run["start_time"], run["end"]) == (parcel.started_ms, FINISHED_MS)
        assert run["state"] == "FINISHED"
        assert {(one["key"], one.get("value", "")) for one in run["params"]} == set(parcel.params)
        numbers = {(one["key"], one["value"], int(one.get("step", 0))) for one in run["metrics"]}
        assert numbers == {(one.name, one.value, one.step) for one in parcel.numbers}
        assert set(parcel.tags) <= {(one["key"], one["value"]) for one in run["tags"]}
        files = {name.rpartition("/")[2]: data for name, data in fake.files.items()}
        assert files == {file.name: file.data for file in parcel.files}

    @pytest.mark.parametrize("mood", ["error"])
    def test_an_error_is_told_and_the_run_waits(self, fake: FakeServer, folder: Path) -> None:
        postman = postman_for(fake.address, folder)
        postman.finished("run-1")
        postman.deliver()
        state = postman.state()
        assert (state.waiting, state.sent) == (1, 0)
        assert "answers with error 500" in state.problem
        fake.mood = "well"
        postman.deliver()
        assert fake.runs == {}, "it rests first"
        postman.try_again()
        postman.deliver()
        assert fake.the_run()["state"] == "FINISHED"
        assert (postman.state().problem, postman.state().next_try_seconds) == ("", 0)

    @pytest.mark.parametrize("mood", ["breaks at files"])
    def test_a_run_that_was_half_sent_is_completed_and_not_sent_twice(
        self, fake: FakeServer, folder: Path
    ) -> None:
        first = postman_for(fake.address, folder)
        first.finished("run-1")
        first.deliver()
        assert fake.the_run()["state"] == "RUNNING"
        fake.mood = "well"
        after_a_restart = postman_for(fake.address, folder)
        after_a_restart.deliver()
        assert fake.the_run()["state"] == "FINISHED"
        assert len(fake.files) == 2

    @pytest.mark.parametrize("mood", ["slow"])
    def test_a_slow_server_is_given_up_soon(self, fake: FakeServer, folder: Path) -> None:
        postman = postman_for(fake.address, folder)
        postman.finished("run-1")
        postman.deliver()
        assert "does not answer in time" in postman.state().problem
        assert postman.state().waiting == 1

    def test_a_dead_server_is_told_without_its_password(self, folder: Path) -> None:
        address = dead_address().replace("//", "//me:secret@")
        postman = postman_for(address, folder)
        postman.finished("run-1")
        postman.deliver()
        assert "there is no connection to it" in postman.state().problem
        assert "secret" not in str(postman.state())


@needs_mlflow
@pytest.mark.slow
def test_a_real_server_shows_the_run(folder: Path, tmp_path: Path) -> None:
    from mlflow import MlflowClient

    with real_server(tmp_path) as address:
        postman = postman_for(address, folder)
        for run_id in ("run-1", "run-2"):
            postman.finished(run_id)
        postman.deliver()
        assert postman.state().sent == 2, postman.state()
        postman.finished("run-1")
        postman.deliver()
        client = MlflowClient(tracking_uri=address)
        experiment = client.get_experiment_by_name("tests")
        assert experiment is not None
        found = client.search_runs([experiment.experiment_id], order_by=["start_time"])
        assert {run.data.tags["distill_lab.run_id"] for run in found} == {"run-1", "run-2"}
        parcel = make_parcel()
        for run in found:
            assert run.info.status == "FINISHED"
            assert run.info.run_name == parcel.name
            assert run.data.params == dict(parcel.params)
            assert run.data.metrics["distilled.auc"] == 0.76
            assert run.data.tags["verdict"] == "It helped."
            names = {file.path: file.file_size for file in client.list_artifacts(run.info.run_id)}
            assert names == {file.name: len(file.data) for file in parcel.files}
        steps = client.get_metric_history(found[0].info.run_id, parcel.numbers[1].name)
        assert {(one.step, one.value) for one in steps} == {(1, 0.5), (2, 0.25)}


def test_a_finished_run_is_taken_without_the_server(folder: Path) -> None:
    postman = postman_for(dead_address(), folder)
    postman.finished("run-1")
    assert (postman.state().waiting, postman.state().problem) == (1, "")


def test_what_waits_survives_a_restart(folder: Path) -> None:
    postman_for(dead_address(), folder).finished("run-1")
    again = postman_for(dead_address(), folder, sender=script(SENDS_ALL))
    assert again.state().waiting == 1
    again.deliver()
    assert (again.state().waiting, again.state().sent) == (0, 1)


def test_a_folder_that_cannot_be_written_is_told_and_not_raised(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    postman = postman_for(dead_address(), tmp_path / "data")
    postman.finished("run-1")
    assert "must be readable and writable" in postman.state().problem
    postman.deliver()


def test_each_failure_doubles_the_rest(folder: Path) -> None:
    postman = postman_for(dead_address(), folder, sender=script("raise SystemExit(1)"))
    postman.finished("run-1")
    rests = []
    for _ in range(9):
        postman.try_again()
        postman.deliver()
        rests.append(round(postman.state().next_try_seconds, -1))
    assert rests == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]
    assert "ended without an answer" in postman.state().problem


def test_what_was_sent_before_a_failure_is_not_sent_again(folder: Path) -> None:
    postman = postman_for(dead_address(), folder, sender=script(SENDS_FIRST_ONLY))
    for run_id in ("run-1", "run-2", "run-3"):
        postman.finished(run_id)
    postman.deliver()
    assert postman.state().sent == 1
    assert [one.run_id for one in Box(folder).waiting()] == ["run-3", "run-2"]


def test_few_are_sent_at_once(folder: Path) -> None:
    postman = postman_for(dead_address(), folder, sender=script(SENDS_ALL))
    for number in range(7):
        postman.finished(f"run-{number}")
    postman.deliver()
    assert (postman.state().waiting, postman.state().sent) == (2, 5)
    postman.deliver()
    assert postman.state().waiting == 0


def test_a_sender_that_hangs_is_ended(folder: Path) -> None:
    postman = postman_for(dead_address(), folder, sender=script(FOREVER), deadline=0.2)
    postman.finished("run-1")
    postman.deliver()
    assert "does not answer in time" in postman.state().problem
    assert postman.state().waiting == 1


def test_closing_ends_a_sender_at_work_and_the_run_waits_for_the_next_start(folder: Path) -> None:
    postman = postman_for(dead_address(), folder, sender=script(FOREVER))
    postman.finished("run-1")
    thread = threading.Thread(target=postman.deliver)
    thread.start()
    while postman._process is None:
        time.sleep(0.01)
    postman.close()
    thread.join(60)
    assert not thread.is_alive()
    assert (postman.state().waiting, postman.state().problem) == (1, "")
    postman.deliver()
    assert postman.state().waiting == 1


def test_two_servers_do_not_send_at_the_same_time(folder: Path) -> None:
    first = postman_for(dead_address(), folder, sender=script(SENDS_ALL))
    first.finished("run-1")
    with Box(folder).turn() as is_ours:
        assert is_ours
        first.deliver()
        assert first.state().waiting == 1
    first.deliver()
    assert first.state().waiting == 0


@pytest.mark.parametrize(("absence", "waiting"), [("gone", 0), ("later", 1)])
def test_a_run_with_nothing_to_send(folder: Path, absence: Absence, waiting: int) -> None:
    postman = postman_for(dead_address(), folder, lambda _: absence, script(SENDS_ALL))
    postman.finished("run-1")
    postman.deliver()
    state = postman.state()
    assert (state.waiting, state.sent, state.problem) == (waiting, 0, "")


def test_a_run_that_cannot_be_read_is_told_and_stops_no_other(folder: Path) -> None:
    def load(run_id: str) -> Parcel:
        if run_id == "run-1":
            raise RecordError("A file must be whole", "it is not", "Delete the run.")
        return make_parcel(run_id)

    postman = postman_for(dead_address(), folder, load, script(SENDS_FIRST_ONLY))
    for run_id in ("run-1", "run-2", "run-3"):
        postman.finished(run_id)
    postman.deliver()
    assert postman.state().sent == 1
    assert [one.run_id for one in Box(folder).waiting()] == ["run-3"]


def test_a_surprise_while_reading_is_told_and_stops_no_other(folder: Path) -> None:
    def load(run_id: str) -> Parcel:
        if run_id == "run-1":
            raise KeyError(run_id)
        return make_parcel(run_id)

    postman = postman_for(dead_address(), folder, load, script(SENDS_ALL))
    postman.finished("run-1")
    postman.deliver()
    assert "run run-1 is not (KeyError)" in postman.state().problem
    postman.finished("run-2")
    postman.deliver()
    assert (postman.state().waiting, postman.state().sent) == (0, 1)


def test_a_sender_that_cannot_be_started_is_told(folder: Path) -> None:
    postman = postman_for(dead_address(), folder, sender=("/nowhere/at/all",))
    postman.finished("run-1")
    postman.deliver()
    assert "no file can be written" in postman.state().problem
    assert postman.state().waiting == 1


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("sqlite:///mlflow.db", "must be the address of a server"),
        ("mlruns", "must be the address of a server"),
        ("http://", "must be the address of a server"),
        ("http://[", "must be the address of a server"),
    ],
)
def test_an_address_without_a_server_is_told(folder: Path, address: str, words: str) -> None:
    postman = postman_for(address, folder, sender=script(SENDS_ALL))
    postman.finished("run-1")
    postman.deliver()
    assert words in postman.state().problem
    assert postman.state().waiting == 1


def test_a_missing_package_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.lab.outbox.server.PACKAGE", "a_package_that_is_not_there")
    postman = postman_for(dead_address(), folder, sender=script(SENDS_ALL))
    postman.finished("run-1")
    postman.deliver()
    assert "mlflow-skinny must be installed" in postman.state().problem
    assert module.SENDER[0] == sys.executable
