"""Numbers with sensible digits, the same on every screen and in every picture."""

from __future__ import annotations

import math

from core.evaluate.scores import Interval

MISSING = "–"
MICROSECONDS_IN_MS = 1000
LARGE_NUMBER = 1e12
LEAST_P = 0.001


def score_text(value: float) -> str:
    """Write a score with three decimals."""
    return f"{value:.3f}" if math.isfinite(value) else MISSING


def range_text(interval: Interval) -> str:
    """Write the two ends of an interval; empty where there are none."""
    if not (math.isfinite(interval.low) and math.isfinite(interval.high)):
        return ""
    return f"{interval.low:z.3f} to {interval.high:z.3f}"


def fine_range_text(interval: Interval) -> str:
    """Write the two ends of a small difference with four decimals; empty where there are none."""
    if not (math.isfinite(interval.low) and math.isfinite(interval.high)):
        return ""
    return f"{interval.low:z.4f} to {interval.high:z.4f}"


def p_text(value: float) -> str:
    """Write a p-value with three decimals; one that would read as zero by its bound."""
    return f"{value:.3f}" if value >= LEAST_P else f"below {LEAST_P:g}"


def size_text(size_bytes: int) -> str:
    """Write a size in bytes, kB or MB with about three digits."""
    if size_bytes < 1000:
        return f"{size_bytes} B"
    kilo = size_bytes / 1000
    return f"{_three(kilo)} kB" if kilo < 1000 else f"{_three(kilo / 1000)} MB"


def time_text(time_ms: float) -> str:
    """Write a time in microseconds, milliseconds or seconds with about three digits."""
    if not math.isfinite(time_ms):
        return MISSING
    if time_ms < 1:
        return f"{_three(time_ms * MICROSECONDS_IN_MS)} µs"
    return f"{_three(time_ms)} ms" if time_ms < 1000 else f"{_three(time_ms / 1000)} s"


def count_text(count: int) -> str:
    """Write a whole number with a comma at each thousand."""
    return f"{count:,}"


def number_text(value: float) -> str:
    """Write a number of a table: whole ones in full, others with four digits."""
    if not math.isfinite(value):
        return MISSING
    if abs(value) >= LARGE_NUMBER:
        return f"{value:.3g}"
    return f"{value:,.0f}" if float(value).is_integer() or abs(value) >= 1000 else f"{value:.4g}"


def duration_text(seconds: float) -> str:
    """Write a duration in whole seconds, or minutes and seconds."""
    whole = max(0, round(seconds))
    return f"{whole} s" if whole < 60 else f"{whole // 60} min {whole % 60:02d} s"


def _three(value: float) -> str:
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:,.{digits}f}"
