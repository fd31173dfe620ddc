"""Many at once, and long jobs that stay small."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator

from core.runs.jobs import JobPool, StopSignal, Work
from tests.runs.works import TIMEOUT, Crank, counting, ended

SESSIONS = 30
LONG = 100_000
MOST_KEPT = 400


class Latest:
    """A log that thins: it keeps the newest events only."""

    def __init__(self) -> None:
        self.kept: deque[object] = deque(maxlen=MOST_KEPT)
        self.copies = 0

    def append(self, event: object) -> None:
        self.kept.append(event)

    def events(self) -> tuple[object, ...]:
        self.copies += 1
        return tuple(self.kept)


def test_thirty_sessions_that_start_at_once_all_finish_in_order() -> None:
    order: list[int] = []

    def session(number: int) -> Work:
        def work(should_stop: StopSignal) -> Iterator[object]:
            order.append(number)
            for epoch in range(5):
                time.sleep(0.0005)
                assert not should_stop()
                yield number, epoch

        return work

    def start(number: int) -> None:
        at_once.wait(TIMEOUT)
        jobs[number] = pool.submit(str(number), session(number))

    pool, crank, at_once = JobPool(), Crank(), threading.Barrier(SESSIONS)
    pool.submit("First", crank)
    jobs: dict[int, str] = {}
    starters = [threading.Thread(target=start, args=(number,)) for number in range(SESSIONS)]
    for thread in starters:
        thread.start()
    for thread in starters:
        thread.join(TIMEOUT)
    positions = {number: pool.snapshot(job_id).position for number, job_id in jobs.items()}
    crank.turn("end")
    for number, job_id in jobs.items():
        snapshot = ended(pool, job_id)
        assert (snapshot.title, snapshot.state) == (str(number), "done")
        assert snapshot.events == tuple((number, epoch) for epoch in range(5))
    assert sorted(positions.values()) == list(range(1, SESSIONS + 1))
    assert order == sorted(positions, key=positions.__getitem__)


def test_a_long_job_with_a_log_that_thins_stays_small_whenever_it_is_seen() -> None:
    pool, log = JobPool(), Latest()
    job_id = pool.submit("Long", counting(*range(LONG)), log=log)
    seen = 0
    while not (snapshot := pool.snapshot(job_id)).has_ended:
        seen += 1
        assert len(snapshot.events) <= MOST_KEPT
        assert log.copies <= seen
        time.sleep(0.01)
    assert (len(snapshot.events), snapshot.version) == (MOST_KEPT, LONG)
    assert snapshot.result == LONG - 1


def test_events_are_not_copied_again_while_nothing_happens() -> None:
    pool, log = JobPool(), Latest()
    job_id = pool.submit("Short", counting(1, 2), log=log)
    ended(pool, job_id)
    seen = [pool.snapshot(job_id).events for _ in range(50)]
    assert log.copies == 1
    assert all(events is seen[0] for events in seen)


def test_an_empty_log_of_the_caller_is_the_one_that_is_used() -> None:
    class Sized(Latest):
        def __len__(self) -> int:
            return len(self.kept)

    pool, log = JobPool(), Sized()
    ended(pool, pool.submit("Short", counting(1), log=log))
    assert log.events() == (1,)
