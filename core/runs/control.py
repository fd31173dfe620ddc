"""The gate between a job and its work: pause, go on, stop and keep the best, cancel."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Cancelled(BaseException):
    """Unwinds work that was cancelled; work lets it pass and has no reason to catch it."""


def _nothing() -> None:
    pass


class StopSignal:
    """What the work asks between steps: whether to end early and keep its best.

    The question is also the gate: while the job is paused the answer waits, and once the
    job is cancelled the question raises `Cancelled`.

    Parameters
    ----------
    on_pause, on_resume : callable
        Called in the thread of the work, when it begins to wait and when it goes on.
        What they raise passes through the work.
    """

    def __init__(
        self, on_pause: Callable[[], None] = _nothing, on_resume: Callable[[], None] = _nothing
    ) -> None:
        self._changed = threading.Condition()
        self._is_paused = self._is_stopped = self._is_cancelled = False
        self._on_pause, self._on_resume = on_pause, on_resume

    def __call__(self) -> bool:
        """Wait while the job is paused; then say whether to come to an ending now.

        Raises
        ------
        Cancelled
            When the job was cancelled, before the question or while it waited.
        """
        if self._is_closed():
            self._on_pause()
            with self._changed:
                self._changed.wait_for(lambda: not self._is_closed())
            self.check()
            self._on_resume()
        self.check()
        return self._is_stopped

    def check(self) -> None:
        """Raise `Cancelled` when the job was cancelled; never wait."""
        if self._is_cancelled:
            raise Cancelled

    def pause(self) -> None:
        """Let the next question wait."""
        self._is_paused = True

    def resume(self) -> None:
        """Let the work go on."""
        with self._changed:
            self._is_paused = False
            self._changed.notify_all()

    def stop(self) -> None:
        """Ask the work to end early, also out of a pause."""
        with self._changed:
            self._is_stopped, self._is_paused = True, False
            self._changed.notify_all()

    def cancel(self) -> None:
        """Unwind the work at its next question, also out of a pause."""
        with self._changed:
            self._is_cancelled = True
            self._changed.notify_all()

    def _is_closed(self) -> bool:
        return self._is_paused and not self._is_cancelled
