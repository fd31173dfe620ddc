"""Watching a training: whether it is to stop, what it said, and how long it took by itself."""

from __future__ import annotations

import time
from collections.abc import Generator
from dataclasses import replace
from typing import TypeVar

from core.distill.reports import EpochReport, StopSignal
from core.lab.events import StageStarted

T = TypeVar("T")
Told = TypeVar("Told", EpochReport, EpochReport | StageStarted)


def never() -> bool:
    """Answer the question whether to stop: no."""
    return False


class Watched:
    """Asks whether to stop, and remembers a yes and how long the answers took.

    Parameters
    ----------
    should_stop : StopSignal
        May block, which holds the training, or raise.

    Attributes
    ----------
    has_stopped : bool
    waited_seconds : float
        Time in which the training was held.
    """

    def __init__(self, should_stop: StopSignal) -> None:
        self.should_stop, self.has_stopped, self.waited_seconds = should_stop, False, 0.0

    def __call__(self) -> bool:
        """Return whether to stop, now or once before."""
        asked = time.perf_counter()
        # Asked again after a yes, for the answer may also be to give up at once.
        self.has_stopped = self.should_stop() or self.has_stopped
        self.waited_seconds += time.perf_counter() - asked
        return self.has_stopped


class Clock:
    """Wall time, lap by lap, without that in which the training was held."""

    def __init__(self, watched: Watched) -> None:
        self.watched = watched
        self.started = self._now()

    def lap(self) -> float:
        """Return the seconds since the last lap."""
        now = self._now()
        lap, self.started = now - self.started, now
        return lap

    def _now(self) -> float:
        return time.perf_counter() - self.watched.waited_seconds


def recorded(
    training: Generator[Told, None, T], curves: list[EpochReport]
) -> Generator[Told, None, T]:
    """Pass a training on, and keep what it says of its epochs."""
    while True:
        try:
            report = next(training)
        except StopIteration as ended:
            outcome: T = ended.value
            return outcome
        if isinstance(report, EpochReport):
            curves.append(report)
        yield report


def timed(training: Generator[Told, None, T], watched: Watched) -> Generator[Told, None, T]:
    """Count only the time that a step of training itself took, not that in which it was held."""
    waited_before = watched.waited_seconds
    while True:
        try:
            report = next(training)
        except StopIteration as ended:
            outcome: T = ended.value
            return outcome
        is_begin = isinstance(report, StageStarted) and not report.is_epoch
        if not is_begin:
            waited = watched.waited_seconds - waited_before
            report = replace(report, seconds=report.seconds - waited)
        shown = time.perf_counter()
        yield report
        watched.waited_seconds += time.perf_counter() - shown
        if is_begin:
            waited_before = watched.waited_seconds
