"""How many times as fast the student answers, and how well that can be told."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.evaluate.scores import Array, Interval
from core.evaluate.speed.interleaved import Times
from core.evaluate.speed.latency import (
    BATCH_ROWS,
    SECONDS_IN_ALL,
    Candidate,
    Latency,
    Measurement,
    time_candidates,
)

N_RESAMPLES = 1000
TAIL_PERCENT = 2.5


@dataclass(frozen=True)
class Ratio:
    """Time of the teacher divided by time of the student, for one size of call.

    ``same_file`` is the noise floor: the same division where the student's file, opened
    twice, stands for both. Without noise it is 1.
    """

    rows: int
    times_as_fast: Interval
    same_file: Interval

    @property
    def noise(self) -> float:
        """How far from 1 the same file came out against itself, as a share."""
        return abs(self.same_file.mean - 1)

    @property
    def can_be_told(self) -> bool:
        """Whether the student's time differs from the teacher's by more than noise."""
        ratio = self.times_as_fast
        is_number = math.isfinite(ratio.low) and math.isfinite(ratio.high)
        return is_number and not ratio.contains(1) and abs(ratio.mean - 1) > self.noise


@dataclass(frozen=True)
class SpeedUp:
    """How many times as fast the student answers as the teacher, on one row and on a batch.

    ``busy`` says that the machine had other work; then processor time was compared.
    """

    one_row: Ratio
    batch: Ratio
    busy: bool


def measure_speed(
    candidates: Sequence[Candidate],
    student: str,
    teacher: str,
    batch_rows: int = BATCH_ROWS,
    seconds: float = SECONDS_IN_ALL,
    seed: int = 0,
) -> tuple[tuple[Latency, ...], SpeedUp]:
    """Time all models, and divide the teacher's time by the student's, in one measurement.

    The protocol is that of `time_candidates`; the student's file takes part twice, so
    that the noise of the comparison is measured together with it.

    Parameters
    ----------
    candidates : sequence of Candidate
        The models, in the order of the answer.
    student, teacher : str
        Names of two of them.
    batch_rows : int
        Rows in a batch.
    seconds : float
        Wall time to spend in all; slow models may take longer.
    seed : int
        Seed of the order of the calls.

    Raises
    ------
    ValueError
        When a name is not among the candidates.
    """
    names = [candidate.name for candidate in candidates]
    ours, theirs = names.index(student), names.index(teacher)
    measured = time_candidates((*candidates, candidates[ours]), batch_rows, seconds, seed)
    latencies = tuple(measured.latency(place) for place in range(len(candidates)))
    return latencies, speed_up(measured, ours, theirs, twin=len(candidates))


def speed_up(measured: Measurement, student: int, teacher: int, twin: int) -> SpeedUp:
    """Compare the models at three places of a measurement, `twin` being the student again."""

    def ratio(rows: int, times: Sequence[Times]) -> Ratio:
        ours, theirs, again = times[student], times[teacher], times[twin]
        by_cpu = measured.busy and all(one.cpu_is_known for one in (ours, theirs, again))
        medians = [_medians(one, by_cpu) for one in (ours, theirs, again)]
        return Ratio(
            rows,
            times_as_fast=median_ratio(medians[1], medians[0]),
            same_file=median_ratio(medians[2], medians[0]),
        )

    one_row = ratio(1, measured.one_row)
    return SpeedUp(one_row, ratio(measured.batch_rows, measured.batch), measured.busy)


def median_ratio(above: Array, below: Array, seed: int = 0) -> Interval:
    """Return the median over rounds of one time divided by another, with its interval.

    Parameters
    ----------
    above, below : ndarray of shape (n_rounds,)
        Times of two models in the same rounds, above zero.
    seed : int
        Seed of the resamples.

    Returns
    -------
    Interval
        The percentiles of the median when whole rounds are drawn again, so that the two
        times of a round stay together (Efron, 1979).
    """
    ratios = above / below
    drawn = np.random.default_rng(seed).integers(0, len(ratios), (N_RESAMPLES, len(ratios)))
    resampled = np.median(ratios[drawn], axis=1)
    low, high = np.percentile(resampled, [TAIL_PERCENT, 100 - TAIL_PERCENT])
    return Interval(float(np.median(ratios)), float(low), float(high))


def _medians(times: Times, by_cpu: bool) -> Array:
    """Return the median time of each round."""
    medians: Array = np.median(times.cpu_ns if by_cpu else times.wall_ns, axis=1)
    return medians
