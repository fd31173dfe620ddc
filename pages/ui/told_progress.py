"""How long a run still takes, and what it waits for, as the sidebar and the live view say it."""

from __future__ import annotations

from core.charts.numbers import duration_text
from core.lab.progress import Progress
from core.runs.jobs import JobSnapshot
from pages.ui.pool import jobs

BEHIND_PAUSED = "the run ahead is paused, and this one begins when that goes on or ends"
LEAST_SECONDS = 1.0
GOING_ON = frozenset({"running", "stopping"})


def left_of(progress: Progress) -> tuple[str, ...]:
    """Say how long a run still takes, or else its step; nothing where neither can be told.

    While something goes on, it is never said that no time is left.
    """
    if progress.seconds_left is not None:
        if progress.seconds_left < LEAST_SECONDS:
            return ("nearly done",)
        return (f"about {duration_text(progress.seconds_left)} left",)
    if progress.step_seconds_left is not None:
        if progress.step_seconds_left < LEAST_SECONDS:
            return ("this step is nearly done",)
        return (f"about {duration_text(progress.step_seconds_left)} left for this step",)
    return ()


def place_in_queue(job: JobSnapshot) -> str:
    """Say the place of a job that waits, and where paused ones keep it waiting."""
    place = f"number {job.position} in the queue"
    states = {other.state for other in jobs().snapshots()}
    is_held_up = "paused" in states and not states & GOING_ON
    return f"{place} · {BEHIND_PAUSED}" if is_held_up else place
