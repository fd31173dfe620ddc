"""Who may go on: a job that runs holds a slot, and one that is paused lends its own to the next."""

from __future__ import annotations

from collections.abc import Callable

from core.runs.job import Job

MOST_LENT = 4
"""Paused jobs that lend their slot; each keeps its memory, so further ones keep their slot too."""

Control = Callable[[Job], None]

GOING_ON: tuple[Control, ...] = (Job.resume, Job.step, Job.stop)
"""Controls that let a paused job go on."""


class Slots:
    """Slots for so many jobs. Whoever calls a method holds the lock of the pool.

    A paused job lends its slot once its work waits. It gets one back when it is to go on, at
    once where one is free; otherwise it is queued, before every job that has not begun.

    Parameters
    ----------
    most : int
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._holders: set[str] = set()
        self._held: dict[str, Job] = {}
        self._lent: set[str] = set()
        self._returning: dict[str, tuple[Job, Control]] = {}

    @property
    def has_room(self) -> bool:
        """Whether a job may begin."""
        return len(self._holders) < self._most

    @property
    def returning(self) -> tuple[str, ...]:
        """Ids of the jobs that wait for a slot to go on, in their order."""
        return tuple(self._returning)

    def take(self, job: Job) -> None:
        """Give a slot to a job that begins."""
        self._holders.add(job.id)

    def leave(self, job: Job) -> None:
        """Take a job out that has ended."""
        self._holders.discard(job.id)
        self._lent.discard(job.id)
        self._held.pop(job.id, None)
        self._share()

    def hold(self, job: Job) -> None:
        """Note that the work of a job waits."""
        self._held[job.id] = job
        self._share()

    def let_go(self, job: Job) -> None:
        """Note that the work of a job goes on."""
        self._held.pop(job.id, None)

    def act(self, job: Job, control: Control) -> None:
        """Let a control act on a job, now or once the job has a slot."""
        if job.id in self._returning:
            self._think_again(job, control)
        elif job.state == "paused" and job.id in self._lent and control in GOING_ON:
            self._returning[job.id] = job, control
            job.state = "queued"
        else:
            control(job)
        self._share()

    def _think_again(self, job: Job, control: Control) -> None:
        is_stopped = self._returning[job.id][1] is Job.stop
        if control is Job.pause and not is_stopped:
            del self._returning[job.id]
            job.state = "paused"
        elif control in GOING_ON and not is_stopped:
            self._returning[job.id] = job, control
        elif control is Job.cancel:
            control(job)

    def _share(self) -> None:
        for job in self._held.values():
            is_holder = job.state == "paused" and job.id in self._holders
            if is_holder and len(self._lent) < MOST_LENT:
                self._holders.remove(job.id)
                self._lent.add(job.id)
        for job, control in tuple(self._returning.values()):
            if job.ending is not None:
                del self._returning[job.id]
            elif self.has_room:
                del self._returning[job.id]
                self._lent.remove(job.id)
                self._holders.add(job.id)
                job.state = "paused"
                control(job)
