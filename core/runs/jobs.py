"""Work in the background: a few threads that iterate streams of events, first come first served.

A job is anything that yields events and whose last event is its result. This
module knows no model and no screen; it is the only one that starts threads.
"""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from typing import Literal

from core.errors import LabError

JobState = Literal["queued", "running", "stopping", "done", "cancelled", "failed"]

ENDED: frozenset[JobState] = frozenset({"done", "cancelled", "failed"})
KEPT_JOBS = 50
BUG_SENTENCE = (
    "Something went wrong inside Distill Lab, and the run ended. "
    "Your settings are kept; start the run again, and report it if it happens once more."
)

logger = logging.getLogger(__name__)


class StopSignal:
    """Tells the work, when it asks between steps, to end early and keep its best."""

    def __init__(self) -> None:
        self._stop = threading.Event()

    def __call__(self) -> bool:
        """Whether the work should come to its own ending now."""
        return self._stop.is_set()

    def set(self) -> None:
        """Ask the work to end early."""
        self._stop.set()


Work = Callable[[StopSignal], Iterator[object]]


@dataclass(frozen=True)
class JobSnapshot:
    """One job at one moment.

    ``position`` is 1 for the job that starts next and 0 once it has started. ``started``
    and ``finished`` are seconds since the epoch, ``seconds`` the time spent running.
    ``error`` is one plain sentence, empty while nothing is wrong. ``result`` is the last
    event of a job that is done.
    """

    id: str
    title: str
    owner: str
    state: JobState
    position: int
    events: tuple[object, ...]
    started: float | None
    finished: float | None
    seconds: float
    error: str
    result: object | None

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in ENDED


@dataclass
class _Job:
    id: str
    title: str
    owner: str
    state: JobState = "queued"
    signal: StopSignal = field(default_factory=StopSignal)
    cancelled: bool = False
    events: list[object] = field(default_factory=list)
    started: float | None = None
    finished: float | None = None
    error: str = ""


class JobPool:
    """A bounded pool of daemon threads with one queue.

    Parameters
    ----------
    max_running : int
        Jobs that run at once; one by default, for a job keeps a processor busy.
    """

    def __init__(self, max_running: int = 1) -> None:
        self._jobs: dict[str, _Job] = {}
        self._waiting: dict[str, Work] = {}
        self._changed = threading.Condition()
        for number in range(max_running):
            threading.Thread(target=self._serve, name=f"job-{number}", daemon=True).start()

    def submit(self, title: str, work: Work, owner: str = "") -> str:
        """Put work at the end of the queue.

        Parameters
        ----------
        title : str
            What the job is called on the screen.
        work : callable
            Given a `StopSignal`, returns an iterator of events; the last one is the result.
        owner : str
            Who may stop it, as the caller understands it.

        Returns
        -------
        str
            The job's id.
        """
        job = _Job(uuid.uuid4().hex, title, owner)
        with self._changed:
            self._jobs[job.id] = job
            self._waiting[job.id] = work
            self._changed.notify_all()
        return job.id

    def stop(self, job_id: str) -> None:
        """Ask the work to end early and keep its best; a job that still waits is cancelled."""
        with self._changed:
            job = self._jobs.get(job_id)
            if job is None:
                return
            if job.state == "queued":
                self._cancel_queued(job)
            elif job.state == "running":
                job.signal.set()
                job.state = "stopping"
                self._changed.notify_all()

    def cancel(self, job_id: str) -> None:
        """Drop the job: at its next event its work is closed and no result is kept."""
        with self._changed:
            job = self._jobs.get(job_id)
            if job is None:
                return
            if job.state == "queued":
                self._cancel_queued(job)
            elif job.state not in ENDED:
                job.cancelled = True
                job.signal.set()
                job.state = "stopping"
                self._changed.notify_all()

    def snapshot(self, job_id: str) -> JobSnapshot | None:
        """Return the job as it is now, or None for one that is unknown or long gone."""
        with self._changed:
            job = self._jobs.get(job_id)
            return None if job is None else self._picture(job)

    def wait(self, job_id: str, timeout: float | None = None) -> JobSnapshot | None:
        """Wait until the job has ended, at most `timeout` seconds, and return it as it is then."""
        with self._changed:
            self._changed.wait_for(lambda: self._has_ended(job_id), timeout)
            return self.snapshot(job_id)

    def _has_ended(self, job_id: str) -> bool:
        job = self._jobs.get(job_id)
        return job is None or job.state in ENDED

    def _cancel_queued(self, job: _Job) -> None:
        del self._waiting[job.id]
        self._end(job, "cancelled")

    def _picture(self, job: _Job) -> JobSnapshot:
        until = job.finished if job.finished is not None else time.time()
        return JobSnapshot(
            id=job.id,
            title=job.title,
            owner=job.owner,
            state=job.state,
            position=list(self._waiting).index(job.id) + 1 if job.state == "queued" else 0,
            events=tuple(job.events),
            started=job.started,
            finished=job.finished,
            seconds=0.0 if job.started is None else until - job.started,
            error=job.error,
            result=job.events[-1] if job.state == "done" and job.events else None,
        )

    def _serve(self) -> None:
        while True:
            job, work = self._next()
            error = ""
            try:
                self._iterate(job, work)
            except LabError as problem:
                error = str(problem)
            except BaseException:  # the thread must outlive whatever a job raises
                logger.exception("Job %s crashed", job.id)
                error = BUG_SENTENCE
            with self._changed:
                if job.cancelled:
                    self._end(job, "cancelled")
                else:
                    self._end(job, "failed" if error else "done", error)
            del job, work

    def _next(self) -> tuple[_Job, Work]:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting)
            job = self._jobs[next(iter(self._waiting))]
            work = self._waiting.pop(job.id)
            job.state = "running"
            job.started = time.time()
            self._changed.notify_all()
            return job, work

    def _iterate(self, job: _Job, work: Work) -> None:
        events = work(job.signal)
        for event in events:
            with self._changed:
                if job.cancelled:
                    break
                job.events.append(event)
                self._changed.notify_all()
        if isinstance(events, Generator):
            events.close()

    def _end(self, job: _Job, state: JobState, error: str = "") -> None:
        job.state = state
        job.error = error
        job.finished = time.time()
        self._evict()
        self._changed.notify_all()

    def _evict(self) -> None:
        ended = [job for job in self._jobs.values() if job.finished is not None]
        ended.sort(key=lambda job: job.finished or 0.0)
        for job in ended[: max(0, len(ended) - KEPT_JOBS)]:
            del self._jobs[job.id]
