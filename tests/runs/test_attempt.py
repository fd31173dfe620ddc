from __future__ import annotations

import logging

import pytest

from core.errors import TrainingError
from core.runs.attempt import BUG_SENTENCE, failure_of
from core.runs.control import Cancelled


def raising(error: BaseException):
    def call() -> None:
        raise error

    return call


def test_a_call_that_succeeds_has_no_failure() -> None:
    assert failure_of("Call", lambda: None) == ""


def test_being_cancelled_is_no_failure(caplog: pytest.LogCaptureFixture) -> None:
    assert failure_of("Call", raising(Cancelled())) == ""
    assert not caplog.records


@pytest.mark.parametrize(
    ("error", "sentence", "level"),
    [
        (TrainingError("A", "b", "C."), "A, however: b. C.", logging.WARNING),
        (ZeroDivisionError("secret"), BUG_SENTENCE, logging.ERROR),
        (SystemExit(3), BUG_SENTENCE, logging.ERROR),
    ],
)
def test_a_failure_is_one_sentence_and_a_traceback_in_the_log(
    caplog: pytest.LogCaptureFixture, error: BaseException, sentence: str, level: int
) -> None:
    assert failure_of("Job 7", raising(error)) == sentence
    (record,) = caplog.records
    assert (record.levelno, record.exc_info[1]) == (level, error)
    assert "Job 7" in caplog.text
