"""How long models take to answer, measured so that the comparison is fair."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from core.export.session import Session

SECONDS_IN_ALL = 1.0
FEWEST_CALLS = 20
MOST_CALLS = 2000
WARM_CALLS = 10
QUIET_CPU_SHARE = 0.9
NS_PER_MS = 1e6


@dataclass(frozen=True)
class Percentiles:
    """Median and 95th percentile, in milliseconds."""

    median: float
    p95: float


@dataclass(frozen=True)
class Latency:
    """Time to answer, one thread, ONNX Runtime; ``busy`` says that the machine had other work.

    ``one_row`` and ``batch`` are wall time. ``one_row_cpu_ms`` and ``batch_cpu_ms`` are
    medians of processor time, the better ones to compare where the machine was busy.
    """

    one_row: Percentiles
    batch_rows: int
    batch: Percentiles
    busy: bool
    one_row_cpu_ms: float | None = None
    batch_cpu_ms: float | None = None

    @property
    def one_row_ms(self) -> float:
        """The better median to compare: wall time, or processor time on a busy machine."""
        if self.busy and self.one_row_cpu_ms is not None:
            return self.one_row_cpu_ms
        return self.one_row.median

    @property
    def batch_ms(self) -> float:
        """As `one_row_ms`, for the batch."""
        if self.busy and self.batch_cpu_ms is not None:
            return self.batch_cpu_ms
        return self.batch.median


@dataclass(frozen=True)
class Candidate:
    """A model to time: its ONNX file and the rows or codes to ask it, one at least."""

    name: str
    onnx: bytes
    rows: np.ndarray


@dataclass(frozen=True)
class _Times:
    """Wall and processor time of each call of one model, in nanoseconds."""

    wall_ns: np.ndarray
    cpu_ns: np.ndarray

    def percentiles(self) -> Percentiles:
        median, p95 = np.percentile(self.wall_ns, [50, 95]) / NS_PER_MS
        return Percentiles(float(median), float(p95))

    def cpu_median_ms(self) -> float:
        return float(np.median(self.cpu_ns)) / NS_PER_MS


def measure_latency(
    candidates: tuple[Candidate, ...],
    batch_rows: int = 256,
    seconds: float = SECONDS_IN_ALL,
    seed: int = 0,
) -> tuple[Latency, ...]:
    """Time every model on one row and on a batch, all in one runtime and on one thread.

    Single calls of all models are interleaved in random order, so that a moment in which
    the machine has other work falls on all of them; models are warm and garbage
    collection is off. A slow model is called less often, but never fewer than 20 times.

    Parameters
    ----------
    candidates : tuple of Candidate
        The models, in the order of the answer.
    batch_rows : int
        Rows in a batch.
    seconds : float
        Wall time to spend in all; slow models may take longer.
    seed : int
        Seed of the order of the calls.

    Returns
    -------
    tuple of Latency
        One for each model. ``busy`` is the same for all of one measurement: the calls
        had the processor for less than 90 % of their time.
    """
    if not candidates:
        return ()
    sessions = [Session(candidate.onnx) for candidate in candidates]
    singles = [_batches(candidate.rows, 1) for candidate in candidates]
    batches = [_batches(candidate.rows, batch_rows)[:1] for candidate in candidates]
    order = np.random.default_rng(seed)
    with _without_garbage_collection():
        one_row = _interleaved(sessions, singles, seconds / 2, order)
        batch = _interleaved(sessions, batches, seconds / 2, order)
    busy = _cpu_share(one_row + batch) < QUIET_CPU_SHARE
    return tuple(
        Latency(
            one_row=one.percentiles(),
            batch_rows=batch_rows,
            batch=many.percentiles(),
            busy=busy,
            one_row_cpu_ms=one.cpu_median_ms(),
            batch_cpu_ms=many.cpu_median_ms(),
        )
        for one, many in zip(one_row, batch, strict=True)
    )


def _batches(rows: np.ndarray, size: int) -> list[np.ndarray]:
    """Cut rows into up to 64 batches of one size, beginning again where rows run out."""
    count = max(1, min(64, len(rows) // size))
    index = np.arange(count * size) % len(rows)
    return np.split(np.ascontiguousarray(rows[index]), count)


def _interleaved(
    sessions: list[Session],
    batches: list[list[np.ndarray]],
    seconds: float,
    order: np.random.Generator,
) -> list[_Times]:
    share_ns = seconds * 1e9 / len(sessions)
    counts = [
        _calls_within(share_ns, session, rows)
        for session, rows in zip(sessions, batches, strict=True)
    ]
    times = [np.empty((count, 2), np.int64) for count in counts]
    clock_ns = _clock_cost_ns()
    done = [0] * len(sessions)
    for which in order.permutation(np.repeat(np.arange(len(sessions)), counts)).tolist():
        call = done[which]
        rows = batches[which][call % len(batches[which])]
        times[which][call] = _time_call(sessions[which], rows)
        done[which] += 1
    return [_Times(wall_ns=pair[:, 0], cpu_ns=pair[:, 1] - clock_ns) for pair in times]


def _calls_within(share_ns: float, session: Session, batches: list[np.ndarray]) -> int:
    """Warm a model up, and say how many of its calls fit into the time."""
    spent: list[int] = []
    for call in range(WARM_CALLS):
        spent.append(_time_call(session, batches[call % len(batches)])[0])
    return int(np.clip(share_ns / np.median(spent), FEWEST_CALLS, MOST_CALLS))


def _time_call(session: Session, rows: np.ndarray) -> tuple[int, int]:
    cpu_start = time.thread_time_ns()
    start = time.perf_counter_ns()
    session.run(rows)
    wall_ns = time.perf_counter_ns() - start
    return wall_ns, time.thread_time_ns() - cpu_start


def _clock_cost_ns() -> int:
    """Return the processor time that reading the clocks adds to a call."""
    costs = []
    for _ in range(100):
        start = time.thread_time_ns()
        time.perf_counter_ns()
        time.perf_counter_ns()
        costs.append(time.thread_time_ns() - start)
    return int(np.median(costs))


def _cpu_share(times: list[_Times]) -> float:
    wall_ns = sum(int(one.wall_ns.sum()) for one in times)
    return sum(int(one.cpu_ns.sum()) for one in times) / max(wall_ns, 1)


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
