"""The end of the server: everything is interrupted, told and gone."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from core.errors import QueueError
from core.runs import jobs
from core.runs.jobs import JobPool, StopSignal
from tests.runs.works import TIMEOUT, Crank, Notes, Pacer, counting, ended, until

INTERRUPTED = ("interrupted", "")


@pytest.fixture
def _long_last_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the end wait for the work a twentieth of a second, and a minute for the journal."""
    monkeypatch.setattr(jobs, "LAST_WORDS_SHARE", 1 - 0.05 / TIMEOUT)


def test_running_and_waiting_jobs_are_interrupted_and_told_so() -> None:
    notes = Notes()
    pool = JobPool(max_running=2, journal=notes)
    running = [pool.submit("Pace", Pacer(0.005)) for _ in range(2)]
    until(lambda: all(pool.snapshot(job_id).version for job_id in running))
    pool.pause(running[0])
    waiting = [pool.submit("Waits", counting()) for _ in range(2)]
    pool.shutdown(TIMEOUT)
    for job_id in (*running, *waiting):
        assert pool.snapshot(job_id).state == "interrupted"
        assert notes.of(job_id)[-1] == INTERRUPTED
    assert notes.of(waiting[0]) == [INTERRUPTED]


def test_jobs_that_ended_stay_as_they_are() -> None:
    notes = Notes()
    pool = JobPool(journal=notes)
    job_id = pool.submit("Count", counting("result"))
    before = ended(pool, job_id)
    pool.shutdown(TIMEOUT)
    assert pool.snapshot(job_id) == before
    assert notes.of(job_id)[-1] == ("done", "")


def test_a_job_that_was_cancelled_before_ends_as_cancelled() -> None:
    crank = Crank()
    pool = JobPool()
    job_id = pool.submit("Crank", crank)
    assert crank.started.wait(TIMEOUT)
    pool.cancel(job_id)
    pool.shutdown(0.05)
    assert pool.snapshot(job_id).state == "cancelled"
    crank.turn("say")


def test_no_job_is_taken_afterwards() -> None:
    pool = JobPool()
    pool.shutdown(TIMEOUT)
    with pytest.raises(QueueError, match="this one is ending"):
        pool.submit("Late", counting())


def test_no_thread_is_left() -> None:
    before = set(threading.enumerate())
    pool = JobPool(max_running=3)
    pool.every(0.001, lambda: None)
    pool.every(3600, lambda: None)
    for asks_every in (0.005, None):
        pool.submit("Pace", Pacer(asks_every))
    until(lambda: all(job.version for job in pool.snapshots()))
    pool.shutdown(TIMEOUT)
    assert set(threading.enumerate()) <= before


def test_work_that_listens_is_unwound_before_it_returns() -> None:
    pool, pacer = JobPool(), Pacer(0.005)
    job_id = pool.submit("Pace", pacer)
    until(lambda: pool.snapshot(job_id).version)
    pool.shutdown(TIMEOUT)
    assert pacer.closed.is_set()


@pytest.mark.usefixtures("_long_last_words")
def test_deaf_work_does_not_hold_it_up() -> None:
    notes, crank = Notes(), Crank()
    pool = JobPool(journal=notes)
    job_id = pool.submit("Deaf", crank)
    waiting = pool.submit("Waits", counting())
    assert crank.started.wait(TIMEOUT)
    pool.shutdown(TIMEOUT)
    assert not crank.closed.is_set()
    assert notes.of(job_id) == ["started", INTERRUPTED]
    assert notes.of(waiting) == [INTERRUPTED]
    assert pool.snapshot(job_id).state == "interrupted"
    crank.turn("say")
    assert crank.closed.wait(TIMEOUT)
    assert notes.of(job_id) == ["started", INTERRUPTED]
    assert pool.snapshot(job_id).version == 0


@pytest.mark.usefixtures("_long_last_words")
def test_what_is_still_being_written_is_not_shown_after_the_end() -> None:
    writes, may_go_on = threading.Event(), threading.Event()

    class Slow(Notes):
        def event(self, job_id: str, event: object) -> None:
            writes.set()
            assert may_go_on.wait(TIMEOUT)
            super().event(job_id, event)

    notes = Slow()
    pool = JobPool(journal=notes)
    job_id = pool.submit("Count", counting(1, 2))
    assert writes.wait(TIMEOUT)
    pool.shutdown(TIMEOUT)
    may_go_on.set()
    until(lambda: 1 in notes.of(job_id))
    pool.shutdown(TIMEOUT)
    assert notes.of(job_id) == ["started", INTERRUPTED, 1]
    assert pool.snapshot(job_id).version == 0


def test_it_may_be_called_twice() -> None:
    notes = Notes()
    pool = JobPool(journal=notes)
    job_id = pool.submit("Pace", Pacer(0.005))
    until(lambda: pool.snapshot(job_id).version)
    pool.shutdown(TIMEOUT)
    pool.shutdown(TIMEOUT)
    assert notes.of(job_id).count(INTERRUPTED) == 1


def test_waiting_threads_are_released() -> None:
    def never(should_stop: StopSignal) -> Iterator[object]:
        while not should_stop():
            time.sleep(0.005)
        yield "never"

    pool = JobPool()
    job_id = pool.submit("Never", never)
    states: list[str] = []
    viewer = threading.Thread(target=lambda: states.append(pool.wait(job_id, TIMEOUT).state))
    viewer.start()
    pool.shutdown(TIMEOUT)
    viewer.join(TIMEOUT)
    assert states == ["interrupted"]


def test_heartbeats_are_repeated_until_then() -> None:
    beats: list[int] = []
    pool = JobPool()
    pool.every(0.001, lambda: beats.append(1))
    until(lambda: len(beats) > 2)
    pool.shutdown(TIMEOUT)
    count = len(beats)
    time.sleep(0.02)
    assert len(beats) == count
