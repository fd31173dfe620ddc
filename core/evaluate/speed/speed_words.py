"""The measured speed of student and teacher in one sentence that claims no more than it shows."""

from __future__ import annotations

import math

import numpy as np

from core.evaluate.scores import Interval
from core.evaluate.speed.latency_ratio import Ratio, SpeedUp

LEAST_PERCENT = 1
BUSY = " The machine was busy, so processor time was compared."


def speed_sentence(speed: SpeedUp) -> str:
    """Say how many times as fast the student answers, how sure that is, and if all was quiet.

    Parameters
    ----------
    speed : SpeedUp
        As measured.

    Returns
    -------
    str
        "Cannot be told apart" where the interval contains 1 or the ratio lies within what
        the same file shows against itself.
    """
    one_row = f"One row: {_finding(speed.one_row)}"
    batch = f"in batches of {speed.batch.rows:,} rows {_finding(speed.batch)}"
    return f"{one_row}; {batch}; {_noise(speed)}.{BUSY if speed.busy else ''}"


def _finding(ratio: Ratio) -> str:
    interval = ratio.times_as_fast
    if not math.isfinite(interval.mean):
        return "the speed is not defined, because no time was measured"
    if not ratio.can_be_told:
        return f"student and teacher cannot be told apart (ratio {_with_ends(interval)})"
    if interval.mean > 1:
        return f"the student answers {_times(interval)}"
    turned = Interval(1 / interval.mean, 1 / interval.high, 1 / interval.low)
    return f"the teacher answers {_times(turned)}"


def _times(interval: Interval) -> str:
    digits = _digits(interval)
    return f"{interval.mean:,.{digits}f} times as fast ({_ends(interval, digits)})"


def _with_ends(interval: Interval) -> str:
    digits = _digits(interval)
    return f"{interval.mean:.{digits}f}, {_ends(interval, digits)}"


def _ends(interval: Interval, digits: int) -> str:
    return f"95 % interval {interval.low:,.{digits}f} to {interval.high:,.{digits}f}"


def _digits(interval: Interval) -> int:
    """Fewer decimals for larger numbers, and two where the ends come near to 1."""
    if interval.low < 2:
        return 2
    return 0 if interval.mean >= 10 else 1


def _noise(speed: SpeedUp) -> str:
    largest = float(np.max([speed.one_row.noise, speed.batch.noise]))
    if not math.isfinite(largest):
        return "how much is noise is not known"
    percent = max(LEAST_PERCENT, math.ceil(round(100 * largest, 6)))
    return f"the same file timed against itself differs by at most {percent} %"
