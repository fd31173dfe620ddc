"""How long models take to answer, measured so that the comparison is fair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.evaluate.speed.interleaved import (
    Asked,
    Times,
    batches_of,
    cpu_share,
    time_in_turns,
    without_garbage_collection,
)
from core.export.session import Session

SECONDS_IN_ALL = 1.0
BATCH_ROWS = 256
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
    medians of processor time, the better ones to compare where the machine was busy; they
    are None where the processor's clock is too coarse for one call.
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
class Measurement:
    """Every timed call of one measurement, model by model."""

    one_row: tuple[Times, ...]
    batch_rows: int
    batch: tuple[Times, ...]

    @property
    def busy(self) -> bool:
        """Whether the calls had the processor for less than 90 % of their time."""
        return cpu_share((*self.one_row, *self.batch)) < QUIET_CPU_SHARE

    def latency(self, place: int) -> Latency:
        """Return what was measured of the model at a place."""
        one, many = self.one_row[place], self.batch[place]
        return Latency(
            one_row=_percentiles(one),
            batch_rows=self.batch_rows,
            batch=_percentiles(many),
            busy=self.busy,
            one_row_cpu_ms=_cpu_median_ms(one),
            batch_cpu_ms=_cpu_median_ms(many),
        )


def measure_latency(
    candidates: Sequence[Candidate],
    batch_rows: int = BATCH_ROWS,
    seconds: float = SECONDS_IN_ALL,
    seed: int = 0,
) -> tuple[Latency, ...]:
    """Time every model on one row and on a batch, all in one runtime and on one thread.

    Parameters and protocol are those of `time_candidates`.

    Returns
    -------
    tuple of Latency
        One for each model. ``busy`` is the same for all of one measurement.
    """
    if not candidates:
        return ()
    measured = time_candidates(candidates, batch_rows, seconds, seed)
    return tuple(measured.latency(place) for place in range(len(candidates)))


def time_candidates(
    candidates: Sequence[Candidate],
    batch_rows: int = BATCH_ROWS,
    seconds: float = SECONDS_IN_ALL,
    seed: int = 0,
) -> Measurement:
    """Time single calls of every model, with one row and then with a batch.

    Calls of all models are interleaved in random order, so that a moment in which the
    machine has other work falls on all of them; models are warm and garbage collection is
    off. A slow model is called less often, but 20 times at least, or 5 times where even
    those would take long.

    Parameters
    ----------
    candidates : sequence of Candidate
        The models, in the order of the answer; one at least.
    batch_rows : int
        Rows in a batch.
    seconds : float
        Wall time to spend in all; slow models may take longer.
    seed : int
        Seed of the order of the calls.
    """
    sessions = [Session(candidate.onnx) for candidate in candidates]
    asked = list(zip(sessions, (one.rows for one in candidates), strict=True))
    singles = [Asked(session, batches_of(rows, 1)) for session, rows in asked]
    batches = [Asked(session, batches_of(rows, batch_rows, most=1)) for session, rows in asked]
    order = np.random.default_rng(seed)
    with without_garbage_collection():
        one_row = time_in_turns(singles, seconds / 2, order)
        batch = time_in_turns(batches, seconds / 2, order)
    return Measurement(one_row, batch_rows, batch)


def _percentiles(times: Times) -> Percentiles:
    median, p95 = np.percentile(times.wall_ns, [50, 95]) / NS_PER_MS
    return Percentiles(float(median), float(p95))


def _cpu_median_ms(times: Times) -> float | None:
    return float(np.median(times.cpu_ns)) / NS_PER_MS if times.cpu_is_known else None
