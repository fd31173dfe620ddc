"""What the journal is told, when, and what happens when it cannot write."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.errors import LabError, TrainingError
from core.runs.jobs import JobPool, JobState, StopSignal
from core.runs.journal import NotOursError
from tests.runs.works import TIMEOUT, Crank, Notes, counting, ended, until

TAKEN = NotOursError("A run must be ours", "another server took it up", "Look for it.")
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
    assert notes.threads == {f"job-{job_id}"}


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


@pytest.mark.parametrize("call", ["started", "event", "paused", "resumed"])
def test_a_job_that_is_no_longer_ours_is_cancelled_without_a_word(call: str) -> None:
    notes, crank = Fails(call, TAKEN), Crank()
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
    assert (snapshot.state, snapshot.error, snapshot.events) == ("cancelled", "", ())
    assert notes.of(job_id)[-1] == ("cancelled", "")


def test_work_that_catches_every_error_is_unwound_too_when_its_job_is_not_ours() -> None:
    def stubborn(should_stop: StopSignal) -> Iterator[object]:
        pool.pause(job_id)
        try:
            should_stop()
        except Exception:
            yield "caught"

    notes = Fails("paused", TAKEN)
    pool, job_id = JobPool(journal=notes), "mine"
    pool.submit("Stubborn", stubborn, job_id=job_id)
    assert ended(pool, job_id).state == "cancelled"


def test_an_end_that_could_not_be_written_is_told_again() -> None:
    notes = Fails("ended")
    pool = JobPool(journal=notes)
    job_id = pool.submit("Count", counting("result"))
    assert ended(pool, job_id).state == "failed"
    pool.tell_again()
    assert pool.snapshot(job_id).state == "failed"
    notes.call = "nothing"
    pool.tell_again()
    assert pool.snapshot(job_id) is None
    assert notes.of(job_id) == ["started", "result", *3 * [("done", "")]]
    pool.tell_again()
    assert len(notes.of(job_id)) == 5


def test_ends_that_were_written_are_not_told_again() -> None:
    notes = Notes()
    pool = JobPool(journal=notes)
    job_id = pool.submit("Count", counting("result"))
    ended(pool, job_id)
    pool.tell_again()
    assert notes.of(job_id) == ["started", "result", ("done", "")]
    assert pool.snapshot(job_id) is not None


@pytest.mark.parametrize("act", [JobPool.cancel, JobPool.stop, JobPool.pause])
def test_a_job_whose_result_is_written_is_done(act) -> None:
    class ActsAtTheResult(Notes):
        def event(self, job_id: str, event: object) -> None:
            super().event(job_id, event)
            if event == "result":
                act(pool, job_id)

    notes = ActsAtTheResult()
    pool = JobPool(journal=notes)
    work = counting("epoch", "result")
    job_id = pool.submit("Count", work, is_result=lambda event: event == "result")
    snapshot = ended(pool, job_id)
    assert (snapshot.state, snapshot.result) == ("done", "result")
    assert notes.of(job_id)[-1] == ("done", "")


def test_a_job_that_is_cancelled_before_its_result_has_none() -> None:
    class CancelsAtTheEpoch(Notes):
        def event(self, job_id: str, event: object) -> None:
            super().event(job_id, event)
            pool.cancel(job_id)

    pool = JobPool(journal=CancelsAtTheEpoch())
    work = counting("epoch", "result")
    job_id = pool.submit("Count", work, is_result=lambda event: event == "result")
    snapshot = ended(pool, job_id)
    assert (snapshot.state, snapshot.events) == ("cancelled", ("epoch",))


def test_work_that_fails_after_its_result_has_failed() -> None:
    def work(_: StopSignal) -> Iterator[object]:
        yield "result"
        raise TrainingError("The loss must stay finite", "it is not", "Go slower.")

    pool = JobPool()
    job_id = pool.submit("Odd", work, is_result=lambda event: event == "result")
    assert ended(pool, job_id).state == "failed"
