"""Who is told of every job before its viewers are, so that nothing that was shown is lost."""

from __future__ import annotations

from typing import Protocol

from core.errors import StoreError
from core.runs.snapshot import JobState


class NotOursError(StoreError):
    """The run is in the care of another process by now, or of none: its job here is void."""


class Journal(Protocol):
    """Writes down what jobs do, in a place that outlives the process.

    The calls of one job come one after another, in the thread that runs it; a job that
    never started tells its end in the thread that cancelled it. Each may raise `LabError`:
    the job then fails with that sentence, or is cancelled where it is `NotOursError`. An end
    that could not be written down may be told again.
    """

    def started(self, job_id: str) -> None:
        """Tell that the job left the queue; its work has not begun."""

    def event(self, job_id: str, event: object) -> None:
        """Tell what the job says; no viewer has seen it yet."""

    def paused(self, job_id: str) -> None:
        """Tell that the work waits."""

    def resumed(self, job_id: str) -> None:
        """Tell that the work goes on after a pause."""

    def ended(self, job_id: str, state: JobState, error: str) -> None:
        """Tell how the job ended, with its sentence where it failed."""


class NoJournal:
    """Writes nothing."""

    def started(self, job_id: str) -> None:
        """Do nothing."""

    def event(self, job_id: str, event: object) -> None:
        """Do nothing."""

    def paused(self, job_id: str) -> None:
        """Do nothing."""

    def resumed(self, job_id: str) -> None:
        """Do nothing."""

    def ended(self, job_id: str, state: JobState, error: str) -> None:
        """Do nothing."""
