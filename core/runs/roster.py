"""All jobs of a pool, those in the queue among them, behind one lock."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from core.errors import QueueError
from core.runs.attempt import failure_of
from core.runs.control import StopSignal
from core.runs.job import Job
from core.runs.journal import Journal
from core.runs.snapshot import JobSnapshot, JobState

KEPT_JOBS = 50

Work = Callable[[StopSignal], Iterator[object]]


class Roster:
    """Jobs from their first place in the queue to their end.

    Parameters
    ----------
    most_waiting : int
        Jobs that may wait; one more is refused.
    journal : Journal
        Told of each end, never while the lock is held.
    """

    def __init__(self, most_waiting: int, journal: Journal) -> None:
        self._most_waiting, self._journal = most_waiting, journal
        self._jobs: dict[str, Job] = {}
        self._waiting: dict[str, Work] = {}
        self._is_open = True
        self._changed = threading.Condition()

    def add(self, job: Job, work: Work) -> None:
        """Put a job at the end of the queue; an ended one of the same id makes room.

        Raises
        ------
        QueueError
            When the queue is full or closed, or a job of that id goes on.
        """
        with self._changed:
            self._refuse(job.id)
            self._jobs.pop(job.id, None)
            self._jobs[job.id], self._waiting[job.id] = job, work
            self._changed.notify_all()

    def next(self) -> tuple[Job, Work] | None:
        """Wait for the job whose turn it is and let it begin; None once the queue is closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or not self._is_open)
            if not self._is_open:
                return None
            job = self._jobs[next(iter(self._waiting))]
            job.begin()
            self._changed.notify_all()
            return job, self._waiting.pop(job.id)

    def control(self, job_id: str, act: Callable[[Job], None]) -> None:
        """Let a control act on a job; an unknown or ended one stays as it is."""
        with self._changed:
            job = self._jobs.get(job_id)
            if job is None or job.is_settled:
                return
            act(job)
            was_waiting = job.ending is not None and self._waiting.pop(job_id, None) is not None
            self._changed.notify_all()
        if was_waiting:
            self.settle(job)

    def take(self, job: Job, event: object, ends_step: bool) -> None:
        """Show what a job says, unless its end is decided."""
        with self._changed:
            if not job.is_settled:
                job.take(event, ends_step)
                self._changed.notify_all()

    def settle(self, job: Job, error: str = "", is_told: bool = True) -> None:
        """Decide once how a job ended, tell the journal, and only then show it."""
        with self._changed:
            if job.is_settled:
                return
            job.is_settled = True
        state: JobState = job.ending or ("failed" if error else "done")
        error = "" if job.ending else error
        tell = partial(self._journal.ended, job.id, state, error)
        problem = failure_of(f"Journal of job {job.id}", tell) if is_told else ""
        with self._changed:
            job.end("failed" if problem else state, error or problem)
            self._evict()
            self._changed.notify_all()

    def close(self) -> tuple[Sequence[Job], Sequence[Job]]:
        """Take no more jobs and interrupt all; return those that waited and those that run."""
        with self._changed:
            self._is_open = False
            waiting = [self._jobs[job_id] for job_id in self._waiting]
            running = [
                job
                for job in self._jobs.values()
                if not job.is_settled and job.id not in self._waiting
            ]
            self._waiting.clear()
            for job in (*waiting, *running):
                job.cancel("interrupted")
            self._changed.notify_all()
            return waiting, running

    def forget(self, job_id: str) -> None:
        """Drop a job that has ended; one that goes on is left alone."""
        with self._changed:
            if self._has_ended(job_id):
                self._jobs.pop(job_id, None)

    def snapshot(self, job_id: str) -> JobSnapshot | None:
        """Return one job as it is now."""
        with self._changed:
            job = self._jobs.get(job_id)
            if job is None:
                return None
            return job.picture(self._positions().get(job_id, 0), job.events())

    def snapshots(self) -> tuple[JobSnapshot, ...]:
        """Return all jobs as they are now, in the order they came, without their events."""
        with self._changed:
            positions = self._positions()
            return tuple(job.picture(positions.get(job.id, 0)) for job in self._jobs.values())

    def wait(self, job_id: str, timeout: float | None) -> JobSnapshot | None:
        """Wait until a job has ended, at most `timeout` seconds, and return it."""
        with self._changed:
            self._changed.wait_for(lambda: self._has_ended(job_id), timeout)
            return self.snapshot(job_id)

    def _refuse(self, job_id: str) -> None:
        remedy = "Try again in a few minutes."
        if not self._is_open:
            raise QueueError("A run needs a server that goes on", "this one is ending", remedy)
        if not self._has_ended(job_id):
            found = "it is in the queue or running"
            raise QueueError("A run can be started once at a time", found, "Wait for its end.")
        if len(self._waiting) >= self._most_waiting:
            must = f"At most {self._most_waiting:,} runs can wait"
            raise QueueError(must, "the queue is full", remedy)

    def _has_ended(self, job_id: str) -> bool:
        job = self._jobs.get(job_id)
        return job is None or job.finished is not None

    def _positions(self) -> dict[str, int]:
        return {job_id: place for place, job_id in enumerate(self._waiting, start=1)}

    def _evict(self) -> None:
        ended = [job for job in self._jobs.values() if job.finished is not None]
        ended.sort(key=lambda job: job.finished or 0.0)
        for job in ended[: max(0, len(ended) - KEPT_JOBS)]:
            del self._jobs[job.id]
