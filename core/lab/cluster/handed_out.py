"""A task that a cluster works on, and what it says attempt by attempt."""

from __future__ import annotations

from dataclasses import dataclass, field

from distributed import Event, Future

from core.errors import ClusterError
from core.lab.cluster.tasks import Failed, Told
from core.lab.cluster.worker import Said


@dataclass(frozen=True)
class Ending:
    """How a task ended: its last step, nothing where it never began, or what went wrong."""

    key: str
    outcome: Said | BaseException | None


@dataclass
class HandedOut:
    """A task that was handed out."""

    future: Future[Said | None]
    leave: Event
    has_leave: bool = True
    attempts: list[str] = field(default_factory=list)
    step: int = 0

    def told(self, said: Said) -> Told | None:
        """Return what a step tells; None for one of an attempt that was given up."""
        if said.attempt_id not in self.attempts:
            self.attempts.append(said.attempt_id)
        if said.attempt_id != self.attempts[-1]:
            return None
        self.step = said.step.number
        return Told(said.key, len(self.attempts), self.step, said.step.event, said.step.is_last)

    def failed(self, key: str, error: ClusterError) -> Told:
        """Return the result of a task that no worker survives."""
        return Told(key, max(1, len(self.attempts)), self.step + 1, Failed(error), is_last=True)
