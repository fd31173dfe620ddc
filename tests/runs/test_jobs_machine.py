"""A model of the pool, driven at random beside the real one with work that is cranked by hand.

One job runs at a time. A paused one whose work waits lends its slot, and comes back in its turn.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from core.runs.jobs import ENDED, JobPool, JobState
from core.runs.slots import MOST_LENT
from tests.runs.works import TIMEOUT, Crank, Notes, ended, until

MOST_WAITING = 3


@dataclass
class Expected:
    """What the model knows of one job.

    `at_gate` is whether its work waits, `is_asking` whether it waits in its own question,
    `then` the control that it is to come back with.
    """

    id: str
    crank: Crank = field(default_factory=Crank)
    state: JobState = "queued"
    events: int = 0
    is_stepping: bool = False
    at_gate: bool = False
    is_asking: bool = False
    is_cancelled: bool = False
    has_begun: bool = False
    has_slot: bool = False
    then: str = ""


class PoolMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.notes = Notes()
        self.pool = JobPool(most_waiting=MOST_WAITING, journal=self.notes)
        self.jobs: list[Expected] = []
        self.returning: list[Expected] = []

    @property
    def head(self) -> Expected | None:
        """The job whose work moves: one at most, for it holds the slot."""
        live = (job for job in self.jobs if job.has_begun and job.state not in ENDED)
        return next((job for job in live if not job.at_gate), None)

    def paused(self) -> list[Expected]:
        """Jobs that are held and not on their way back."""
        return [job for job in self.jobs if job.state == "paused" and job.at_gate]

    def queued(self) -> list[Expected]:
        return [job for job in self.jobs if job.state == "queued" and not job.has_begun]

    def has_room(self) -> bool:
        return not any(job.has_slot for job in self.jobs)

    def share(self) -> None:
        """Let held jobs lend their slot, and give it to those that come back, or to the next."""
        for job in self.paused():
            if job.has_slot and sum(not one.has_slot for one in self.held_jobs()) < MOST_LENT:
                job.has_slot = False
        if self.returning and self.has_room():
            self.come_back(self.returning.pop(0))
        if self.queued() and self.has_room():
            job = self.queued()[0]
            assert job.crank.started.wait(TIMEOUT)
            job.state, job.has_begun, job.has_slot = "running", True, True

    def held_jobs(self) -> list[Expected]:
        return [job for job in self.jobs if job.at_gate and job.state not in ENDED]

    def come_back(self, job: Expected) -> None:
        name, job.then, job.has_slot = job.then, "", True
        job.state = "stopping" if name == "stop" else "running"
        job.is_stepping = name == "step"
        self.let_through(job)

    def finish(self, job: Expected, state: JobState) -> None:
        assert ended(self.pool, job.id).state == state
        job.state, job.at_gate, job.has_slot = state, False, False
        if job in self.returning:
            self.returning.remove(job)
        self.share()

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
        self.share()

    @precondition(lambda self: self.jobs)
    @rule(data=st.data(), name=st.sampled_from(["pause", "resume", "step", "stop", "cancel"]))
    def control(self, data: st.DataObject, name: str) -> None:
        job = data.draw(st.sampled_from(self.jobs[-5:]))
        getattr(self.pool, name)(job.id)
        if job in self.returning:
            self.think_again(job, name)
            return
        match name, job.state:
            case "pause", "running":
                job.state, job.is_stepping = "paused", False
            case "resume" | "step" | "stop", "paused" if job.has_slot:
                job.then = name
                self.come_back(job)
            case "resume" | "step" | "stop", "paused":
                job.state, job.then = "queued", name
                self.returning.append(job)
                self.share()
            case "stop" | "cancel", "queued":
                self.finish(job, "cancelled")
            case "stop", "running":
                job.state = "stopping"
            case "cancel", "running" | "paused" | "stopping":
                job.state, job.is_cancelled = "stopping", True
                if job.at_gate:
                    self.finish(job, "cancelled")

    def think_again(self, job: Expected, name: str) -> None:
        if name == "cancel":
            self.finish(job, "cancelled")
        elif job.then != "stop" and name == "pause":
            job.state, job.then = "paused", ""
            self.returning.remove(job)
        elif job.then != "stop":
            job.then = name

    @precondition(lambda self: self.head)
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
            job.is_asking = True
            self.held(job)
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
        self.share()

    @precondition(lambda self: self.paused() and self.has_room())
    @rule()
    def held_work_stays_where_it_is(self) -> None:
        job = self.paused()[0]
        job.crank.turn("say")
        assert self.pool.snapshot(job.id).version == job.events
        self.pool.resume(job.id)
        job.then = "resume"
        self.come_back(job)
        self.said(job)

    @invariant()
    def every_job_is_as_the_model_says(self) -> None:
        queued = [job.id for job in (*self.returning, *self.queued())]
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
