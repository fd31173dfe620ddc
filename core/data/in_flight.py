"""Work that several threads want at the same moment, done once for all of them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from core.errors import LabError

T = TypeVar("T")


@dataclass
class _Call(Generic[T]):
    lock: threading.Lock = field(default_factory=threading.Lock)
    outcome: T | LabError | None = None


class InFlight(Generic[T]):
    """Lets the first thread that asks do the work, and hands its outcome to all who wait.

    A failure is shared too, so that thirty who wait do not fail one after another. Nothing is
    remembered once the work is done: whoever asks later starts anew.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._calls: dict[Hashable, _Call[T]] = {}

    def once(self, key: Hashable, work: Callable[[], T]) -> T:
        """Do the work under this key, or wait for the thread that is doing it.

        Raises
        ------
        LabError
            What the work raised, in every thread that waited.
        """
        with self._guard:
            call = self._calls.setdefault(key, _Call())
        with call.lock:
            if call.outcome is None:
                call.outcome = self._do(key, work)
        if isinstance(call.outcome, LabError):
            raise _again(call.outcome)
        return call.outcome

    def _do(self, key: Hashable, work: Callable[[], T]) -> T | LabError:
        try:
            return work()
        except LabError as error:
            return error
        finally:
            with self._guard:
                self._calls.pop(key, None)


def _again(error: LabError) -> LabError:
    """Copy an error, as one that is raised in two threads would mix their tracebacks."""
    copy = type(error)(error.must, error.found, error.remedy)
    copy.__cause__ = error
    return copy
