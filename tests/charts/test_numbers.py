from __future__ import annotations

import math

import pytest

from core.charts.numbers import (
    MISSING,
    duration_text,
    p_text,
    range_text,
    score_text,
    size_text,
    time_text,
)
from core.evaluate.scores import Interval


@pytest.mark.parametrize(
    ("size_bytes", "text"),
    [(0, "0 B"), (999, "999 B"), (2552, "2.55 kB"), (20845, "20.8 kB"), (4_800_000, "4.80 MB")],
)
def test_sizes_have_about_three_digits(size_bytes: int, text: str) -> None:
    assert size_text(size_bytes) == text


@pytest.mark.parametrize(
    ("time_ms", "text"),
    [(0.0054, "5.40 µs"), (0.284, "284 µs"), (4.36, "4.36 ms"), (1500, "1.50 s")],
)
def test_times_change_their_unit(time_ms: float, text: str) -> None:
    assert time_text(time_ms) == text


@pytest.mark.parametrize(
    ("seconds", "text"), [(-1, "0 s"), (8.6, "9 s"), (59.7, "1 min 00 s"), (125, "2 min 05 s")]
)
def test_durations_are_whole_seconds(seconds: float, text: str) -> None:
    assert duration_text(seconds) == text


def test_a_score_that_does_not_exist_is_a_dash() -> None:
    assert score_text(math.nan) == MISSING
    assert range_text(Interval(math.nan, math.nan, math.nan)) == ""


def test_a_range_never_shows_minus_zero() -> None:
    assert range_text(Interval(0.0, -0.0001, 0.0)) == "0.000 to 0.000"


@pytest.mark.parametrize(
    ("value", "text"), [(0.0004, "below 0.001"), (0.001, "0.001"), (0.5, "0.500")]
)
def test_a_p_value_never_reads_as_zero(value, text):
    assert p_text(value) == text
