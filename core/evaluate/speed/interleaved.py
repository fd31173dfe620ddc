"""Calls of several models timed in turns, so that a busy moment falls on all of them."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

FEWEST_CALLS = 20
FEWEST_ROUNDS = 5
MOST_CALLS = 2000
MOST_ROUNDS = 40
WARM_CALLS = 10
WARM_SECONDS = 0.3
LONG_SECONDS = 3.0
"""Of all rounds together, after which 5 are enough."""
MOST_BATCHES = 64
NS_PER_SECOND = 1e9
CLOCK_READINGS = 100

Nanoseconds = NDArray[np.int64]


class Answering(Protocol):
    """What can be asked rows."""

    def run(self, rows: np.ndarray) -> np.ndarray:
        """Answer rows."""
        ...


@dataclass(frozen=True)
class Asked:
    """A model and the batches to ask it, again from the first where they run out."""

    model: Answering
    batches: Sequence[np.ndarray]

    def time_call(self, call: int) -> tuple[int, int]:
        """Return wall and processor time of one call in nanoseconds."""
        rows = self.batches[call % len(self.batches)]
        cpu_start = time.thread_time_ns()
        start = time.perf_counter_ns()
        self.model.run(rows)
        wall_ns = time.perf_counter_ns() - start
        return wall_ns, time.thread_time_ns() - cpu_start


@dataclass(frozen=True)
class Times:
    """Wall and processor time of one model's calls, each of shape (n_rounds, n_calls)."""

    wall_ns: Nanoseconds
    cpu_ns: Nanoseconds

    @property
    def cpu_is_known(self) -> bool:
        """Whether the processor's clock is fine enough to see a single call."""
        return bool((np.median(self.cpu_ns, axis=1) > 0).all())


def time_in_turns(
    asked: Sequence[Asked], seconds: float, order: np.random.Generator
) -> tuple[Times, ...]:
    """Time single calls of all models in rounds, in random order within a round.

    Each round holds calls of every model, so that the models of a round are paired: what
    slows the machine for a while slows all of them. Models are warmed up first.

    Parameters
    ----------
    asked : sequence of Asked
        At least one.
    seconds : float
        Wall time to spend in all, the same for each model. A model is called 20 to 2000
        times, so that slow models take longer; once the rounds have taken 3 s, those
        that were finished are enough, but never fewer than 5.
    order : Generator
        Draws the order of the calls.

    Returns
    -------
    tuple of Times
        One for each model, with the same number of rounds, 40 at most.
    """
    share_ns = seconds * NS_PER_SECOND / len(asked)
    counts = [_calls_within(share_ns, one) for one in asked]
    rounds = min(*counts, MOST_ROUNDS)
    each = [round(count / rounds) for count in counts]
    turns = np.repeat(np.arange(len(asked)), each)
    taken: list[list[tuple[int, int]]] = [[] for _ in asked]
    clock_ns = _clock_cost_ns()
    start = time.perf_counter()
    for done in range(rounds):
        if _is_enough(done, time.perf_counter() - start, seconds):
            break
        for which in order.permutation(turns).tolist():
            taken[which].append(asked[which].time_call(len(taken[which])))
    pairs = (
        np.array(one, np.int64).reshape(-1, count, 2)
        for one, count in zip(taken, each, strict=True)
    )
    return tuple(Times(pair[..., 0], pair[..., 1] - clock_ns) for pair in pairs)


def cpu_share(times: Sequence[Times]) -> float:
    """Return for how much of their time all calls together had the processor."""
    wall_ns = sum(int(one.wall_ns.sum()) for one in times)
    return sum(int(one.cpu_ns.sum()) for one in times) / max(wall_ns, 1)


def batches_of(rows: np.ndarray, size: int, most: int = MOST_BATCHES) -> list[np.ndarray]:
    """Cut rows into batches of one size, beginning again where rows run out."""
    count = max(1, min(most, len(rows) // size))
    index = np.arange(count * size) % len(rows)
    return np.split(np.ascontiguousarray(rows[index]), count)


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Keep the garbage collector from running within a call that is timed."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _calls_within(share_ns: float, asked: Asked) -> int:
    """Warm a model up, and say how many of its calls fit into the time."""
    spent: list[int] = []
    while len(spent) < WARM_CALLS and sum(spent) < WARM_SECONDS * NS_PER_SECOND:
        spent.append(asked.time_call(len(spent))[0])
    call_ns = max(float(np.median(spent)), 1.0)
    return int(np.clip(share_ns / call_ns, FEWEST_CALLS, MOST_CALLS))


def _is_enough(rounds: int, spent: float, seconds: float) -> bool:
    """Whether so many rounds will do, because the time they were given is over."""
    fewest = FEWEST_CALLS if spent < LONG_SECONDS else FEWEST_ROUNDS
    return spent > seconds and rounds >= fewest


def _clock_cost_ns() -> int:
    """Return the processor time that reading the clocks adds to a call."""
    costs = []
    for _ in range(CLOCK_READINGS):
        start = time.thread_time_ns()
        time.perf_counter_ns()
        time.perf_counter_ns()
        costs.append(time.thread_time_ns() - start)
    return int(np.median(costs))
