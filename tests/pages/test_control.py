"""What buttons do: start, stop, cancel, and the demo from any page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from streamlit.testing.v1 import AppTest

from core.errors import QueueError
from core.lab import experiment
from core.lab.desk.desk import Desk
from core.spec import RunSpec
from pages.ui.demo import DEMO_LABEL
from pages.ui.state import SESSION_KEY, Session
from tests.lab.example_result import make_events
from tests.pages.conftest import (
    TIMEOUT_SECONDS,
    finish,
    keep_running,
    labels,
    pause,
    texts,
    wait_for,
)

OpenPage = Callable[..., AppTest]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[RunSpec]:
    """The specs that were run, by an experiment that ends at once."""
    specs: list[RunSpec] = []

    def run(spec: RunSpec, *_: object) -> Iterator[object]:
        specs.append(spec)
        yield from make_events()

    monkeypatch.setattr(experiment, "run", run)
    return specs


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


@pytest.mark.parametrize("page", ["data", "compare", "learn"])
def test_the_demo_runs_the_usual_choices_from_any_page(
    open_page: OpenPage, desk: Desk, lab: Session, asked: list[RunSpec], page: str
) -> None:
    lab.spec = RunSpec.model_validate({"distill": {"alpha": 0.1}})
    app = press(open_page(page), DEMO_LABEL)
    desk.jobs.wait(app.session_state[SESSION_KEY].run_id, TIMEOUT_SECONDS)
    assert asked == [RunSpec()]
    assert not app.exception


def test_a_finished_run_leads_to_compare(open_page: OpenPage, desk: Desk, lab: Session) -> None:
    lab.run_id = finish(desk)
    app = press(open_page("distill"), "Compare the four columns")
    assert app.title[0].value == "Compare"


def test_start_runs_what_the_widgets_say(
    open_page: OpenPage, desk: Desk, asked: list[RunSpec]
) -> None:
    app = open_page("distill")
    app.slider(key="alpha").set_value(0.5).run()
    app = press(app, "Start")
    desk.jobs.wait(app.session_state[SESSION_KEY].run_id, TIMEOUT_SECONDS)
    assert [spec.distill.alpha for spec in asked] == [0.5]


def test_stop_keeps_the_best_and_ends_with_a_verdict(
    open_page: OpenPage, desk: Desk, lab: Session
) -> None:
    lab.run_id = keep_running(desk)
    press(open_page("distill"), "Stop and keep best")
    assert desk.jobs.wait(lab.run_id, TIMEOUT_SECONDS).state == "done"


def test_cancel_drops_the_run(open_page: OpenPage, desk: Desk, lab: Session) -> None:
    lab.run_id = keep_running(desk)
    press(open_page("distill"), "Cancel")
    assert desk.jobs.wait(lab.run_id, TIMEOUT_SECONDS).state == "cancelled"
    assert "cancelled" in texts(open_page("distill"))


def test_somebody_who_was_sent_a_link_may_watch_but_not_stop(
    open_page: OpenPage, desk: Desk
) -> None:
    run_id = keep_running(desk, owner="somebody else")
    app = open_page("distill", run=run_id)
    assert app.get("progress")
    assert not {"Stop", "Stop and keep best", "Cancel", "Pause", "Step one epoch"} & set(
        labels(app)
    )


def test_the_address_names_the_run_on_every_page(
    open_page: OpenPage, desk: Desk, lab: Session
) -> None:
    lab.run_id = finish(desk)
    for page in ("data", "compare", "learn"):
        assert open_page(page).query_params["run"] == lab.run_id


def test_pause_step_and_resume_hold_a_run_and_let_it_go_on(
    open_page: OpenPage, desk: Desk, lab: Session
) -> None:
    lab.run_id = pause(desk)
    app = open_page("distill")
    assert {"Resume", "Step one epoch"} <= set(labels(app))
    assert not app.button(key="step").disabled
    app.button(key="pause").click().run()
    wait_for(lambda: desk.look(lab.run_id).state == "running")
    app = open_page("distill")
    assert app.button(key="step").disabled
    app.button(key="pause").click().run()
    assert desk.look(lab.run_id).state == "paused"


def test_a_paused_run_says_so(open_page: OpenPage, desk: Desk, lab: Session) -> None:
    lab.run_id = pause(desk)
    bars = [bar.proto.text for bar in open_page("distill").get("progress")]
    assert all("Paused" in text for text in bars)


def test_a_full_queue_is_said_in_plain_words(
    open_page: OpenPage, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> str:
        raise QueueError("At most 200 runs can wait", "the queue is full", "Try again.")

    monkeypatch.setattr(desk, "start", refuse)
    app = press(open_page("distill"), "Start")
    assert "the queue is full" in texts(app)
    assert not app.exception
