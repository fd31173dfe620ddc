"""Time spent running, without the time spent paused."""

from __future__ import annotations

import time


class Stopwatch:
    """Adds up spans of time; a change of the system's clock does not touch it."""

    def __init__(self) -> None:
        self._seconds = 0.0
        self._since: float | None = None

    def start(self) -> None:
        """Let time count from now on."""
        if self._since is None:
            self._since = time.monotonic()

    def stop(self) -> None:
        """Let time no longer count."""
        self._seconds, self._since = self.seconds, None

    @property
    def seconds(self) -> float:
        """Time counted so far."""
        now = 0.0 if self._since is None else time.monotonic() - self._since
        return self._seconds + now
