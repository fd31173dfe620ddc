"""Work, journals and waiting that the tests of the jobs share."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator

from core.errors import TrainingError
from core.runs.jobs import JobPool, JobSnapshot, JobState, StopSignal, Work

TIMEOUT = 60.0
HOUR = 3600.0


def until(holds: Callable[[], object]) -> None:
    """Wait until something holds, and fail when it does not come to hold."""
    deadline = time.monotonic() + TIMEOUT
    while not holds():
        assert time.monotonic() < deadline, "it never came to hold"
        time.sleep(0.001)


def ended(pool: JobPool, job_id: str) -> JobSnapshot:
    snapshot = pool.wait(job_id, TIMEOUT)
    assert snapshot is not None
    assert snapshot.has_ended, f"still {snapshot.state}"
    return snapshot


def counting(*events: object) -> Work:
    return lambda _: iter(events)


class Crank:
    """Work that does one thing at each turn: say a number, ask, end or fail.

    Asking answers into `answers`, so that a test knows when the work was let through.
    """

    def __init__(self) -> None:
        self.turns: queue.Queue[str] = queue.Queue()
        self.answers: queue.Queue[bool] = queue.Queue()
        self.started, self.closed = threading.Event(), threading.Event()

    def __call__(self, should_stop: StopSignal) -> Iterator[object]:
        self.started.set()
        number = 0
        try:
            while (turn := self.turns.get(timeout=TIMEOUT)) != "end":
                if turn == "fail":
                    raise TrainingError("The loss must stay finite", "it is not", "Go slower.")
                if turn == "ask":
                    self.answers.put(should_stop())
                else:
                    number += 1
                    yield number
        finally:
            self.closed.set()

    def turn(self, *turns: str) -> None:
        for turn in turns:
            self.turns.put(turn)


class Pacer:
    """Work that is never idle; it counts its moves, and notes that it was unwound.

    With `asks_every` it asks that often within steps of 20 questions; without, it only
    yields, every 50 ms.
    """

    def __init__(self, asks_every: float | None) -> None:
        self.asks_every = asks_every
        self.moves = 0
        self.closed = threading.Event()

    def __call__(self, should_stop: StopSignal) -> Iterator[object]:
        try:
            for number in range(10_000):
                for _ in range(20 if self.asks_every else 1):
                    time.sleep(self.asks_every or 0.05)
                    self.moves += 1
                    if self.asks_every and should_stop():
                        yield "best"
                        return
                yield number
        finally:
            self.closed.set()


class Clock:
    """Stands in for the clock of every stopwatch: as it is, and hours that a test lets pass."""

    def __init__(self) -> None:
        self.passed = 0.0

    def let_pass(self, seconds: float) -> None:
        self.passed += seconds

    def monotonic(self) -> float:
        return time.monotonic() + self.passed


class Notes:
    """A journal that remembers every call, with the thread it came from."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, object]] = []
        self.threads: set[str] = set()

    def note(self, job_id: str, said: object) -> None:
        self.threads.add(threading.current_thread().name)
        self.calls.append((job_id, said))

    def of(self, job_id: str) -> list[object]:
        return [said for told, said in self.calls if told == job_id]

    def started(self, job_id: str) -> None:
        self.note(job_id, "started")

    def event(self, job_id: str, event: object) -> None:
        self.note(job_id, event)

    def paused(self, job_id: str) -> None:
        self.note(job_id, "paused")

    def resumed(self, job_id: str) -> None:
        self.note(job_id, "resumed")

    def ended(self, job_id: str, state: JobState, error: str) -> None:
        self.note(job_id, (state, error))
