"""A call that is repeated in the background until the pool is shut down."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

logger = logging.getLogger(__name__)


class Ticker:
    """Calls at a steady pace, from a daemon thread that outlives what the call raises.

    Parameters
    ----------
    seconds : float
        Pause before each call.
    call : callable
        An exception is logged the first time that one of its kind appears.
    """

    def __init__(self, seconds: float, call: Callable[[], None]) -> None:
        self._seconds, self._call = seconds, call
        self._over = threading.Event()
        self._seen: set[type[BaseException]] = set()
        self.thread = threading.Thread(target=self._tick, name="ticker", daemon=True)
        self.thread.start()

    def stop(self) -> None:
        """Call no more; a call that goes on is not cut short."""
        self._over.set()

    def _tick(self) -> None:
        while not self._over.wait(self._seconds):
            try:
                self._call()
            except BaseException as problem:  # one bad call must not silence the next ones
                if type(problem) not in self._seen:
                    self._seen.add(type(problem))
                    logger.exception("A repeated call crashed")
