"""Work in the background: a few threads that iterate streams of events, first come first served.

A job is anything that yields events and whose last event is its result. Each has a thread of its
own, from its begin to its end. This module knows no model and no screen.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Generator, Sequence
from functools import partial

from core.runs.attempt import failure_of
from core.runs.control import Cancelled, StopSignal
from core.runs.job import IsStep, Job, every_event, no_event
from core.runs.journal import Journal, NoJournal, NotOursError
from core.runs.log import FullLog, Log
from core.runs.roster import Roster, Work
from core.runs.slots import Control
from core.runs.snapshot import ENDED, JobSnapshot, JobState
from core.runs.ticker import Ticker

__all__ = ["ENDED", "JobPool", "JobSnapshot", "JobState", "StopSignal", "Work"]

LAST_WORDS_SHARE = 0.1


class JobPool:
    """A bounded pool of daemon threads with one queue; a paused job lends its place to the next.

    Parameters
    ----------
    max_running : int
        Jobs that run at once; one by default, for a job keeps a processor busy.
    most_waiting : int
        Jobs that may wait; one more is refused.
    journal : Journal, optional
        Told of everything before it can be seen in a snapshot.
    """

    def __init__(
        self, max_running: int = 1, most_waiting: int = 200, journal: Journal | None = None
    ) -> None:
        self._journal = journal or NoJournal()
        self._roster = Roster(max_running, most_waiting, self._journal)
        self._tickers: list[Ticker] = []
        self._threads: dict[str, threading.Thread] = {}

    def submit(
        self,
        title: str,
        work: Work,
        owner: str = "",
        *,
        job_id: str | None = None,
        log: Log | None = None,
        is_step: IsStep = every_event,
        is_result: IsStep = no_event,
    ) -> str:
        """Put work at the end of the queue.

        Parameters
        ----------
        title : str
            What the job is called on the screen.
        work : callable
            Given a `StopSignal`, returns an iterator of events; the last one is the result.
        owner : str
            Who may stop it, as the caller understands it.
        job_id : str, optional
            The id to give to it; a job of that id that has ended makes room.
        log : Log, optional
            Holds the events for viewers; by default all of them.
        is_step : callable, optional
            Whether an event ends a step of `step`; by default each one does.
        is_result : callable, optional
            Whether an event is the result, after which the job can no longer be cancelled.

        Returns
        -------
        str
            The job's id.

        Raises
        ------
        QueueError
            When the queue is full, the pool is shut down, or a job of that id goes on.
        """
        job_id = job_id or uuid.uuid4().hex
        signal = StopSignal(partial(self._hold, job_id), partial(self._let_go, job_id))
        # An empty log may be false, as everything with a length of zero is.
        log = FullLog() if log is None else log
        self._roster.add(Job(job_id, title, owner, signal, log, is_step, is_result), work)
        self._fill()
        return job_id

    def pause(self, job_id: str) -> None:
        """Hold a running job: its work waits at its next question or event.

        Once it waits, the next job of the queue may begin.
        """
        self._control(job_id, Job.pause)

    def resume(self, job_id: str) -> None:
        """Let a paused job go on; where others run, it is the next of the queue."""
        self._control(job_id, Job.resume)

    def step(self, job_id: str) -> None:
        """Let a paused job go on to the end of its next step, where it is paused again."""
        self._control(job_id, Job.step)

    def stop(self, job_id: str) -> None:
        """Ask the work to end early and keep its best; a job that still waits is cancelled."""
        self._control(job_id, Job.stop)

    def cancel(self, job_id: str) -> None:
        """Drop the job: its work is unwound at its next question or event, without a result."""
        self._control(job_id, Job.cancel)

    def drop(self, job_id: str) -> None:
        """Cancel a job and show it no more, without waiting for its work to be unwound."""
        self._roster.drop(job_id)
        self._fill()

    def tell_again(self) -> None:
        """Tell the journal the ends that it could not write down, and then forget those jobs."""
        self._roster.tell_again()

    def forget(self, job_id: str) -> None:
        """Drop a job that has ended from memory; one that goes on is left alone."""
        self._roster.forget(job_id)

    def snapshot(self, job_id: str) -> JobSnapshot | None:
        """Return the job as it is now, or None for one that is unknown or long gone."""
        return self._roster.snapshot(job_id)

    def snapshots(self) -> tuple[JobSnapshot, ...]:
        """Return all jobs as they are now, in the order they came, without their events."""
        return self._roster.snapshots()

    def wait(self, job_id: str, timeout: float | None = None) -> JobSnapshot | None:
        """Wait until the job has ended, at most `timeout` seconds, and return it as it is then."""
        return self._roster.wait(job_id, timeout)

    def every(self, seconds: float, call: Callable[[], None]) -> None:
        """Repeat a call in the background until `shutdown`; its errors are logged once a kind."""
        self._tickers.append(Ticker(seconds, call))

    def shutdown(self, timeout_s: float) -> None:
        """Take no more jobs and end all as interrupted, within `timeout_s` seconds.

        Work that asks nothing and says nothing in that time is left to its daemon thread.
        """
        deadline = time.monotonic() + timeout_s
        for ticker in self._tickers:
            ticker.stop()
        waiting, running = self._roster.close()
        self._settle(waiting, deadline)
        last_words = deadline - LAST_WORDS_SHARE * timeout_s
        for thread in (*self._threads.values(), *(ticker.thread for ticker in self._tickers)):
            thread.join(max(0.0, last_words - time.monotonic()))
        self._settle(running, deadline)

    def _settle(self, jobs: Sequence[Job], deadline: float) -> None:
        for job in jobs:
            self._roster.settle(job, is_told=time.monotonic() < deadline)

    def _control(self, job_id: str, act: Control) -> None:
        self._roster.control(job_id, act)
        self._fill()

    def _fill(self) -> None:
        """Let jobs begin for as long as there is room."""
        for job_id, thread in tuple(self._threads.items()):
            if not thread.is_alive():
                self._threads.pop(job_id, None)
        while (taken := self._roster.next()) is not None:
            name = f"job-{taken[0].id}"
            thread = threading.Thread(target=self._serve, args=taken, name=name, daemon=True)
            thread.start()
            self._threads[taken[0].id] = thread

    def _serve(self, job: Job, work: Work) -> None:
        error = failure_of(f"Job {job.id}", partial(self._run, job, work))
        self._roster.settle(job, error)
        self._fill()

    def _hold(self, job_id: str) -> None:
        self._tell(job_id, self._journal.paused)
        self._roster.hold(job_id)
        self._fill()

    def _let_go(self, job_id: str) -> None:
        self._roster.let_go(job_id)
        self._tell(job_id, self._journal.resumed)

    def _tell(self, job_id: str, call: Callable[..., None], *said: object) -> None:
        """Tell the journal; a job that is no longer ours is unwound, whatever its work catches."""
        try:
            call(job_id, *said)
        except NotOursError as problem:
            self._roster.control(job_id, Job.cancel)
            raise Cancelled from problem

    def _run(self, job: Job, work: Work) -> None:
        self._tell(job.id, self._journal.started)
        job.signal()
        events = work(job.signal)
        try:
            for event in events:
                job.signal.check()
                ends_step = job.is_step(event)
                self._tell(job.id, self._journal.event, event)
                self._roster.take(job, event, ends_step)
                if not job.has_result:
                    job.signal()
        finally:
            if isinstance(events, Generator):
                events.close()
