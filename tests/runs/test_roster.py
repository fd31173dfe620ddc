from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.errors import LabError, QueueError
from core.runs.jobs import JobPool
from tests.runs.works import TIMEOUT, Crank, Notes, counting, ended


@pytest.fixture
def notes() -> Notes:
    return Notes()


@pytest.fixture
def busy(notes: Notes) -> Iterator[tuple[JobPool, str]]:
    """A pool for one waiting job, whose only thread is at work."""
    pool, crank = JobPool(most_waiting=2, journal=notes), Crank()
    job_id = pool.submit("Busy", crank)
    assert crank.started.wait(TIMEOUT)
    yield pool, job_id
    pool.cancel(job_id)
    crank.turn("say")
    ended(pool, job_id)


def test_a_full_queue_refuses_in_one_sentence(busy: tuple[JobPool, str]) -> None:
    pool, _ = busy
    for _ in range(2):
        pool.submit("Waits", counting())
    with pytest.raises(QueueError, match=r"At most 2 runs can wait, however: the queue is full\."):
        pool.submit("Too many", counting())
    assert len(pool.snapshots()) == 3


def test_a_place_that_becomes_free_can_be_taken(busy: tuple[JobPool, str]) -> None:
    pool, _ = busy
    first, _ = (pool.submit("Waits", counting()) for _ in range(2))
    pool.cancel(first)
    assert pool.snapshot(pool.submit("Fits", counting())).position == 2


def test_the_caller_may_give_the_id(busy: tuple[JobPool, str]) -> None:
    pool, _ = busy
    assert pool.submit("Mine", counting(), job_id="mine") == "mine"
    assert pool.snapshot("mine").title == "Mine"


def test_one_run_cannot_go_on_twice(busy: tuple[JobPool, str]) -> None:
    pool, running = busy
    pool.submit("Waits", counting(), job_id="mine")
    for job_id in ("mine", running):
        with pytest.raises(QueueError, match="once at a time"):
            pool.submit("Again", counting(), job_id=job_id)


def test_a_run_that_ended_can_be_continued_under_its_id() -> None:
    pool = JobPool()
    ended(pool, pool.submit("First", counting(1), job_id="mine"))
    ended(pool, pool.submit("Other", counting()))
    pool.submit("Second", counting(2), job_id="mine")
    snapshot = ended(pool, "mine")
    assert (snapshot.title, snapshot.events, snapshot.result) == ("Second", (2,), 2)
    assert [job.title for job in pool.snapshots()] == ["Other", "Second"]


def test_the_list_of_jobs_is_light_and_in_order(busy: tuple[JobPool, str]) -> None:
    pool, running = busy
    waiting = [pool.submit("Waits", counting()) for _ in range(2)]
    pool.cancel(waiting[0])
    seen = [(job.id, job.state, job.position, job.events) for job in pool.snapshots()]
    assert seen == [
        (running, "running", 0, ()),
        (waiting[0], "cancelled", 0, ()),
        (waiting[1], "queued", 1, ()),
    ]


def test_the_list_of_jobs_holds_versions_and_results() -> None:
    pool = JobPool()
    ended(pool, pool.submit("Count", counting(1, 2, "result")))
    (job,) = pool.snapshots()
    assert (job.events, job.version, job.result) == ((), 3, "result")


def test_only_a_job_that_ended_is_forgotten(busy: tuple[JobPool, str]) -> None:
    pool, running = busy
    waiting, dropped = (pool.submit("Waits", counting()) for _ in range(2))
    pool.cancel(dropped)
    for job_id in (running, waiting, dropped, "unknown"):
        pool.forget(job_id)
    assert [job.id for job in pool.snapshots()] == [running, waiting]


def test_a_queued_job_that_is_cancelled_tells_its_end_at_once(
    busy: tuple[JobPool, str], notes: Notes
) -> None:
    pool, _ = busy
    job_id = pool.submit("Waits", counting())
    pool.cancel(job_id)
    assert notes.of(job_id) == [("cancelled", "")]


def test_pause_and_step_pass_by_a_queued_job(busy: tuple[JobPool, str]) -> None:
    pool, _ = busy
    job_id = pool.submit("Waits", counting())
    for act in (pool.pause, pool.step, pool.resume):
        act(job_id)
    assert pool.snapshot(job_id).state == "queued"


def test_the_queue_error_is_one_the_screens_show() -> None:
    assert issubclass(QueueError, LabError)


def test_a_dropped_job_is_not_seen_while_its_work_is_unwound(notes: Notes) -> None:
    pool, crank = JobPool(journal=notes), Crank()
    running = pool.submit("Crank", crank)
    assert crank.started.wait(TIMEOUT)
    pool.drop(running)
    assert pool.snapshot(running) is None
    assert pool.snapshots() == ()
    with pytest.raises(QueueError, match="once at a time"):
        pool.submit("Again", counting(), job_id=running)
    assert notes.of(running) == ["started"]
    crank.turn("say")


def test_a_dropped_job_tells_its_end_and_is_gone(notes: Notes) -> None:
    pool, crank = JobPool(journal=notes), Crank()
    job_id = pool.submit("Crank", crank)
    assert crank.started.wait(TIMEOUT)
    pool.drop(job_id)
    crank.turn("say")
    pool.wait(job_id, TIMEOUT)
    assert notes.of(job_id) == ["started", ("cancelled", "")]
    ended(pool, pool.submit("Again", counting(), job_id=job_id))


def test_waiting_and_ended_jobs_are_dropped_at_once(
    busy: tuple[JobPool, str], notes: Notes
) -> None:
    pool, running = busy
    waiting, over = (pool.submit("Waits", counting()) for _ in range(2))
    pool.cancel(over)
    for job_id in (waiting, over, "unknown"):
        pool.drop(job_id)
    assert [job.id for job in pool.snapshots()] == [running]
    assert notes.of(waiting) == notes.of(over) == [("cancelled", "")]
