from types import SimpleNamespace

import pytest

from core.runs import stopwatch
from core.runs.stopwatch import Stopwatch


@pytest.fixture
def clock(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(stopwatch, "time", SimpleNamespace(monotonic=lambda: now[0]))
    return now


def test_nothing_counts_before_the_start(clock):
    watch = Stopwatch()
    clock[0] += 5
    assert watch.seconds == 0


def test_only_time_between_start_and_stop_counts(clock):
    watch = Stopwatch()
    for _ in range(2):
        watch.start()
        clock[0] += 3
        watch.stop()
        clock[0] += 10
    assert watch.seconds == 6


def test_a_second_start_or_stop_changes_nothing(clock):
    watch = Stopwatch()
    watch.start()
    clock[0] += 3
    watch.start()
    clock[0] += 4
    watch.stop()
    watch.stop()
    assert watch.seconds == 7
