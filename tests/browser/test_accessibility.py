"""Every page under axe-core: no serious or critical violation, in light, in dark and on a phone."""

from __future__ import annotations

import re
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from core.learn.course import LESSONS
from core.learn.lesson import Lesson
from pages.ui.navigation import PAGES
from tests.browser.conftest import DESKTOP, PHONE, TIMEOUT_MS
from tests.browser.lab import IS_IDLE, QUICK, button, run_bar, start

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SEVERE = {"serious", "critical"}
SCREENS = [path.removeprefix("pages/").removesuffix(".py") for path, _ in PAGES]
PARTS = ("snippet", "concepts", "glossary")
ADDRESSES = [f"{name}?" for name in SCREENS if name != "learn"]
ADDRESSES += [f"learn?lesson={part}&" for part in PARTS]
OPEN_ALL = "document.querySelectorAll('details:not([open]) > summary').forEach(one => one.click())"
IS_SHOWN_IN = (
    "look => getComputedStyle(document.querySelector('[data-testid=stApp]')).colorScheme === look"
)
FAINT = """<html lang="en"><title>Faint</title><body style="background: white">
<p data-testid="stApp" style="color-scheme: light; color: #bbbbbb">Too faint to read</p>"""

ANSWERED = re.compile(r"^(Right|Not so)\. ")
SUBJECTS = ("Threshold", "Calibration", "Student and teacher", "Fairness")
"""Closer looks at a run that are not open from the start, each with other kinds of figures."""

Look = Literal["light", "dark"]


@pytest.fixture(scope="module")
def finished(chromium: Browser, server: str) -> str:
    """The id of a finished run of that server."""
    context = chromium.new_context(viewport=DESKTOP)
    context.set_default_timeout(TIMEOUT_MS)
    page = context.new_page()
    start(page, server, QUICK)
    run_bar(page).get_by_role("link", name="See the verdict").wait_for()
    run_id = page.evaluate("new URLSearchParams(location.search).get('run')")
    context.close()
    return run_id


@pytest.fixture
def opened(tab: Page, server: str, finished: str, address: str) -> Page:
    """The page at an address, with all that is folded on it open."""
    visit(tab, f"{server}/{address}run={finished}")
    open_all(tab)
    return tab


def visit(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(IS_IDLE).wait_for()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def open_all(page: Page) -> None:
    """Open what is folded, and wait until all of it is there."""
    page.evaluate(OPEN_ALL)
    page.locator(IS_IDLE).wait_for()


def in_both_looks(page: Page) -> list[str]:
    return [*violations(page, "light"), *violations(page, "dark")]


def in_all_looks(page: Page) -> list[str]:
    """What is found in light, in dark and on a phone."""
    found = in_both_looks(page)
    page.set_viewport_size(PHONE)
    return [*found, *violations(page, "dark")]


def violations(page: Page, look: Look) -> list[str]:
    """What axe finds serious or critical in one look, a line for each part of the page."""
    page.emulate_media(color_scheme=look)
    page.wait_for_function(IS_SHOWN_IN, arg=look)
    rules = Axe().run(page).response["violations"]
    return [
        told(rule, node) for rule in rules if rule["impact"] in SEVERE for node in rule["nodes"]
    ]


def told(rule: dict[str, Any], node: dict[str, Any]) -> str:
    why = " ".join(node["failureSummary"].split())
    return f"{rule['id']}: {node['target']} is {node['html'][:200]} {why[:300]}"


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_keeps_somebody_out(opened: Page) -> None:
    assert in_all_looks(opened) == []


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.link)
def test_no_lesson_that_was_done_keeps_somebody_out(tab: Page, server: str, lesson: Lesson) -> None:
    visit(tab, f"{server}/learn?lesson={lesson.link}")
    if lesson.button:
        assert violations(tab, "light") == []
        button(tab, lesson.button).click()
        expect(button(tab, lesson.button)).to_have_count(0)
        tab.locator(IS_IDLE).wait_for()
    first = tab.get_by_test_id("stRadio").first
    first.get_by_text(lesson.questions[0].choices[0], exact=True).click()
    expect(tab.get_by_text(ANSWERED)).to_be_visible()
    assert in_all_looks(tab) == []


def test_no_finished_study_keeps_somebody_out(tab: Page, server: str) -> None:
    visit(tab, f"{server}/what_if?{QUICK}")
    button(tab, "Start").click()
    expect(tab.locator(".st-key-verdict")).to_be_visible()
    open_all(tab)
    assert in_all_looks(tab) == []


def test_no_closer_look_at_a_run_keeps_somebody_out(tab: Page, server: str, finished: str) -> None:
    visit(tab, f"{server}/compare?run={finished}")
    for subject in SUBJECTS:
        tab.get_by_role("radio", name=subject, exact=True).click()
        tab.wait_for_url(f"**look={subject.split()[0]}*")
        tab.locator(IS_IDLE).wait_for()
        assert in_both_looks(tab) == [], subject


def test_axe_would_tell_of_a_text_that_is_too_faint(tab: Page) -> None:
    tab.set_content(FAINT)
    assert [line.split(":")[0] for line in violations(tab, "light")] == ["color-contrast"]
