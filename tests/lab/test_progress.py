from __future__ import annotations

import pytest

from core.distill.reports import EpochReport
from core.lab.events import StageStarted
from core.lab.progress import EVALUATE_SECONDS, progress_of, reports_of
from tests.lab.example_result import make_events, make_result


def test_nothing_said_yet_is_no_progress() -> None:
    assert progress_of(()).share_done == 0


def test_progress_never_goes_back_and_never_claims_the_end() -> None:
    events = make_events()[:-1]
    shares = [progress_of(events[:count]).share_done for count in range(len(events) + 1)]
    assert shares == sorted(shares)
    assert shares[-1] < 1


def test_time_left_follows_the_pace_of_the_students() -> None:
    events = (
        StageStarted("students", 0.2, "Training"),
        EpochReport("students", 10, 30, (), seconds=5.0),
    )
    assert progress_of(events).seconds_left == pytest.approx(10.0 + EVALUATE_SECONDS)


def test_epochs_of_the_teacher_are_not_those_of_the_students() -> None:
    events = (
        StageStarted("teacher", 0.05, "Training the teacher"),
        EpochReport("teacher", 150, 150, (), seconds=1.0),
        StageStarted("students", 0.2, "Training the students"),
    )
    progress = progress_of(events)
    assert (progress.epoch, progress.sentence) == (0, "Training the students")


def test_reports_leave_out_what_is_not_an_epoch() -> None:
    result = make_result()
    assert reports_of(make_events(result)) == result.curves


def test_epochs_lead_to_where_the_step_says() -> None:
    events = (
        StageStarted("teacher", 0.2, "Training a model in between", 0.3),
        EpochReport("between", 1, 2, (), seconds=1.0),
    )
    assert progress_of(events).share_done == pytest.approx(0.25)
