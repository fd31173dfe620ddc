"""A registry that cannot be read, and a setting that cannot be used: told in the error box."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

import pytest
from streamlit.testing.v1 import AppTest

from core.errors import StoreError
from core.lab.desk.desk import Desk
from core.lab.desk.opening import MAX_RUNNING_SETTING
from core.lab.leak_splits import LEAK_DATA
from pages.ui import leak_card, live_view, prepared, run_bar
from pages.ui.demo import DEMO_LABEL
from pages.ui.state import Session
from tests.pages.conftest import APP, TIMEOUT_SECONDS, finish, interrupt, keep_running, texts
from tests.pages.test_screens import PAGES

OpenPage = Callable[..., AppTest]

READS = ("get", "list", "owns", "events", "count", "owned_by")
FOUND = "the disk does not answer"


def refuse(*_: object, **__: object) -> NoReturn:
    raise StoreError("The registry must be readable", FOUND, "Look after the disk.")


@pytest.fixture
def unreadable(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Let every later read of the registry fail."""

    def fail_from_now_on() -> None:
        for read in READS:
            monkeypatch.setattr(desk.store, read, refuse, raising=False)

    return fail_from_now_on


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_why_its_run_cannot_be_read(
    open_page: OpenPage, desk: Desk, lab: Session, unreadable: Callable[[], None], page: str
) -> None:
    lab.run_id = finish(desk)
    desk.jobs.forget(lab.run_id)
    unreadable()
    app = open_page(page)
    assert not app.exception
    assert FOUND in texts(app)


@pytest.mark.parametrize("page", ["data", "what_if", "learn"])
def test_a_page_that_needs_no_run_goes_on_beside_the_error(
    open_page: OpenPage, desk: Desk, lab: Session, unreadable: Callable[[], None], page: str
) -> None:
    lab.run_id = interrupt(desk)
    unreadable()
    app = open_page(page)
    assert app.title[0].value
    assert FOUND in "".join(text.value for text in app.sidebar.text)


def test_a_button_says_what_it_met(
    open_page: OpenPage, desk: Desk, lab: Session, unreadable: Callable[[], None]
) -> None:
    app = open_page("learn")
    lab.run_id = interrupt(desk)
    unreadable()
    next(button for button in app.button if button.label == DEMO_LABEL).click().run()
    assert not app.exception
    assert FOUND in texts(app)


@pytest.mark.parametrize("part", [live_view, run_bar])
def test_what_is_brought_up_to_date_by_itself_says_it_too(
    open_page: OpenPage, desk: Desk, lab: Session, monkeypatch: pytest.MonkeyPatch, part: object
) -> None:
    lab.run_id = keep_running(desk)
    monkeypatch.setattr(part, "current_job", refuse)
    app = open_page("distill")
    assert not app.exception
    assert FOUND in texts(app)


def test_the_leak_card_says_why_its_rows_cannot_be_read(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = prepared.sample_table
    monkeypatch.setattr(
        prepared, "sample_table", lambda data: refuse() if data == LEAK_DATA else read(data)
    )
    leak_card._shelf.clear()
    app = open_page("data")
    assert FOUND not in texts(app)
    next(button for button in app.button if button.label == "Show the leak").click().run()
    assert not app.exception
    assert FOUND in texts(app)


@pytest.mark.parametrize("page", PAGES)
def test_a_setting_that_cannot_be_used_is_told_on_every_page(
    monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    monkeypatch.setenv(MAX_RUNNING_SETTING, "two")
    app = AppTest.from_file(str(APP), default_timeout=TIMEOUT_SECONDS).run()
    app.switch_page(f"pages/{page}.py").run()
    assert not app.exception
    assert "it is 'two'" in texts(app)
