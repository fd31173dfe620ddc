from __future__ import annotations

import threading

import pytest

from core.errors import LabError
from core.runs.control import Cancelled, StopSignal
from tests.runs.works import TIMEOUT, until


class Asking:
    """A question asked in a thread of its own."""

    def __init__(self, signal: StopSignal) -> None:
        self.answer: object = None
        self.thread = threading.Thread(target=self.ask, args=(signal,), daemon=True)
        self.thread.start()

    def ask(self, signal: StopSignal) -> None:
        try:
            self.answer = signal()
        except Cancelled:
            self.answer = "cancelled"

    def told(self) -> object:
        self.thread.join(TIMEOUT)
        return self.answer


def test_work_goes_on_until_it_is_told_otherwise() -> None:
    assert StopSignal()() is False


def test_stopped_work_is_told_so_each_time() -> None:
    signal = StopSignal()
    signal.stop()
    assert [signal(), signal()] == [True, True]


def test_cancelled_work_is_unwound() -> None:
    signal = StopSignal()
    signal.cancel()
    with pytest.raises(Cancelled):
        signal()


def test_no_library_that_catches_exceptions_swallows_the_unwinding() -> None:
    assert not issubclass(Cancelled, Exception)


@pytest.mark.parametrize(
    ("act", "answer"),
    [
        (StopSignal.resume, False),
        (StopSignal.stop, True),
        (StopSignal.cancel, "cancelled"),
    ],
)
def test_a_question_waits_while_paused(act, answer) -> None:
    waits = threading.Event()
    signal = StopSignal(on_pause=waits.set)
    signal.pause()
    asking = Asking(signal)
    assert waits.wait(TIMEOUT)
    assert asking.thread.is_alive()
    act(signal)
    assert asking.told() == answer


def test_check_never_waits() -> None:
    signal = StopSignal()
    signal.pause()
    signal.check()


def test_pausing_is_told_once_and_going_on_too() -> None:
    told: list[str] = []
    signal = StopSignal(lambda: told.append("paused"), lambda: told.append("resumed"))
    signal()
    signal.pause()
    asking = Asking(signal)
    until(lambda: told == ["paused"])
    signal.resume()
    asking.told()
    signal()
    assert told == ["paused", "resumed"]


def test_cancelled_work_is_not_told_to_go_on() -> None:
    told: list[str] = []
    signal = StopSignal(lambda: told.append("paused"), lambda: told.append("resumed"))
    signal.pause()
    asking = Asking(signal)
    until(lambda: told == ["paused"])
    signal.cancel()
    assert (asking.told(), told) == ("cancelled", ["paused"])


def test_what_the_journal_raises_passes_through_the_work() -> None:
    def full() -> None:
        raise LabError("There must be room", "the disk is full", "Free some.")

    signal = StopSignal(on_pause=full)
    signal.pause()
    with pytest.raises(LabError, match="disk is full"):
        signal()
