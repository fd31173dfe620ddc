"""A paused job lends its place: the next one runs, and it comes back when there is room."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from core.runs.jobs import JobPool
from tests.runs.works import TIMEOUT, Crank, Notes, counting, ended, until


@pytest.fixture
def notes() -> Notes:
    return Notes()


@pytest.fixture
def pool(notes: Notes) -> Iterator[JobPool]:
    pool = JobPool(journal=notes)
    yield pool
    pool.shutdown(TIMEOUT)


def under_way(pool: JobPool) -> tuple[str, Crank]:
    crank = Crank()
    job_id = pool.submit("Crank", crank)
    assert crank.started.wait(TIMEOUT)
    return job_id, crank


def held(pool: JobPool, notes: Notes) -> tuple[str, Crank]:
    job_id, crank = under_way(pool)
    pool.pause(job_id)
    crank.turn("say")
    until(lambda: notes.of(job_id)[-1] == "paused")
    return job_id, crank


def test_the_next_job_runs_while_one_is_paused(pool: JobPool, notes: Notes) -> None:
    first, crank = held(pool, notes)
    assert ended(pool, pool.submit("Second", counting("result"))).result == "result"
    assert pool.snapshot(first).state == "paused"
    pool.resume(first)
    crank.turn("say", "end")
    assert ended(pool, first).events == (1, 2)


def test_a_job_that_already_waits_begins_when_the_one_before_it_is_paused(pool: JobPool) -> None:
    first, crank = under_way(pool)
    second = pool.submit("Second", counting("result"))
    assert pool.snapshot(second).position == 1
    pool.pause(first)
    crank.turn("say")
    assert ended(pool, second).result == "result"
    assert pool.snapshot(first).state == "paused"


def test_a_job_that_is_to_go_on_has_the_next_place_in_the_queue(
    pool: JobPool, notes: Notes
) -> None:
    first, crank = held(pool, notes)
    second, other = under_way(pool)
    third = pool.submit("Third", counting())
    pool.resume(first)
    places = {job.id: (job.state, job.position) for job in pool.snapshots()}
    assert places == {first: ("queued", 1), second: ("running", 0), third: ("queued", 2)}
    assert notes.of(first)[-1] == "paused"
    other.turn("end")
    until(lambda: notes.of(first)[-1] == "resumed")
    assert (pool.snapshot(first).state, pool.snapshot(third).state) == ("running", "queued")
    crank.turn("end")
    assert ended(pool, third).state == "done"


def test_a_paused_job_that_is_stopped_keeps_its_best_when_there_is_room(
    pool: JobPool, notes: Notes
) -> None:
    first, crank = held(pool, notes)
    _, other = under_way(pool)
    pool.stop(first)
    pool.stop(first)
    other.turn("end")
    crank.turn("ask")
    assert crank.answers.get(timeout=TIMEOUT) is True
    crank.turn("say", "end")
    assert (ended(pool, first).state, ended(pool, first).result) == ("done", 2)


def test_a_paused_job_is_cancelled_while_another_runs(pool: JobPool, notes: Notes) -> None:
    first, _ = held(pool, notes)
    second, other = under_way(pool)
    pool.resume(first)
    pool.cancel(first)
    assert ended(pool, first).state == "cancelled"
    assert pool.snapshot(second).state == "running"
    other.turn("end")


def test_never_do_more_jobs_run_than_there_is_room_for() -> None:
    pool, lock = JobPool(max_running=2), threading.Lock()
    now, most = [0], [0]

    def work(should_stop) -> Iterator[object]:
        for number in range(20):
            with lock:
                now[0] += 1
                most[0] = max(most[0], now[0])
            threading.Event().wait(0.001)
            with lock:
                now[0] -= 1
            should_stop()
            yield number

    ids = [pool.submit("Work", work) for _ in range(6)]
    while not all(pool.snapshot(job_id).has_ended for job_id in ids):
        for job_id in ids:
            pool.pause(job_id)
            pool.resume(job_id)
        threading.Event().wait(0.002)
    # Work that is paused again in the moment in which it is let through moves one step.
    assert most[0] <= 3
    assert [pool.snapshot(job_id).state for job_id in ids] == ["done"] * 6
    pool.shutdown(TIMEOUT)


def test_all_are_interrupted_at_the_end_of_the_server(pool: JobPool, notes: Notes) -> None:
    first, _ = held(pool, notes)
    second, other = under_way(pool)
    pool.resume(first)
    other.turn("say")
    pool.shutdown(TIMEOUT)
    for job_id in (first, second):
        assert notes.of(job_id)[-1] == ("interrupted", "")
