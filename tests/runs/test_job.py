from __future__ import annotations

from collections.abc import Callable

import pytest

from core.runs.control import Cancelled, StopSignal
from core.runs.job import Job
from core.runs.snapshot import JobState

CONTROLS: dict[str, Callable[[Job], None]] = {
    "pause": Job.pause,
    "resume": Job.resume,
    "step": Job.step,
    "stop": Job.stop,
    "cancel": Job.cancel,
}
# The state that follows, for each control in each state a job can be in before its end.
TABLE: dict[JobState, dict[str, JobState]] = {
    "queued": {
        "pause": "queued",
        "resume": "queued",
        "step": "queued",
        "stop": "stopping",
        "cancel": "stopping",
    },
    "running": {
        "pause": "paused",
        "resume": "running",
        "step": "running",
        "stop": "stopping",
        "cancel": "stopping",
    },
    "paused": {
        "pause": "paused",
        "resume": "running",
        "step": "running",
        "stop": "stopping",
        "cancel": "stopping",
    },
    "stopping": {
        "pause": "stopping",
        "resume": "stopping",
        "step": "stopping",
        "stop": "stopping",
        "cancel": "stopping",
    },
}
CASES = [(state, control) for state, row in TABLE.items() for control in row]


def job_in(state: JobState) -> Job:
    job = Job("id", "Title", "ada", StopSignal(), is_step=lambda event: event == "epoch")
    if state != "queued":
        job.begin()
    if state == "paused":
        job.pause()
    if state == "stopping":
        job.stop()
    return job


@pytest.mark.parametrize(("state", "control"), CASES)
def test_each_control_in_each_state(state: JobState, control: str) -> None:
    job = job_in(state)
    CONTROLS[control](job)
    assert job.state == TABLE[state][control]


@pytest.mark.parametrize("state", list(TABLE))
def test_cancelled_work_is_unwound_from_every_state(state: JobState) -> None:
    job = job_in(state)
    job.cancel()
    assert job.ending == "cancelled"
    with pytest.raises(Cancelled):
        job.signal()


@pytest.mark.parametrize("state", ["running", "paused", "stopping"])
def test_stopped_work_is_told_and_let_through(state: JobState) -> None:
    job = job_in(state)
    job.stop()
    assert job.signal() is True
    assert job.ending is None


def test_a_cancelled_job_stays_cancelled_when_the_server_ends() -> None:
    job = job_in("running")
    job.cancel()
    job.cancel("interrupted")
    assert job.ending == "cancelled"


def test_a_step_ends_with_the_event_that_ends_it() -> None:
    job = job_in("paused")
    job.step()
    job.take("stage", ends_step=False)
    assert job.state == "running"
    job.take("epoch", ends_step=True)
    assert job.state == "paused"


@pytest.mark.parametrize("control", ["pause", "stop"])
def test_a_control_during_a_step_replaces_it(control: str) -> None:
    job = job_in("paused")
    job.step()
    CONTROLS[control](job)
    state = job.state
    job.take("epoch", ends_step=True)
    assert job.state == state


def test_going_on_after_a_step_is_not_another_step() -> None:
    job = job_in("paused")
    job.step()
    job.pause()
    job.resume()
    job.take("epoch", ends_step=True)
    assert job.state == "running"


def test_events_are_copied_once_a_version() -> None:
    job = job_in("running")
    job.take("a", ends_step=False)
    first = job.events()
    assert job.events() is first
    job.take("b", ends_step=False)
    assert (first, job.events(), job.version) == (("a",), ("a", "b"), 2)
