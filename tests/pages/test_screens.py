"""Every screen in every state: empty, queued, running, finished, failed, cancelled and gone."""

from __future__ import annotations

import html
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from core.charts.comparison import METRIC_TITLES
from core.lab.desk.desk import Desk
from pages.ui.demo import DEMO_LABEL
from pages.ui.state import Session
from tests.lab.example_result import make_result
from tests.pages.conftest import (
    OWNER,
    cancel,
    fail,
    finish,
    interrupt,
    keep_running,
    labels,
    pause,
    texts,
    wait_elsewhere,
    wait_in_queue,
)

PAGES = ("data", "distill", "compare", "what_if", "deploy", "runs", "learn")
STATES: dict[str, Callable[[Desk], str]] = {
    "empty": lambda _: "",
    "gone": lambda _: "unknown",
    "queued": wait_in_queue,
    "queued elsewhere": wait_elsewhere,
    "running": keep_running,
    "paused": pause,
    "finished": finish,
    "failed": fail,
    "cancelled": cancel,
    "interrupted": interrupt,
}

OpenPage = Callable[..., AppTest]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_in_every_state(
    open_page: OpenPage, desk: Desk, lab: Session, page: str, state: str
) -> None:
    lab.run_id = STATES[state](desk)
    app = open_page(page)
    assert not app.exception
    assert app.title[0].value


@pytest.mark.parametrize("page", [page for page in PAGES if page != "distill"])
def test_an_empty_page_offers_the_demo(open_page: OpenPage, page: str) -> None:
    assert DEMO_LABEL in labels(open_page(page))


def test_distill_is_one_click_from_learning(open_page: OpenPage) -> None:
    app = open_page("distill")
    assert [(b.label, b.disabled) for b in app.button] == [("Start", False)]


def test_a_waiting_run_says_its_place_in_the_queue(
    open_page: OpenPage, desk: Desk, lab: Session
) -> None:
    lab.run_id = wait_in_queue(desk)
    bars = [bar.proto.text for bar in open_page("distill").get("progress")]
    assert any("1 in the queue" in text for text in bars)


def test_a_run_that_waits_at_another_server_says_so(
    open_page: OpenPage, desk: Desk, lab: Session
) -> None:
    lab.run_id = wait_elsewhere(desk)
    bars = [bar.proto.text for bar in open_page("distill").get("progress")]
    assert bars == ["Waiting at another server"] * 2


@pytest.mark.parametrize(("owner", "is_own"), [(OWNER, True), ("somebody else", False)])
def test_a_finished_run_is_called_the_last_one_of_its_owner_only(
    open_page: OpenPage, desk: Desk, lab: Session, owner: str, is_own: bool
) -> None:
    lab.run_id = finish(desk, owner=owner)
    shown = texts(open_page("distill"))
    assert ("Your last run" in shown) is is_own
    assert ("somebody else" in shown) is not is_own


def test_a_running_run_says_stage_epoch_and_time_left(
    open_page: OpenPage, desk: Desk, lab: Session
) -> None:
    lab.run_id = keep_running(desk)
    line = open_page("distill").main.get("progress")[0].proto.text
    assert "Training the students" in line
    assert "epoch 4 of 4" in line
    assert "left" in line


def test_live_curves_are_shown_while_a_run_goes_on(
    open_page: OpenPage, desk: Desk, lab: Session
) -> None:
    lab.run_id = keep_running(desk)
    assert len(open_page("distill").main.get("bidi_component")) == 4


def test_the_run_bar_is_on_every_page(open_page: OpenPage, desk: Desk, lab: Session) -> None:
    lab.run_id = keep_running(desk)
    for page in PAGES:
        assert "A run that goes on" in [text.value for text in open_page(page).sidebar.text]


def test_the_verdict_is_the_headline_of_compare(
    open_page: OpenPage, desk: Desk, lab: Session
) -> None:
    result = make_result("no_clear_difference")
    lab.run_id = finish(desk, result)
    assert result.verdict.sentence in html.unescape(texts(open_page("compare")))


def test_compare_shows_the_four_columns_in_order(
    open_page: OpenPage, desk: Desk, lab: Session
) -> None:
    lab.run_id = finish(desk)
    shown = texts(open_page("compare"))
    places = [shown.index(f"</i>{role}") for role in ("Baseline", "Alone", "Distilled", "Teacher")]
    assert places == sorted(places)


@pytest.mark.parametrize("metric", METRIC_TITLES)
def test_every_score_can_be_picked(
    open_page: OpenPage, desk: Desk, lab: Session, metric: str
) -> None:
    lab.run_id = finish(desk)
    app = open_page("compare")
    picker = app.pills(key="metric")
    picker.set_value(metric).run()
    assert not app.exception
    assert METRIC_TITLES[metric] in app.get("plotly_chart")[0].proto.spec


def test_a_failed_run_says_why_as_plain_text(open_page: OpenPage, desk: Desk, lab: Session) -> None:
    lab.run_id = fail(desk, "![x](https://evil.example/a.png)")
    for page in ("distill", "compare"):
        app = open_page(page)
        assert any("evil.example" in text.value for text in app.text)
        assert not [m for m in (*app.markdown, *app.caption, *app.error) if "evil" in m.value]


def test_a_run_that_is_not_here_is_said_to_be_gone(open_page: OpenPage, lab: Session) -> None:
    lab.run_id = "unknown"
    assert "it was deleted, or made by another server" in texts(open_page("compare"))
