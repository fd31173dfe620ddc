"""What the journal is told, when, and what happens when it cannot write."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.errors import LabError, TrainingError
from core.runs.jobs import JobPool, JobState, StopSignal
from tests.runs.works import TIMEOUT, Crank, Notes, counting, ended, until

FULL = LabError("There must be room", "the disk is full", "Free some.")


class Fails(Notes):
    """A journal that fails at one kind of call."""

    def __init__(self, call: str, error: Exception = FULL) -> None:
        super().__init__()
        self.call, self.error = call, error

    def note(self, job_id: str, said: object) -> None:
        super().note(job_id, said)
        kind = said if isinstance(said, str) else "ended" if isinstance(said, tuple) else "event"
        if kind == self.call:
            raise self.error


def test_the_journal_hears_everything_in_order_in_the_worker() -> None:
    notes = Notes()
    pool = JobPool(journal=notes)
    job_id = pool.submit("Count", counting(1, 2))
    ended(pool, job_id)
    assert notes.of(job_id) == ["started", 1, 2, ("done", "")]
    assert notes.threads == {"job-0"}


def test_the_journal_hears_pauses_and_steps() -> None:
    notes, crank = Notes(), Crank()
    pool = JobPool(journal=notes)
    job_id = pool.submit("Crank", crank)
    assert crank.started.wait(TIMEOUT)
    pool.pause(job_id)
    crank.turn("ask")
    until(lambda: "paused" in notes.of(job_id))
    pool.step(job_id)
    crank.turn("say")
    until(lambda: notes.of(job_id).count("paused") == 2)
    pool.resume(job_id)
    crank.turn("end")
    ended(pool, job_id)
    assert notes.of(job_id) == [
        "started",
        "paused",
        "resumed",
        1,
        "paused",
        "resumed",
        ("done", ""),
    ]


def test_nothing_is_shown_before_it_is_written() -> None:
    seen: list[tuple[int, JobState]] = []

    class Looks(Notes):
        def event(self, job_id: str, event: object) -> None:
            super().event(job_id, event)
            snapshot = pool.snapshot(job_id)
            seen.append((snapshot.version, snapshot.state))

        def ended(self, job_id: str, state: JobState, error: str) -> None:
            super().ended(job_id, state, error)
            snapshot = pool.snapshot(job_id)
            seen.append((snapshot.version, snapshot.state))

    pool = JobPool(journal=Looks())
    ended(pool, pool.submit("Count", counting("a", "b")))
    assert seen == [(0, "running"), (1, "running"), (2, "running")]


def test_a_control_that_comes_too_late_changes_nothing() -> None:
    class Late(Notes):
        def ended(self, job_id: str, state: JobState, error: str) -> None:
            super().ended(job_id, state, error)
            for act in (pool.pause, pool.step, pool.stop, pool.cancel):
                act(job_id)

    pool = JobPool(journal=Late())
    snapshot = ended(pool, pool.submit("Count", counting("result")))
    assert (snapshot.state, snapshot.result) == ("done", "result")


def test_the_journal_hears_of_a_failure_with_its_sentence() -> None:
    def diverge(_: StopSignal) -> Iterator[object]:
        yield "epoch"
        raise TrainingError("The loss must stay finite", "it is not", "Go slower.")

    notes = Notes()
    pool = JobPool(journal=notes)
    job_id = pool.submit("Diverge", diverge)
    sentence = ended(pool, job_id).error
    assert notes.of(job_id)[-1] == ("failed", sentence)


@pytest.mark.parametrize("call", ["started", "event", "paused", "resumed", "ended"])
def test_a_journal_that_cannot_write_fails_the_job_and_not_the_pool(call: str) -> None:
    notes, crank = Fails(call), Crank()
    pool = JobPool(journal=notes)
    job_id = pool.submit("Crank", crank)
    if call != "started":
        assert crank.started.wait(TIMEOUT)
        pool.pause(job_id)
        crank.turn("ask")
        until(lambda: "paused" in notes.of(job_id))
        pool.resume(job_id)
        crank.turn("say", "end")
    snapshot = ended(pool, job_id)
    assert (snapshot.state, snapshot.error) == ("failed", str(FULL))
    notes.call = "nothing"
    assert ended(pool, pool.submit("Next", counting("result"))).result == "result"


def test_an_event_that_could_not_be_written_is_never_shown() -> None:
    crank = Crank()
    pool = JobPool(journal=Fails("event"))
    job_id = pool.submit("Crank", crank)
    crank.turn("say")
    snapshot = ended(pool, job_id)
    assert (snapshot.events, snapshot.version) == ((), 0)
    assert crank.closed.is_set()


def test_a_queued_job_whose_end_cannot_be_written_fails() -> None:
    crank = Crank()
    pool = JobPool(journal=Fails("ended"))
    pool.submit("Busy", crank)
    waiting = pool.submit("Waits", counting())
    pool.cancel(waiting)
    assert pool.snapshot(waiting).error == str(FULL)
    crank.turn("end")


def test_a_bug_in_the_journal_is_told_without_details() -> None:
    pool = JobPool(journal=Fails("event", KeyError("secret")))
    error = ended(pool, pool.submit("Count", counting(1))).error
    assert error.startswith("Something went wrong inside Distill Lab")
