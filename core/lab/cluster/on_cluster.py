"""Tasks on Dask's workers: a few at a time, what they tell as it arrives, each result once."""

from __future__ import annotations

import pickle
from asyncio import CancelledError as LoopCancelledError
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from queue import Empty, SimpleQueue

import dask
from distributed import CancelledError, Client, Event, Future, KilledWorker

from core.distill.reports import StopSignal
from core.errors import ClusterError
from core.lab.cluster.connection import connected, reaching
from core.lab.cluster.handed_out import Ending, HandedOut
from core.lab.cluster.problems import deadly, lost, other_software
from core.lab.cluster.settings import ClusterSettings
from core.lab.cluster.tasks import IsEnough, Task, Told, never_enough
from core.lab.cluster.worker import Said, leave_of, work_on

ASK_SECONDS = 0.2
TASKS_A_THREAD = 2
"""One at work and one that waits beside it, so that a pause soon takes hold."""

ANY_SIZE = {"distributed.admin.large-graph-warning-threshold": "1 TB"}
"""What all tasks share goes to the scheduler once, whatever Dask would warn of."""


def on_cluster(
    tasks: Iterable[Task],
    should_stop: StopSignal,
    *,
    shared: object = None,
    is_enough: IsEnough = never_enough,
    settings: ClusterSettings | None = None,
) -> Iterator[Told]:
    """Do tasks on a cluster; a `Runner`.

    The cluster is there from the first step of the iterator to its end. A worker that is lost
    gives its tasks to the others, which begin them again. While `should_stop` blocks nothing is
    told, and only tasks that were handed out already go on.

    Raises
    ------
    ClusterError
        When the cluster cannot be reached or started, or is lost.
    """
    settings = settings or ClusterSettings.of_environment()
    with connected(settings) as client:
        call = _Call(client, settings, tasks, shared)
        try:
            yield from call.told(should_stop, is_enough)
        finally:
            call.end()


class _Call:
    """One stream of tasks and what they tell.

    The topic is the name of the client, which is its own for each call: a scheduler forgets it
    some time after the client has left.
    """

    def __init__(
        self, client: Client, settings: ClusterSettings, tasks: Iterable[Task], shared: object
    ) -> None:
        self.client, self.settings, self.tasks = client, settings, iter(tasks)
        self.running: dict[str, HandedOut] = {}
        self.has_place = True
        self.arrived: SimpleQueue[Said | Ending] = SimpleQueue()
        client.subscribe_topic(client.id, self._hear)
        # A task, not scattered data, which would be lost with the workers that hold it.
        with dask.config.set(ANY_SIZE):
            self.shared = client.submit(pickle.loads, pickle.dumps(shared), pure=False)

    def told(self, should_stop: StopSignal, is_enough: IsEnough) -> Iterator[Told]:
        """Hand tasks out and tell of them, until none is left."""
        self._hand_out()
        while self.running:
            if should_stop():
                self._stop()
            told = self._next_told()
            if told is not None:
                if is_enough(told) and not told.is_last:
                    self._end_early(self.running[told.key])
                yield told
            if self.has_place:
                self._hand_out()

    def end(self) -> None:
        """Leave no task at work."""
        with suppress(ClusterError):
            self._stop()
            self.client.cancel([running.future for running in self.running.values()])

    def _hand_out(self) -> None:
        """Give tasks to the workers for as long as there are places."""
        self.has_place = False
        with reaching(self.settings):
            places = TASKS_A_THREAD * max(1, sum(self.client.nthreads().values()))
        for task in islice(self.tasks, max(0, places - len(self.running))):
            with reaching(self.settings), dask.config.set(ANY_SIZE):
                self.running[task.key] = self._handed_out(task)

    def _handed_out(self, task: Task) -> HandedOut:
        name = leave_of(self.client.id, task.key)
        leave = Event(name, client=self.client)
        leave.set()
        arguments = (self.client.id, task, self.shared)
        future = self.client.submit(work_on, *arguments, key=name, pure=False)
        assert self.client.loop is not None
        self.client.loop.add_callback(self._await, task.key, future)
        return HandedOut(future, leave)

    def _stop(self) -> None:
        """Begin nothing more, and ask what runs to end early."""
        self.tasks = iter(())
        for running in self.running.values():
            self._end_early(running)

    def _end_early(self, running: HandedOut) -> None:
        if running.has_leave:
            running.has_leave = False
            with reaching(self.settings):
                running.leave.clear()

    def _hear(self, event: tuple[float, object]) -> None:
        """Take what workers said; the scheduler tells of the client under the same topic."""
        if isinstance(event[1], bytes):
            self.arrived.put(pickle.loads(event[1]))

    async def _await(self, key: str, future: Future[Said | None]) -> None:
        """Wait in the client's loop, where a result comes after all that was said before it."""
        outcome: Said | BaseException | None
        try:
            outcome = await future
        # Whatever it is, the call shall not wait for it.
        except (Exception, LoopCancelledError) as problem:
            outcome = problem
        self.arrived.put(Ending(key, outcome))

    def _next_told(self) -> Told | None:
        """Wait a moment for what arrives; None when nothing did that is to be told."""
        try:
            arrived = self.arrived.get(timeout=ASK_SECONDS)
        except Empty:
            return None
        if isinstance(arrived, Ending):
            running = self.running.pop(arrived.key)
            self.has_place = True
            self._end_early(running)
            return self._result(arrived, running)
        running_still = self.running.get(arrived.key)
        return running_still.told(arrived) if running_still else None

    def _result(self, ending: Ending, running: HandedOut) -> Told | None:
        outcome = ending.outcome
        if outcome is None:
            return None
        if isinstance(outcome, Said):
            return running.told(outcome)
        if isinstance(outcome, KilledWorker):
            return running.failed(ending.key, deadly(outcome.allowed_failures + 1))
        if isinstance(outcome, CancelledError | LoopCancelledError):
            raise lost(self.settings) from outcome
        if isinstance(outcome, ModuleNotFoundError):
            raise other_software(outcome) from outcome
        raise outcome
