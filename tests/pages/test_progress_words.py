"""What the live view and the sidebar say of a run: what it waits for, and how long it takes."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator

import pytest
from streamlit.testing.v1 import AppTest

from core.distill.reports import EpochReport
from core.lab.desk.desk import Desk
from core.lab.events import StageStarted
from core.lab.progress import Progress
from core.runs import slots
from core.runs.jobs import JobSnapshot, StopSignal
from pages.ui.live_drawing import drawing_of
from pages.ui.state import Session
from pages.ui.told_progress import left_of
from tests.lab.example_result import make_events, make_result
from tests.pages.conftest import (
    cancel,
    fail,
    interrupt,
    keep_running,
    pause,
    start,
    texts,
    wait_for,
)

OpenPage = Callable[..., AppTest]
TEACHER_ONLY = make_events()[:6]
SEARCHES = StageStarted("students", 0.2, "Searching training choices", epochs=20)


def bars(app: AppTest) -> list[str]:
    return [bar.proto.text for bar in app.get("progress")]


def say(desk: Desk, *events: object) -> str:
    """Put a run on the desk that says this and then goes on."""

    def work(should_stop: StopSignal) -> Iterator[object]:
        yield from events
        while not should_stop():
            pass
        yield make_result()

    run_id = start(desk, "Says something", work)
    wait_for(lambda: desk.look(run_id).version == len(events))
    return run_id


def wait_behind_paused(desk: Desk) -> str:
    """Put a run on the desk behind one that is paused and keeps its place."""
    pause(desk)
    return start(desk, "Waits", lambda _: iter([make_result()]))


def test_a_run_that_is_held_between_two_steps_says_where(
    open_page: OpenPage, desk: Desk, lab: Session
) -> None:
    lab.run_id = say(desk, StageStarted("students", 0.2, "Training 10 students"))
    desk.control(lab.run_id, "pause", lab.owner)
    wait_for(lambda: desk.look(lab.run_id).state == "paused")
    (line, *_) = bars(open_page("distill"))
    assert line.startswith("Paused · Training 10 students · ")


def test_a_run_behind_a_paused_one_says_that_it_is_paused(
    open_page: OpenPage, desk: Desk, lab: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slots, "MOST_LENT", 0)
    lab.run_id = wait_behind_paused(desk)
    shown = bars(open_page("distill"))
    assert len(shown) == 2
    assert all("umber 1 in the queue · the run ahead is paused" in text for text in shown)


def test_a_run_behind_one_that_goes_on_says_its_place_only(
    open_page: OpenPage, desk: Desk, lab: Session
) -> None:
    keep_running(desk)
    lab.run_id = start(desk, "Waits", lambda _: iter([make_result()]))
    assert not any("paused" in text for text in bars(open_page("distill")))


def test_time_left_of_a_step_is_told_as_that_of_the_step() -> None:
    at = Progress("Training the teacher", 0.1, 10, 30, None, step_seconds_left=7.0)
    assert left_of(at) == ("about 7 s left for this step",)
    assert left_of(dataclasses.replace(at, seconds_left=12.0)) == ("about 12 s left",)
    assert left_of(dataclasses.replace(at, step_seconds_left=None)) == ()


@pytest.mark.parametrize("seconds", [0.0, 0.3, 0.9])
def test_no_time_left_is_never_told_of_what_goes_on(seconds: float) -> None:
    step = Progress("Training the teacher", 0.1, 30, 30, None, step_seconds_left=seconds)
    assert left_of(step) == ("this step is nearly done",)
    assert left_of(dataclasses.replace(step, seconds_left=seconds)) == ("nearly done",)


def test_time_left_is_told_while_the_teacher_trains(
    open_page: OpenPage, desk: Desk, lab: Session
) -> None:
    lab.run_id = say(desk, *TEACHER_ONLY[:2], EpochReport("teacher", 1, 9, (), 1.0))
    assert all("about 8 s left for this step" in text for text in bars(open_page("distill")))


def test_time_that_has_passed_is_not_taken_for_time_left(
    open_page: OpenPage, desk: Desk, lab: Session
) -> None:
    lab.run_id = say(desk, SEARCHES)
    assert all(text.endswith("so far") for text in bars(open_page("distill")))


@pytest.mark.parametrize(
    ("events", "words"),
    [
        (TEACHER_ONLY, "begins after the teacher"),
        ((*TEACHER_ONLY, SEARCHES), "searching training choices"),
        ((*TEACHER_ONLY, StageStarted("students", 0.5, "Training")), "begins soon"),
    ],
)
def test_a_panel_without_a_curve_says_what_it_waits_for(
    events: tuple[object, ...], words: str
) -> None:
    job = JobSnapshot(words, "", "", "running", 0, events, 1, 0.0, None, 1.0, "", None)
    pictures = dict(drawing_of(job).pictures)
    for panel in ("soft", "hard", "validation"):
        assert words in pictures[panel].figure_json


def test_an_interrupted_run_shows_the_curves_that_are_kept(
    open_page: OpenPage, desk: Desk, lab: Session
) -> None:
    lab.run_id = interrupt(desk)
    app = open_page("distill")
    assert "It came to epoch 4 of 4 of the students." in texts(app)
    kept = next(one for one in app.expander if one.label == "Learning curves up to there")
    assert kept.proto.expanded
    assert len(kept.get("plotly_chart")) == 4


def test_a_cancelled_run_shows_its_curves_too(
    open_page: OpenPage, desk: Desk, lab: Session
) -> None:
    lab.run_id = cancel(desk)
    assert "Learning curves up to there" in [one.label for one in open_page("distill").expander]


def test_a_run_without_an_epoch_shows_no_curves(
    open_page: OpenPage, desk: Desk, lab: Session
) -> None:
    lab.run_id = fail(desk)
    assert "Learning curves up to there" not in [one.label for one in open_page("distill").expander]
