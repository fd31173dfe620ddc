"""All jobs of a pool, those in the queue among them, behind one lock."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial

from core.errors import QueueError
from core.runs.attempt import failure_of
from core.runs.control import StopSignal
from core.runs.job import Job
from core.runs.journal import Journal
from core.runs.slots import Control, Slots
from core.runs.snapshot import JobSnapshot, JobState

KEPT_JOBS = 50

Work = Callable[[StopSignal], Iterator[object]]


class Roster:
    """Jobs from their first place in the queue to their end.

    Parameters
    ----------
    max_running : int
        Jobs that run at once.
    most_waiting : int
        Jobs that may wait; one more is refused.
    journal : Journal
        Told of each end, never while the lock is held.
    """

    def __init__(self, max_running: int, most_waiting: int, journal: Journal) -> None:
        self._most_waiting, self._journal = most_waiting, journal
        self._jobs: dict[str, Job] = {}
        self._waiting: dict[str, Work] = {}
        self._slots = Slots(max_running)
        self._untold: dict[str, tuple[JobState, str]] = {}
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
        """Let the job begin whose turn it is; None where none waits, or too many run."""
        with self._changed:
            if not self._waiting or not self._slots.has_room:
                return None
            job = self._jobs[next(iter(self._waiting))]
            self._slots.take(job)
            job.begin()
            self._changed.notify_all()
            return job, self._waiting.pop(job.id)

    def control(self, job_id: str, act: Control) -> None:
        """Let a control act on a job; an unknown or ended one stays as it is."""
        with self._changed:
            job = self._jobs.get(job_id)
            if job is None or job.is_settled:
                return
            self._slots.act(job, act)
            was_waiting = job.ending is not None and self._waiting.pop(job_id, None) is not None
            self._changed.notify_all()
        if was_waiting:
            self.settle(job)

    def hold(self, job_id: str) -> None:
        """Note that the work of a job waits."""
        with self._changed:
            self._slots.hold(self._jobs[job_id])
            self._changed.notify_all()

    def let_go(self, job_id: str) -> None:
        """Note that the work of a job goes on."""
        with self._changed:
            self._slots.let_go(self._jobs[job_id])

    def drop(self, job_id: str) -> None:
        """Cancel a job, and show it no more; it goes on until it is unwound."""
        with self._changed:
            if job_id in self._jobs:
                self._jobs[job_id].is_dropped = True
        self.control(job_id, Job.cancel)
        self.forget(job_id)

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
        state = job.outcome(error)
        error = error if state == "failed" else ""
        tell = partial(self._journal.ended, job.id, state, error)
        problem = failure_of(f"Journal of job {job.id}", tell) if is_told else ""
        with self._changed:
            if problem:
                self._untold[job.id] = state, error
            job.end("failed" if problem else state, error or problem)
            self._slots.leave(job)
            self._evict()
            self._changed.notify_all()

    def tell_again(self) -> None:
        """Tell the journal the ends that it could not write down, and then forget those jobs."""
        with self._changed:
            untold = tuple(self._untold.items())
        for job_id, (state, error) in untold:
            # It was logged when it failed first.
            with suppress(Exception):
                self._journal.ended(job_id, state, error)
                with self._changed:
                    del self._untold[job_id]
                    self._jobs.pop(job_id, None)

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
            if job is None or job.is_dropped:
                return None
            return job.picture(self._positions().get(job_id, 0), job.events())

    def snapshots(self) -> tuple[JobSnapshot, ...]:
        """Return all jobs as they are now, in the order they came, without their events."""
        with self._changed:
            positions = self._positions()
            seen = (job for job in self._jobs.values() if not job.is_dropped)
            return tuple(job.picture(positions.get(job.id, 0)) for job in seen)

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
        queue = (*self._slots.returning, *self._waiting)
        return {job_id: place for place, job_id in enumerate(queue, start=1)}

    def _evict(self) -> None:
        ended = [job for job in self._jobs.values() if job.finished is not None]
        ended.sort(key=lambda job: (not job.is_dropped, job.finished))
        n_dropped = sum(job.is_dropped for job in ended)
        for job in ended[: max(n_dropped, len(ended) - KEPT_JOBS)]:
            del self._jobs[job.id]
