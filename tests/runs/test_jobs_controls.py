"""Pause, resume, step, stop and cancel on work under way: at its next question or event."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from core.runs.jobs import JobPool, StopSignal
from tests.runs.works import (
    HOUR,
    TIMEOUT,
    Clock,
    Crank,
    Notes,
    Pacer,
    ended,
    until,
)

IDLE_SECONDS = 0.15


@pytest.fixture
def notes() -> Notes:
    return Notes()


@pytest.fixture
def pool(notes: Notes) -> Iterator[JobPool]:
    pool = JobPool(journal=notes)
    yield pool
    pool.shutdown(TIMEOUT)


@pytest.fixture(params=[0.005, None], ids=["asks every 5 ms", "yields every 50 ms"])
def pacer(request: pytest.FixtureRequest) -> Pacer:
    return Pacer(request.param)


@pytest.fixture
def job_id(pool: JobPool, pacer: Pacer) -> str:
    """A job under way."""
    job_id = pool.submit("Pace", pacer)
    until(lambda: pool.snapshot(job_id).version)
    return job_id


def hold(pool: JobPool, notes: Notes, job_id: str) -> None:
    """Pause the job and wait until its work stands still."""
    pool.pause(job_id)
    until(lambda: notes.of(job_id)[-1] == "paused")


def test_pause_holds_the_work_at_its_next_move(
    pool: JobPool, notes: Notes, pacer: Pacer, job_id: str
) -> None:
    pool.pause(job_id)
    assert pool.snapshot(job_id).state == "paused"
    most_moves = pacer.moves + 1
    until(lambda: notes.of(job_id)[-1] == "paused")
    moves, version = pacer.moves, pool.snapshot(job_id).version
    assert moves <= most_moves
    time.sleep(IDLE_SECONDS)
    assert (pacer.moves, pool.snapshot(job_id).version) == (moves, version)


def test_resume_lets_the_work_go_on(pool: JobPool, notes: Notes, pacer: Pacer, job_id: str) -> None:
    hold(pool, notes, job_id)
    moves = pacer.moves
    pool.resume(job_id)
    assert pool.snapshot(job_id).state == "running"
    until(lambda: pacer.moves > moves)
    assert "resumed" in notes.of(job_id)


def test_a_step_brings_one_event_and_pauses_again(pool: JobPool, notes: Notes, job_id: str) -> None:
    hold(pool, notes, job_id)
    for number in range(pool.snapshot(job_id).version, pool.snapshot(job_id).version + 3):
        pool.step(job_id)
        until(lambda: pool.snapshot(job_id).state == "paused")
        time.sleep(0.06)
        assert pool.snapshot(job_id).events[-1] == number


def test_a_step_passes_by_the_events_that_end_none(pool: JobPool) -> None:
    crank = Crank()
    job_id = pool.submit("Crank", crank, is_step=lambda number: number % 3 == 0)
    assert crank.started.wait(TIMEOUT)
    crank.turn("say", "ask")
    crank.answers.get(timeout=TIMEOUT)
    pool.pause(job_id)
    pool.step(job_id)
    crank.turn(*["say"] * 6)
    until(lambda: pool.snapshot(job_id).state == "paused")
    assert pool.snapshot(job_id).events == (1, 2, 3)


@pytest.mark.parametrize("is_paused", [False, True], ids=["running", "paused"])
def test_cancel_unwinds_the_work_at_its_next_move(
    pool: JobPool, notes: Notes, pacer: Pacer, job_id: str, is_paused: bool
) -> None:
    if is_paused:
        hold(pool, notes, job_id)
    pool.cancel(job_id)
    most_moves = pacer.moves + 1
    assert ended(pool, job_id).state == "cancelled"
    assert pacer.closed.is_set()
    assert pacer.moves <= most_moves


@pytest.mark.parametrize("is_paused", [False, True], ids=["running", "paused"])
def test_stop_keeps_the_best_at_the_next_question(
    pool: JobPool, notes: Notes, is_paused: bool
) -> None:
    pacer = Pacer(0.005)
    job_id = pool.submit("Pace", pacer)
    until(lambda: pool.snapshot(job_id).version)
    if is_paused:
        hold(pool, notes, job_id)
    pool.stop(job_id)
    most_moves = pacer.moves + 1
    snapshot = ended(pool, job_id)
    assert (snapshot.state, snapshot.result) == ("done", "best")
    assert pacer.moves <= most_moves


def test_cancel_reaches_work_within_a_step(pool: JobPool) -> None:
    def one_long_step(should_stop: StopSignal) -> Iterator[object]:
        while True:
            time.sleep(0.005)
            assert not should_stop()
        yield "never"

    job_id = pool.submit("Long", one_long_step)
    until(lambda: pool.snapshot(job_id).state == "running")
    pool.cancel(job_id)
    assert ended(pool, job_id).state == "cancelled"


def test_cancel_after_stop_reaches_work_that_ends_slowly(pool: JobPool) -> None:
    def slow_ending(should_stop: StopSignal) -> Iterator[object]:
        while not should_stop():
            time.sleep(0.005)
        while should_stop():
            time.sleep(0.005)
        yield "never"

    job_id = pool.submit("Slow", slow_ending)
    until(lambda: pool.snapshot(job_id).state == "running")
    pool.stop(job_id)
    pool.cancel(job_id)
    assert ended(pool, job_id).state == "cancelled"


def test_time_spent_paused_does_not_count(
    pool: JobPool, notes: Notes, clock: Clock, job_id: str
) -> None:
    clock.let_pass(HOUR)
    hold(pool, notes, job_id)
    before = pool.snapshot(job_id).seconds
    clock.let_pass(HOUR)
    assert pool.snapshot(job_id).seconds == before >= HOUR
    pool.resume(job_id)
    pool.cancel(job_id)
    assert ended(pool, job_id).seconds < 2 * HOUR


def test_a_job_paused_before_its_work_begins_begins_later() -> None:
    class PauseAtStart(Notes):
        def started(self, job_id: str) -> None:
            super().started(job_id)
            held.pause(job_id)

    seen = PauseAtStart()
    held, crank = JobPool(journal=seen), Crank()
    job_id = held.submit("Later", crank)
    until(lambda: seen.of(job_id) == ["started", "paused"])
    assert not crank.started.is_set()
    held.resume(job_id)
    assert crank.started.wait(TIMEOUT)
    crank.turn("end")
    ended(held, job_id)
    held.shutdown(TIMEOUT)


def test_work_that_ends_while_it_is_paused_has_ended(pool: JobPool) -> None:
    crank = Crank()
    job_id = pool.submit("Crank", crank)
    assert crank.started.wait(TIMEOUT)
    pool.pause(job_id)
    crank.turn("end")
    assert ended(pool, job_id).state == "done"
