"""Slots without threads: who runs, who lends, and who comes back in which order."""

from __future__ import annotations

import pytest

from core.runs.control import StopSignal
from core.runs.job import Job
from core.runs.slots import MOST_LENT, Slots


def running(slots: Slots, name: str = "a") -> Job:
    job = Job(name, name, "", StopSignal())
    slots.take(job)
    job.begin()
    return job


def held(slots: Slots, name: str = "a") -> Job:
    """A paused job whose work waits."""
    job = running(slots, name)
    slots.act(job, Job.pause)
    slots.hold(job)
    return job


@pytest.fixture
def slots() -> Slots:
    return Slots(1)


def test_a_job_that_runs_holds_its_slot(slots: Slots) -> None:
    job = running(slots)
    assert not slots.has_room
    slots.leave(job)
    assert slots.has_room


def test_a_paused_job_lends_its_slot_once_its_work_waits(slots: Slots) -> None:
    job = running(slots)
    slots.act(job, Job.pause)
    assert not slots.has_room
    slots.hold(job)
    assert slots.has_room


@pytest.mark.parametrize(
    ("control", "state"),
    [(Job.resume, "running"), (Job.step, "running"), (Job.stop, "stopping")],
)
def test_a_paused_job_goes_on_at_once_where_a_slot_is_free(slots: Slots, control, state) -> None:
    job = held(slots)
    slots.act(job, control)
    assert (job.state, slots.has_room, slots.returning) == (state, False, ())


@pytest.mark.parametrize(
    ("control", "state"),
    [(Job.resume, "running"), (Job.step, "running"), (Job.stop, "stopping")],
)
def test_a_paused_job_waits_for_the_end_of_those_that_run(slots: Slots, control, state) -> None:
    job = held(slots)
    other = running(slots, "b")
    slots.act(job, control)
    assert (job.state, slots.returning) == ("queued", ("a",))
    slots.leave(other)
    assert (job.state, slots.has_room, slots.returning) == (state, False, ())


def test_jobs_come_back_in_the_order_in_which_they_were_asked_to(slots: Slots) -> None:
    first, second = held(slots, "a"), held(slots, "b")
    other = running(slots, "c")
    slots.act(second, Job.resume)
    slots.act(first, Job.resume)
    slots.act(second, Job.step)
    assert slots.returning == ("b", "a")
    slots.leave(other)
    assert (second.state, second.is_stepping, slots.returning) == ("running", True, ("a",))


def test_pause_takes_a_job_that_is_to_go_on_out_of_the_queue(slots: Slots) -> None:
    job, other = held(slots), running(slots, "b")
    slots.act(job, Job.resume)
    slots.act(job, Job.pause)
    assert (job.state, slots.returning) == ("paused", ())
    slots.leave(other)
    assert job.state == "paused"


@pytest.mark.parametrize("control", [Job.pause, Job.resume, Job.step, Job.stop])
def test_a_job_that_is_to_stop_and_keep_its_best_stays_so(slots: Slots, control) -> None:
    job, other = held(slots), running(slots, "b")
    slots.act(job, Job.stop)
    slots.act(job, control)
    assert (job.state, job.ending, slots.returning) == ("queued", None, ("a",))
    slots.leave(other)
    assert job.state == "stopping"


def test_a_cancelled_job_needs_no_slot_to_be_unwound(slots: Slots) -> None:
    job, other = held(slots), running(slots, "b")
    slots.act(job, Job.resume)
    slots.act(job, Job.cancel)
    assert (job.state, job.ending, slots.returning) == ("stopping", "cancelled", ())
    slots.leave(job)
    assert not slots.has_room
    slots.leave(other)
    assert slots.has_room


def test_going_on_and_pausing_again_before_the_work_moved_lends_the_slot(slots: Slots) -> None:
    job = held(slots)
    slots.act(job, Job.resume)
    slots.act(job, Job.pause)
    assert slots.has_room


def test_a_job_whose_work_goes_on_keeps_its_slot_when_it_is_paused_again(slots: Slots) -> None:
    job = held(slots)
    slots.act(job, Job.resume)
    slots.let_go(job)
    slots.act(job, Job.pause)
    assert not slots.has_room


def test_so_many_jobs_lend_their_slot_and_no_more(slots: Slots) -> None:
    jobs = [held(slots, f"{number}") for number in range(MOST_LENT + 1)]
    assert not slots.has_room
    slots.leave(jobs[0])
    assert slots.has_room
