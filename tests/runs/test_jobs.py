from __future__ import annotations

import dataclasses
import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from core.errors import TrainingError
from core.runs.jobs import JobPool, StopSignal
from core.runs.roster import KEPT_JOBS
from tests.runs.works import HOUR, TIMEOUT, Clock, counting, ended


class Gate:
    """Work that yields numbers, each only after `step`; it notes how it ended."""

    def __init__(self) -> None:
        self.steps = threading.Semaphore(0)
        self.started = threading.Event()
        self.closed = threading.Event()

    def __call__(self, should_stop: StopSignal) -> Iterator[object]:
        self.started.set()
        try:
            for number in range(1000):
                assert self.steps.acquire(timeout=TIMEOUT)
                if should_stop():
                    yield f"best of {number}"
                    return
                yield number
        finally:
            self.closed.set()

    def step(self, times: int = 1) -> None:
        self.steps.release(times)


@pytest.fixture
def pool() -> JobPool:
    return JobPool()


@pytest.fixture
def running(pool: JobPool) -> Iterator[tuple[Gate, str]]:
    """A job that is running and waits at its gate."""
    gate = Gate()
    job_id = pool.submit("First", gate)
    assert gate.started.wait(TIMEOUT)
    yield gate, job_id
    pool.cancel(job_id)
    gate.step()
    ended(pool, job_id)


def test_last_event_is_the_result(pool: JobPool) -> None:
    snapshot = ended(pool, pool.submit("Count", counting(1, 2, "result"), owner="ada"))
    assert (snapshot.title, snapshot.owner, snapshot.state) == ("Count", "ada", "done")
    assert snapshot.events == (1, 2, "result")
    assert snapshot.result == "result"
    assert snapshot.error == ""


def test_work_without_events_is_done_without_a_result(pool: JobPool) -> None:
    snapshot = ended(pool, pool.submit("Nothing", counting()))
    assert (snapshot.state, snapshot.result) == ("done", None)


def test_jobs_run_in_the_order_they_were_submitted(
    pool: JobPool, running: tuple[Gate, str]
) -> None:
    order: list[int] = []

    def note(number: int) -> Callable[[StopSignal], Iterator[object]]:
        def work(_: StopSignal) -> Iterator[object]:
            order.append(number)
            yield number

        return work

    jobs = [pool.submit(str(number), note(number)) for number in range(5)]
    pool.cancel(running[1])
    running[0].step()
    for job_id in jobs:
        ended(pool, job_id)
    assert order == [0, 1, 2, 3, 4]


def test_queued_job_knows_its_position(pool: JobPool, running: tuple[Gate, str]) -> None:
    second, third = pool.submit("Second", counting()), pool.submit("Third", counting())
    positions = [pool.snapshot(job_id).position for job_id in (running[1], second, third)]
    assert positions == [0, 1, 2]
    pool.cancel(second)
    assert pool.snapshot(third).position == 1


def test_running_job_shows_its_events_so_far(pool: JobPool, running: tuple[Gate, str]) -> None:
    gate, job_id = running
    gate.step(2)
    while len(pool.snapshot(job_id).events) < 2:
        threading.Event().wait(0.001)
    snapshot = pool.snapshot(job_id)
    assert snapshot.events == (0, 1)
    assert (snapshot.state, snapshot.result, snapshot.finished) == ("running", None, None)
    assert snapshot.started is not None


def test_stop_lets_the_work_keep_its_best(pool: JobPool, running: tuple[Gate, str]) -> None:
    gate, job_id = running
    pool.stop(job_id)
    assert pool.snapshot(job_id).state == "stopping"
    gate.step()
    snapshot = ended(pool, job_id)
    assert (snapshot.state, snapshot.result) == ("done", "best of 0")


def test_cancel_closes_the_work_and_keeps_no_result(
    pool: JobPool, running: tuple[Gate, str]
) -> None:
    gate, job_id = running
    pool.cancel(job_id)
    assert pool.snapshot(job_id).state == "stopping"
    gate.step()
    snapshot = ended(pool, job_id)
    assert (snapshot.state, snapshot.result, snapshot.events) == ("cancelled", None, ())
    assert gate.closed.wait(TIMEOUT)


def test_cancel_after_stop_still_cancels(pool: JobPool, running: tuple[Gate, str]) -> None:
    gate, job_id = running
    pool.stop(job_id)
    pool.cancel(job_id)
    gate.step()
    assert ended(pool, job_id).state == "cancelled"


def test_cancel_closes_work_that_does_not_listen(pool: JobPool) -> None:
    closed = threading.Event()

    def deaf(_: StopSignal) -> Iterator[object]:
        try:
            while True:
                yield "again"
        finally:
            closed.set()

    job_id = pool.submit("Deaf", deaf)
    pool.cancel(job_id)
    assert ended(pool, job_id).state == "cancelled"
    assert closed.is_set() or pool.snapshot(job_id).events == ()


@pytest.mark.parametrize("end", [JobPool.stop, JobPool.cancel])
def test_queued_job_that_is_ended_never_starts(
    pool: JobPool, running: tuple[Gate, str], end: Callable[[JobPool, str], None]
) -> None:
    gate = Gate()
    job_id = pool.submit("Second", gate)
    end(pool, job_id)
    snapshot = pool.snapshot(job_id)
    assert (snapshot.state, snapshot.position, snapshot.started) == ("cancelled", 0, None)
    last = pool.submit("Third", counting("result"))
    pool.cancel(running[1])
    running[0].step()
    ended(pool, last)
    assert not gate.started.is_set()


