"""What tasks of the tests do, in a module that workers can import."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator
from pathlib import Path

from core.errors import DataError

Steps = Generator[object, None, object]
StopSignal = Callable[[], bool]
PAUSE_SECONDS = 0.02


def add_up(should_stop: StopSignal, shared: int, n: int) -> Steps:
    """Say the sums on the way to the sum of the first n numbers; shared is added to the last."""
    total = 0
    for number in range(1, n + 1):
        if should_stop():
            break
        total += number
        yield total
    return total + shared


def say_process(_should_stop: StopSignal, _shared: object) -> Steps:
    yield os.getpid()
    return os.getpid()


def say_where_shared_lies(_should_stop: StopSignal, shared: object) -> Steps:
    yield len(shared)
    return os.getpid(), id(shared)


def lack_rows(_should_stop: StopSignal, _shared: object) -> Steps:
    yield "looking"
    raise DataError("Rows must be there", "none are", "Add some.")


def divide_by_zero(_should_stop: StopSignal, _shared: object) -> Steps:
    yield 1
    return 1 // 0


def wait_for(_should_stop: StopSignal, _shared: object, file: Path) -> Steps:
    """Say the number of the process, and wait for a file."""
    yield os.getpid()
    while not file.exists():
        time.sleep(PAUSE_SECONDS)
    yield "found"
    return file.read_text()


def go_on(should_stop: StopSignal, _shared: object) -> Steps:
    """Go on until asked to end."""
    yield "begun"
    while not should_stop():
        time.sleep(PAUSE_SECONDS)
    return "ended early"


def die(_should_stop: StopSignal, _shared: object) -> Steps:
    yield "dying"
    os._exit(1)
