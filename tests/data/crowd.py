"""Many threads that want the same at once, each known to wait before the work goes on."""

from __future__ import annotations

import threading

import pytest

from core.data.in_flight import InFlight


class CountingLock:
    """A lock that counts how often it was given back."""

    def __init__(self) -> None:
        self.count = 0
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, *_: object) -> None:
        self.count += 1
        self._lock.release()


class Crowd:
    """Watches calls in flight; whoever has taken hold of one has given the guard back once."""

    def __init__(self, flights: InFlight[object], patch: pytest.MonkeyPatch) -> None:
        self._guard = CountingLock()
        patch.setattr(flights, "_guard", self._guard)

    @property
    def arrived(self) -> int:
        """How many do the work or wait for it, before the first has ended."""
        return self._guard.count
