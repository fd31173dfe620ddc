"""The tour of a first visit."""

from __future__ import annotations

import pytest

from pages.ui import owner as ui_owner
from pages.ui.state import SESSION_KEY
from pages.ui.tour import STEPS


def step_of(app) -> int:
    return app.session_state[SESSION_KEY].tour_step


def keys(app) -> set[str]:
    return {one.key for one in app.button}


def test_a_first_visit_begins_with_the_tour(open_page):
    app = open_page(fresh=True)
    assert not app.exception
    assert step_of(app) == 1
    assert {"tour_next", "tour_skip"} <= keys(app)
    assert any(STEPS[0].title in one.value for one in app.markdown)


def test_next_goes_from_page_to_page_to_the_end(open_page):
    app = open_page(fresh=True)
    for step in STEPS[1:]:
        app.button(key="tour_next").click().run()
        assert not app.exception
        assert any(step.title in one.value for one in app.markdown)
    app.button(key="tour_next").click().run()
    assert "tour_next" not in keys(app)


def test_the_tour_tells_of_the_page_that_is_looked_at(open_page):
    app = open_page(fresh=True)
    app.switch_page("pages/compare.py").run()
    assert any("The verdict" in one.value for one in app.markdown)
    app.switch_page("pages/learn.py").run()
    assert "tour_next" not in keys(app)


def test_the_tour_can_be_skipped(open_page):
    app = open_page(fresh=True)
    app.button(key="tour_skip").click().run()
    assert step_of(app) == 0
    assert "tour_next" not in keys(app)


@pytest.mark.parametrize("address", [{"run": "abc"}, {"lesson": "leak"}, {"sample": "us_stocks"}])
def test_whoever_comes_by_a_link_sees_what_it_links_to(open_page, address):
    assert step_of(open_page(fresh=True, **address)) == 0


def test_a_browser_that_was_here_before_gets_no_tour(open_page, monkeypatch):
    monkeypatch.setattr(ui_owner, "cookie", lambda: "0" * 32)
    assert step_of(open_page(fresh=True)) == 0
