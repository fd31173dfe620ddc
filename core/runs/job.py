"""One job and its states.

    queued ──▶ running ◀──▶ paused
      │           │  └───┬────┘
      │           │      ▼ stop, cancel
      │           │   stopping ──▶ done, cancelled, failed
      │           └──▶ done, failed
      └──▶ cancelled

A paused job that is to go on while others run is queued before, see `core.runs.slots`. A job
that the end of the server cuts short ends as interrupted. One that has said its result is
done, whatever was asked of it since. A control that does not fit the state changes nothing.
Whoever calls a method holds the lock of the pool.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from core.runs.control import StopSignal
from core.runs.log import FullLog, Log
from core.runs.snapshot import JobSnapshot, JobState
from core.runs.stopwatch import Stopwatch

IsStep = Callable[[object], bool]


def every_event(_: object) -> bool:
    """Take each event for the end of a step."""
    return True


def no_event(_: object) -> bool:
    """Take no event for the result before the work has ended."""
    return False


@dataclass
class Job:
    """A job as the pool keeps it.

    ``ending`` is the state that the job will end in, whatever its work still does.
    ``is_settled`` is set once the end is decided, a moment before it can be seen. Nobody sees
    a job that ``is_dropped``. ``has_result`` is set once it has said its result.
    """

    id: str
    title: str
    owner: str
    signal: StopSignal
    log: Log = field(default_factory=FullLog)
    is_step: IsStep = every_event
    is_result: IsStep = no_event
    state: JobState = "queued"
    version: int = 0
    ending: Literal["cancelled", "interrupted"] | None = None
    is_settled: bool = False
    is_dropped: bool = False
    has_result: bool = False
    is_stepping: bool = False
    last: object | None = None
    shown: tuple[object, ...] | None = None
    started: float | None = None
    finished: float | None = None
    error: str = ""
    stopwatch: Stopwatch = field(default_factory=Stopwatch)

    def begin(self) -> None:
        """Leave the queue."""
        self.started = time.time()
        self._go("running")

    def pause(self) -> None:
        """Hold a running job at its next question or event."""
        if self.state == "running":
            self.state, self.is_stepping = "paused", False
            self.stopwatch.stop()
            self.signal.pause()

    def resume(self) -> None:
        """Let a paused job go on."""
        if self.state == "paused":
            self._go("running")
            self.signal.resume()

    def step(self) -> None:
        """Let a paused job go on to the end of its next step."""
        if self.state == "paused":
            self.is_stepping = True
            self.resume()

    def stop(self) -> None:
        """Ask a job that has started to keep its best and end; cancel one that waits."""
        if self.state == "queued":
            self.cancel()
        elif self.state in ("running", "paused"):
            self._go("stopping")
            self.signal.stop()

    def cancel(self, ending: Literal["cancelled", "interrupted"] = "cancelled") -> None:
        """Unwind the job, whatever it does."""
        if self.started is not None:
            self.stopwatch.start()
        self.state, self.ending = "stopping", self.ending or ending
        self.signal.cancel()

    def take(self, event: object, ends_step: bool) -> None:
        """Show an event; a job that goes one step is paused again at the end of it."""
        self.log.append(event)
        self.last, self.shown = event, None
        self.version += 1
        self.has_result = self.has_result or self.is_result(event)
        if ends_step and self.is_stepping:
            self.pause()

    def outcome(self, error: str) -> JobState:
        """Return the state to end in, given what went wrong, if anything did."""
        if self.has_result and not error:
            return "done"
        return self.ending or ("failed" if error else "done")

    def end(self, state: JobState, error: str) -> None:
        """Come to the end."""
        self.stopwatch.stop()
        self.finished = time.time()
        self.state, self.error = state, error

    def events(self) -> tuple[object, ...]:
        """Return what there is to see; it is copied once a version, however often it is seen."""
        if self.shown is None:
            self.shown = self.log.events()
        return self.shown

    def picture(self, position: int, events: tuple[object, ...] = ()) -> JobSnapshot:
        """Return the job as it is now."""
        return JobSnapshot(
            id=self.id,
            title=self.title,
            owner=self.owner,
            state=self.state,
            position=position,
            events=events,
            version=self.version,
            started=self.started,
            finished=self.finished,
            seconds=self.stopwatch.seconds,
            error=self.error,
            result=self.last if self.state == "done" else None,
        )

    def _go(self, state: JobState) -> None:
        self.state = state
        self.stopwatch.start()
