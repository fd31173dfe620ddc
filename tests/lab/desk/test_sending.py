"""The runs of a desk on their way to a tracking server, with a stand-in for who takes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.lab.desk import desk as desk_module
from core.lab.desk.desk import Desk
from core.runs.store import RunStore
from tests.lab.desk.desks import (
    OWNER,
    Script,
    begin,
    desk_on,
    finish,
    interrupt,
    let_die,
    start,
    store_on,
    until,
    wait,
)


class StandIn:
    """Notes what it is told, and the state of each run at that moment."""

    def __init__(self, store: RunStore) -> None:
        self.store = store
        self.taken: list[tuple[str, str]] = []
        self.rounds = self.closings = 0
        self.at_close: Callable[[], object] = lambda: None

    def finished(self, run_id: str) -> None:
        self.taken.append((run_id, self.store.get(run_id).state))

    def deliver(self) -> None:
        self.rounds += 1

    def close(self) -> None:
        self.closings += 1
        self.at_close()


@pytest.fixture
def postman(store: RunStore) -> StandIn:
    return StandIn(store)


@pytest.fixture
def desk(store: RunStore, tmp_path: Path, script: Script, postman: StandIn) -> Iterator[Desk]:
    opened = Desk(store, tmp_path, run=script, postman=postman)
    yield opened
    opened.close()


def test_a_run_is_taken_once_when_it_is_written_down_as_done(desk: Desk, postman: StandIn) -> None:
    run_id = finish(desk)
    desk.jobs.tell_again()
    assert postman.taken == [(run_id, "done")]


def test_a_run_that_failed_is_not_taken(desk: Desk, script: Script, postman: StandIn) -> None:
    script.fails = True
    run_id = start(desk)
    assert wait(desk, run_id).state == "failed"
    assert postman.taken == []


def test_a_run_that_was_cancelled_is_not_taken(
    desk: Desk, script: Script, postman: StandIn
) -> None:
    run_id = begin(desk, script)
    desk.control(run_id, "cancel", OWNER)
    assert wait(desk, run_id).state == "cancelled"
    assert postman.taken == []


def test_a_run_that_another_server_has_by_now_is_not_taken(
    desk: Desk, script: Script, postman: StandIn, tmp_path: Path
) -> None:
    run_id = begin(desk, script)
    let_die(tmp_path)
    script.may_end.set()
    wait(desk, run_id)
    assert postman.taken == []


def test_a_continued_run_is_taken_when_it_is_done(desk: Desk, postman: StandIn) -> None:
    run_id = interrupt(desk)
    postman.taken.clear()
    desk.resume_interrupted(run_id, OWNER)
    wait(desk, run_id)
    assert postman.taken == [(run_id, "done")]


def test_what_is_no_run_is_not_taken(desk: Desk, postman: StandIn) -> None:
    job_id = desk.jobs.submit("Getting ready", lambda _: iter(["ready"]))
    assert wait(desk, job_id).state == "done"
    assert postman.taken == []


def test_rounds_begin_when_the_desk_opens(
    desk: Desk, postman: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_module, "SECONDS_BETWEEN_ROUNDS", 0.005)
    assert postman.rounds == 0
    desk.open()
    until(lambda: postman.rounds > 1)


def test_sending_ends_before_the_queue_does(desk: Desk, script: Script, postman: StandIn) -> None:
    run_id = begin(desk, script)
    seen = []
    postman.at_close = lambda: seen.append(desk.jobs.snapshot(run_id).state)
    desk.close()
    assert seen == ["running"]
    assert postman.taken == []


def test_a_desk_without_a_server_works_as_before(tmp_path: Path, script: Script) -> None:
    alone = desk_on(tmp_path, script)
    alone.open()
    run_id = finish(alone)
    alone.close()
    assert alone.postman is None
    assert store_on(tmp_path).get(run_id).state == "done"
