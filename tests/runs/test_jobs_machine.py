"""A model of the pool, driven at random beside the real one with work that is cranked by hand."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from core.runs.jobs import ENDED, JobPool, JobState
from tests.runs.works import TIMEOUT, Crank, Notes, ended, until

MOST_WAITING = 3


@dataclass
class Expected:
    """What the model knows of one job.

    `at_gate` is whether its work waits, `is_asking` whether it waits in its own question.
    """

    id: str
    crank: Crank = field(default_factory=Crank)
    state: JobState = "queued"
    events: int = 0
    is_stepping: bool = False
    at_gate: bool = False
    is_asking: bool = False
    is_cancelled: bool = False


class PoolMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.notes = Notes()
        self.pool = JobPool(most_waiting=MOST_WAITING, journal=self.notes)
        self.jobs: list[Expected] = []

    @property
    def head(self) -> Expected | None:
        """The job that has begun and not ended."""
        live = (job for job in self.jobs if job.state not in {*ENDED, "queued"})
        return next(live, None)

    def queued(self) -> list[Expected]:
        return [job for job in self.jobs if job.state == "queued"]

    def begin_next(self) -> None:
        if self.head is None and self.queued():
            job = self.queued()[0]
            assert job.crank.started.wait(TIMEOUT)
            job.state = "running"

    def finish(self, job: Expected, state: JobState) -> None:
        assert ended(self.pool, job.id).state == state
        job.state, job.at_gate = state, False
        self.begin_next()

    def is_held(self, job: Expected) -> bool:
        """Whether the journal was last told that the work waits."""
        return self.notes.of(job.id)[-1] == "paused"

    def let_through(self, job: Expected) -> None:
        if job.at_gate:
            until(lambda: not self.is_held(job))
        if job.is_asking:
            assert job.crank.answers.get(timeout=TIMEOUT) == (job.state == "stopping")
        job.at_gate = job.is_asking = False

    @precondition(lambda self: len(self.queued()) < MOST_WAITING)
    @rule()
    def submit(self) -> None:
        job = Expected(f"job {len(self.jobs)}")
        self.pool.submit(job.id, job.crank, job_id=job.id, is_step=lambda number: number % 2 == 0)
        self.jobs.append(job)
        self.begin_next()

    @precondition(lambda self: self.jobs)
    @rule(data=st.data(), name=st.sampled_from(["pause", "resume", "step", "stop", "cancel"]))
    def control(self, data: st.DataObject, name: str) -> None:
        job = data.draw(st.sampled_from(self.jobs[-5:]))
        getattr(self.pool, name)(job.id)
        match name, job.state:
            case "pause", "running":
                job.state, job.is_stepping = "paused", False
            case "resume" | "step", "paused":
                job.state, job.is_stepping = "running", name == "step"
                self.let_through(job)
            case "stop" | "cancel", "queued":
                self.finish(job, "cancelled")
            case "stop", "running" | "paused":
                job.state = "stopping"
                self.let_through(job)
            case "cancel", "running" | "paused" | "stopping":
                job.state, job.is_cancelled = "stopping", True
                if job.at_gate:
                    self.finish(job, "cancelled")

    @precondition(lambda self: self.head and not self.head.at_gate)
    @rule(turn=st.sampled_from(["say", "say", "say", "ask", "end", "fail"]))
    def crank(self, turn: str) -> None:
        job = self.head
        job.crank.turn(turn)
        if job.is_cancelled:
            self.finish(job, "cancelled")
        elif turn in ("end", "fail"):
            self.finish(job, "done" if turn == "end" else "failed")
        elif turn == "say":
            self.said(job)
        elif job.state == "paused":
            self.held(job)
            job.is_asking = True
        else:
            assert job.crank.answers.get(timeout=TIMEOUT) == (job.state == "stopping")

    def said(self, job: Expected) -> None:
        job.events += 1
        if job.is_stepping and job.state == "running" and job.events % 2 == 0:
            job.state, job.is_stepping = "paused", False
        until(lambda: self.pool.snapshot(job.id).version == job.events)
        if job.state == "paused":
            self.held(job)

    def held(self, job: Expected) -> None:
        until(lambda: self.is_held(job))
        job.at_gate = True

    @precondition(lambda self: self.head and self.head.at_gate)
    @rule()
    def held_work_stays_where_it_is(self) -> None:
        job = self.head
        job.crank.turn("say")
        assert self.pool.snapshot(job.id).version == job.events
        self.pool.resume(job.id)
        job.state = "running"
        self.let_through(job)
        self.said(job)

    @invariant()
    def every_job_is_as_the_model_says(self) -> None:
        queued = [job.id for job in self.queued()]
        for job in self.jobs:
            seen = self.pool.snapshot(job.id)
            assert seen.state == job.state
            assert seen.events == tuple(range(1, job.events + 1))
            assert seen.position == (queued.index(job.id) + 1 if job.id in queued else 0)
            assert (seen.result is not None) == (job.state == "done" and job.events > 0)

    @invariant()
    def the_journal_knows_all_that_is_shown(self) -> None:
        for job in self.jobs:
            told = self.notes.of(job.id)
            assert [said for said in told if isinstance(said, int)][: job.events] == list(
                range(1, job.events + 1)
            )
            ends = [said[0] for said in told if isinstance(said, tuple)]
            assert ends == ([job.state] if job.state in ENDED else [])

    def teardown(self) -> None:
        for job in self.jobs:
            job.crank.turn("end")
        self.pool.shutdown(TIMEOUT)


PoolMachine.TestCase.settings = settings(
    max_examples=40,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
test_the_pool_keeps_to_the_model = PoolMachine.TestCase
