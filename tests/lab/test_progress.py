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


TEACHES = StageStarted("teacher", 0.05, "Training the teacher")
SEARCHES = StageStarted("students", 0.2, "Searching training choices", epochs=20)
SEARCHED = StageStarted(
    "students", 0.3, "Searching", is_epoch=True, epoch=5, epochs=20, seconds=2.0
)


@pytest.mark.parametrize(
    ("events", "seconds"),
    [
        ((TEACHES, EpochReport("teacher", 10, 30, (), seconds=5.0)), 10.0),
        ((SEARCHES, SEARCHED), 6.0),
        ((TEACHES,), None),
        ((SEARCHES,), None),
    ],
)
def test_time_left_of_a_step_follows_its_own_pace(
    events: tuple[object, ...], seconds: float | None
) -> None:
    progress = progress_of(events)
    assert progress.step_seconds_left == (seconds and pytest.approx(seconds))
    assert progress.seconds_left is None


def test_a_search_is_one_from_its_first_word_until_the_students_train() -> None:
    trains = StageStarted("students", 0.5, "Training the students")
    said = (TEACHES, SEARCHES, SEARCHED, trains)
    searching = [progress_of(said[:count]).is_searching for count in range(len(said) + 1)]
    assert searching == [False, False, True, True, False]


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
