"""What a job has said so far, as its viewers see it."""

from __future__ import annotations

from typing import Protocol


class Log(Protocol):
    """Holds the events of one job; may thin them out, so that a long job stays small.

    The pool never calls two methods of one log at the same time.
    """

    def append(self, event: object) -> None:
        """Take in the newest event."""

    def events(self) -> tuple[object, ...]:
        """Return what there is to see, oldest first."""


class FullLog:
    """Keeps every event."""

    def __init__(self) -> None:
        self._events: list[object] = []

    def append(self, event: object) -> None:
        """Take in the newest event."""
        self._events.append(event)

    def events(self) -> tuple[object, ...]:
        """Return all events, oldest first."""
        return tuple(self._events)
