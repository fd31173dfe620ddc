from __future__ import annotations

import logging
import threading

import pytest

from core.runs.ticker import Ticker
from tests.runs.works import TIMEOUT, until


def test_the_call_is_repeated() -> None:
    calls: list[int] = []
    ticker = Ticker(0.001, lambda: calls.append(1))
    until(lambda: len(calls) > 3)
    ticker.stop()
    ticker.thread.join(TIMEOUT)
    assert not ticker.thread.is_alive()


def test_stop_ends_a_long_pause_at_once() -> None:
    ticker = Ticker(3600, lambda: None)
    ticker.stop()
    ticker.thread.join(TIMEOUT)
    assert not ticker.thread.is_alive()


def test_the_thread_does_not_keep_the_process_alive() -> None:
    ticker = Ticker(3600, lambda: None)
    assert ticker.thread.daemon
    ticker.stop()


def test_each_kind_of_error_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    errors = [ZeroDivisionError("a"), KeyError("b"), ZeroDivisionError("c"), KeyError("d")]
    over = threading.Event()

    def call() -> None:
        if errors:
            raise errors.pop(0)
        over.set()

    with caplog.at_level(logging.ERROR):
        ticker = Ticker(0.001, call)
        assert over.wait(TIMEOUT), "the ticker died"
    ticker.stop()
    kinds = [record.exc_info[0] for record in caplog.records]
    assert kinds == [ZeroDivisionError, KeyError]