@pytest.mark.parametrize("end", [JobPool.stop, JobPool.cancel])
def test_ended_job_cannot_be_changed(pool: JobPool, end: Callable[[JobPool, str], None]) -> None:
    job_id = pool.submit("Count", counting("result"))
    before = ended(pool, job_id)
    end(pool, job_id)
    assert pool.snapshot(job_id) == before


@pytest.mark.parametrize("end", [JobPool.stop, JobPool.cancel])
def test_unknown_job_is_nobody(pool: JobPool, end: Callable[[JobPool, str], None]) -> None:
    end(pool, "unknown")
    assert pool.snapshot("unknown") is None
    assert pool.wait("unknown", TIMEOUT) is None


def test_error_of_the_user_is_told_in_its_own_sentence(pool: JobPool) -> None:
    def diverge(_: StopSignal) -> Iterator[object]:
        yield "epoch"
        raise TrainingError("The loss must stay finite", "it is not", "Lower the learning rate.")

    snapshot = ended(pool, pool.submit("Diverge", diverge))
    assert snapshot.state == "failed"
    assert (
        snapshot.error == "The loss must stay finite, however: it is not. Lower the learning rate."
    )
    assert (snapshot.events, snapshot.result) == (("epoch",), None)


@pytest.mark.parametrize("error", [ZeroDivisionError("secret/path"), SystemExit(3)])
def test_bug_is_told_without_details_and_logged(
    pool: JobPool, caplog: pytest.LogCaptureFixture, error: BaseException
) -> None:
    def crash(_: StopSignal) -> Iterator[object]:
        raise error

    with caplog.at_level(logging.ERROR):
        snapshot = ended(pool, pool.submit("Crash", crash))
    assert snapshot.state == "failed"
    assert snapshot.error.startswith("Something went wrong inside Distill Lab")
    assert "secret" not in snapshot.error
    assert type(error).__name__ in caplog.text


def test_worker_outlives_a_crash(pool: JobPool) -> None:
    def crash(_: StopSignal) -> Iterator[object]:
        raise SystemExit

    pool.submit("Crash", crash)
    assert ended(pool, pool.submit("Count", counting("result"))).result == "result"


def test_error_while_cancelling_counts_as_cancelled(pool: JobPool) -> None:
    started, go = threading.Event(), threading.Event()

    def stubborn(_: StopSignal) -> Iterator[object]:
        started.set()
        assert go.wait(TIMEOUT)
        raise TrainingError("a", "b", "c.")

    job_id = pool.submit("Stubborn", stubborn)
    assert started.wait(TIMEOUT)
    pool.cancel(job_id)
    go.set()
    snapshot = ended(pool, job_id)
    assert (snapshot.state, snapshot.error) == ("cancelled", "")


@pytest.mark.usefixtures("running")
def test_one_job_runs_at_a_time_by_default(pool: JobPool) -> None:
    second = Gate()
    job_id = pool.submit("Second", second)
    assert not second.started.wait(0.05)
    pool.cancel(job_id)


def test_two_jobs_run_at_once_when_allowed() -> None:
    pool = JobPool(max_running=2)
    meeting = threading.Barrier(2)

    def meet(_: StopSignal) -> Iterator[object]:
        meeting.wait(TIMEOUT)
        yield "met"

    jobs = [pool.submit("Meet", meet) for _ in range(2)]
    assert [ended(pool, job_id).result for job_id in jobs] == ["met", "met"]


def test_many_threads_may_submit_at_once() -> None:
    pool = JobPool(max_running=3)
    with ThreadPoolExecutor(8) as threads:
        jobs = list(threads.map(lambda n: pool.submit("Count", counting(n)), range(40)))
    assert len(set(jobs)) == 40
    assert [ended(pool, job_id).result for job_id in jobs] == list(range(40))


def test_snapshot_never_changes(pool: JobPool, running: tuple[Gate, str]) -> None:
    gate, job_id = running
    before = pool.snapshot(job_id)
    gate.step()
    pool.stop(job_id)
    gate.step()
    ended(pool, job_id)
    assert (before.state, before.events) == ("running", ())
    with pytest.raises(dataclasses.FrozenInstanceError):
        before.state = "done"


def test_seconds_count_the_work_and_stand_still_after_the_end(pool: JobPool, clock: Clock) -> None:
    def work(_: StopSignal) -> Iterator[object]:
        clock.let_pass(HOUR)
        yield 1

    job_id = pool.submit("An hour", work)
    seconds = ended(pool, job_id).seconds
    assert HOUR <= seconds < 2 * HOUR
    clock.let_pass(HOUR)
    assert pool.snapshot(job_id).seconds == seconds


def test_oldest_ended_jobs_are_forgotten(pool: JobPool) -> None:
    jobs = [pool.submit("Count", counting(n)) for n in range(KEPT_JOBS + 3)]
    ended(pool, jobs[-1])
    kept = [pool.snapshot(job_id) is not None for job_id in jobs]
    assert kept == [False] * 3 + [True] * KEPT_JOBS


def test_running_and_waiting_jobs_are_never_forgotten(
    pool: JobPool, running: tuple[Gate, str]
) -> None:
    waiting = pool.submit("Second", counting("result"))
    for number in range(KEPT_JOBS + 3):
        pool.cancel(pool.submit(str(number), counting()))
    assert pool.snapshot(running[1]).state == "running"
    assert pool.snapshot(waiting).state == "queued"


def test_wait_gives_up_in_time(pool: JobPool, running: tuple[Gate, str]) -> None:
    assert pool.wait(running[1], timeout=0.01).state == "running"
