"""The whole life of a run: what was seen live is what a new server shows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.distill.reports import EpochReport
from core.lab.desk.desk import Desk
from core.lab.desk.stored import INTERRUPTED_SENTENCE
from core.lab.log import MOST_PER_PHASE
from core.lab.report import to_json
from core.runs import stopwatch
from core.runs.jobs import JobSnapshot
from tests.lab.desk.desks import (
    OWNER,
    TITLE,
    Script,
    begin,
    desk_on,
    finish,
    look_anew,
    start,
    until,
    wait,
)
from tests.lab.example_result import make_events, make_learners, make_result
from tests.runs.works import HOUR, Clock

ABOUT_THE_SAME_S = 60.0


class Long(Script):
    """A script that takes an hour by the clock of all stopwatches."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.clock = clock

    def __call__(self, *given: object) -> Iterator[object]:
        self.clock.let_pass(HOUR)
        yield from super().__call__(*given)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    ticking = Clock()
    monkeypatch.setattr(stopwatch, "time", ticking)
    return ticking


@pytest.fixture
def script(clock: Clock) -> Script:
    return Long(clock)


def assert_same_view(found: JobSnapshot, live: JobSnapshot) -> None:
    assert (found.id, found.title, found.state) == (live.id, live.title, live.state)
    assert repr(found.events) == repr(live.events)
    assert found.error == live.error
    assert found.seconds == pytest.approx(live.seconds, abs=ABOUT_THE_SAME_S)
    assert live.seconds >= HOUR
    assert found.started == pytest.approx(live.started, abs=ABOUT_THE_SAME_S)


def test_a_finished_run_is_the_same_after_a_restart(desk: Desk, tmp_path: Path) -> None:
    live = desk.look(finish(desk))
    found = look_anew(tmp_path, live.id)
    assert_same_view(found, live)
    assert (found.state, found.title) == ("done", TITLE)
    assert to_json(found.result) == to_json(live.result) == to_json(make_result())
    assert found.finished == pytest.approx(live.finished, abs=ABOUT_THE_SAME_S)


def test_a_run_is_seen_event_by_event_while_it_goes_on(desk: Desk, script: Script) -> None:
    live = desk.look(begin(desk, script))
    assert live.state == "running"
    assert live.events == make_events()[:-1]
    assert live.result is None


def test_a_paused_run_is_the_same_for_another_desk(
    desk: Desk, script: Script, tmp_path: Path
) -> None:
    run_id = begin(desk, script)
    desk.control(run_id, "pause", OWNER)
    until(lambda: desk.store.get(run_id).state == "paused")
    assert_same_view(look_anew(tmp_path, run_id), desk.look(run_id))


def test_a_cancelled_run_is_the_same_after_a_restart(
    desk: Desk, script: Script, tmp_path: Path
) -> None:
    run_id = begin(desk, script)
    desk.control(run_id, "cancel", OWNER)
    live = wait(desk, run_id)
    assert live.state == "cancelled"
    assert_same_view(look_anew(tmp_path, run_id), live)


def test_a_failed_run_keeps_its_sentence_over_a_restart(
    desk: Desk, script: Script, tmp_path: Path
) -> None:
    script.fails = True
    live = desk.look(finish(desk))
    assert live.state == "failed"
    assert "Losses must be finite" in live.error
    assert_same_view(look_anew(tmp_path, live.id), live)


def test_a_run_that_a_closing_server_cut_short_is_interrupted_and_says_so(
    script: Script, tmp_path: Path
) -> None:
    desk = desk_on(tmp_path, script)
    run_id = begin(desk, script)
    live = desk.look(run_id)
    desk.close()
    found = look_anew(tmp_path, run_id)
    assert (found.state, found.error) == ("interrupted", INTERRUPTED_SENTENCE)
    assert found.events == live.events


def test_a_run_that_still_waited_is_interrupted_too(script: Script, tmp_path: Path) -> None:
    desk = desk_on(tmp_path, script)
    begin(desk, script)
    waiting = start(desk)
    desk.close()
    found = look_anew(tmp_path, waiting)
    assert (found.state, found.events, found.seconds) == ("interrupted", (), 0.0)


def test_a_run_stopped_early_is_done_after_a_restart(
    desk: Desk, script: Script, tmp_path: Path
) -> None:
    run_id = begin(desk, script)
    desk.control(run_id, "stop", OWNER)
    live = wait(desk, run_id)
    found = look_anew(tmp_path, run_id)
    assert found.state == live.state == "done"
    assert to_json(found.result) == to_json(live.result)


def test_time_in_which_a_run_was_held_does_not_count(
    desk: Desk, script: Script, clock: Clock, tmp_path: Path
) -> None:
    run_id = begin(desk, script)
    desk.control(run_id, "pause", OWNER)
    until(lambda: desk.store.get(run_id).state == "paused")
    clock.let_pass(HOUR)
    desk.control(run_id, "resume", OWNER)
    desk.control(run_id, "cancel", OWNER)
    wait(desk, run_id)
    assert HOUR <= look_anew(tmp_path, run_id).seconds < 2 * HOUR
    assert HOUR <= desk.rows()[0].seconds < 2 * HOUR


def test_a_long_run_is_thinned_alike_live_and_after_a_restart(
    desk: Desk, script: Script, tmp_path: Path
) -> None:
    count = 3 * MOST_PER_PHASE
    script.said = [
        EpochReport("students", epoch, count, make_learners("students", epoch), seconds=0.1)
        for epoch in range(1, count + 1)
    ]
    live = desk.look(finish(desk))
    assert live.version == count + 1
    assert len(live.events) < live.version / 2
    assert repr(look_anew(tmp_path, live.id).events) == repr(live.events)
