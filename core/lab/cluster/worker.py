"""What a worker of the cluster does with one task."""

from __future__ import annotations

import os
import pickle
import signal
import time
import uuid
from dataclasses import dataclass

from distributed import Event, Worker, WorkerPlugin, get_worker
from threadpoolctl import threadpool_limits

from core.lab.cluster.tasks import Step, Task, steps_of

ASK_SECONDS = 0.2
NICENESS = 2


@dataclass(frozen=True)
class Said:
    """A step of an attempt at a task, on its way to who asked for it."""

    key: str
    attempt_id: str
    step: Step


class Considerate(WorkerPlugin):
    """Lets the screen of a machine go before its workers, and leaves Ctrl-C to who asked them."""

    name = "considerate"

    def setup(self, worker: Worker) -> None:
        """Prepare a process, once at its start."""
        del worker
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        if hasattr(os, "nice"):
            os.nice(NICENESS)


def leave_of(topic: str, key: str) -> str:
    """Return the name of the event that is set for as long as a task may go on."""
    return f"{topic}/{key}"


def work_on(topic: str, task: Task, shared: object) -> Said | None:
    """Do a task on one thread, say its steps to a topic and return the last.

    Returns
    -------
    Said, or None without leave to begin
    """
    ask = _Ask(Event(leave_of(topic, task.key)))
    if ask():
        return None
    attempt_id = uuid.uuid4().hex
    with threadpool_limits(1):
        for step in steps_of(task, ask, shared):
            said = Said(task.key, attempt_id, step)
            if not step.is_last:
                get_worker().log_event(topic, pickle.dumps(said))
    return said


class _Ask:
    """Asks whether the task is to end, over the network but a few times a second."""

    def __init__(self, leave: Event) -> None:
        self._leave, self._next, self._is_over = leave, 0.0, False

    def __call__(self) -> bool:
        now = time.monotonic()
        if not self._is_over and now >= self._next:
            self._next = now + ASK_SECONDS
            self._is_over = not self._leave.is_set()
        return self._is_over
