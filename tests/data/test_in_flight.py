from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from core.data.in_flight import InFlight
from core.errors import DataError
from tests.data.crowd import Crowd
from tests.runs.works import TIMEOUT, until

COUNT = 8


class Slow:
    """Work that ends when it is told to, and counts how often it was begun."""

    def __init__(self, error: Exception | None = None) -> None:
        self.may_end = threading.Event()
        self.begun = 0
        self.error = error

    def __call__(self) -> int:
        self.begun += 1
        assert self.may_end.wait(TIMEOUT)
        if self.error:
            raise self.error
        return self.begun


def all_at_once(work: Slow) -> list[int | Exception]:
    """What many threads get that all wait before the work ends."""
    flights: InFlight[int] = InFlight()

    def ask() -> int | Exception:
        try:
            return flights.once("key", work)
        except (DataError, KeyError) as error:
            return error

    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(COUNT) as pool:
        crowd = Crowd(flights, patch)
        futures = [pool.submit(ask) for _ in range(COUNT)]
        until(lambda: crowd.arrived >= COUNT)
        work.may_end.set()
        return [future.result() for future in futures]


def test_work_that_many_want_is_done_once() -> None:
    work = Slow()
    assert all_at_once(work) == [1] * COUNT
    assert work.begun == 1


def test_a_failure_is_shared_by_all_who_wait_each_with_its_own_error() -> None:
    work = Slow(DataError("must", "found", "Do."))
    errors = all_at_once(work)
    assert work.begun == 1
    assert {str(error) for error in errors} == {"must, however: found. Do."}
    assert len({id(error) for error in errors}) == COUNT


def test_nothing_is_remembered() -> None:
    flights: InFlight[int] = InFlight()
    answers = iter([1, 2])
    assert [flights.once("key", lambda: next(answers)) for _ in range(2)] == [1, 2]


def test_a_failure_is_not_remembered() -> None:
    flights: InFlight[int] = InFlight()

    def fail() -> int:
        raise DataError("must", "found", "Do.")

    with pytest.raises(DataError):
        flights.once("key", fail)
    assert flights.once("key", lambda: 1) == 1


def test_an_accident_hits_only_the_thread_it_happens_to() -> None:
    work = Slow(KeyError("accident"))
    results = all_at_once(work)
    assert work.begun == COUNT
    assert {type(result) for result in results} == {KeyError}


def test_other_keys_do_not_wait() -> None:
    flights: InFlight[int] = InFlight()
    slow = Slow()
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(flights.once, "slow", slow)
        assert flights.once("quick", lambda: 7) == 7
        slow.may_end.set()
        assert waiting.result() == 1
