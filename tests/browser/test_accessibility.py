"""Every page under axe-core: no serious or critical violation, in light, in dark and on a phone."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from core.learn.course import LESSONS
from pages.ui.navigation import PAGES
from tests.browser.conftest import DESKTOP, PHONE, TIMEOUT_MS
from tests.browser.lab import IS_IDLE, QUICK, run_bar, start

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SEVERE = {"serious", "critical"}
SCREENS = [path.removeprefix("pages/").removesuffix(".py") for path, _ in PAGES]
PARTS = [*(lesson.link for lesson in LESSONS), "snippet", "concepts", "glossary"]
ADDRESSES = [f"{name}?" for name in SCREENS if name != "learn"]
ADDRESSES += [f"learn?lesson={part}&" for part in PARTS]
OPEN_ALL = "document.querySelectorAll('details:not([open]) > summary').forEach(one => one.click())"
IS_SHOWN_IN = (
    "look => getComputedStyle(document.querySelector('[data-testid=stApp]')).colorScheme === look"
)
FAINT = """<html lang="en"><title>Faint</title><body style="background: white">
<p data-testid="stApp" style="color-scheme: light; color: #bbbbbb">Too faint to read</p>"""

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
    tab.goto(f"{server}/{address}run={finished}")
    tab.locator(IS_IDLE).wait_for()
    expect(tab.get_by_role("heading", level=1)).to_be_visible()
    tab.evaluate(OPEN_ALL)
    tab.locator(IS_IDLE).wait_for()
    return tab


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
    assert violations(opened, "light") == []
    assert violations(opened, "dark") == []
    opened.set_viewport_size(PHONE)
    assert violations(opened, "dark") == []


def test_axe_would_tell_of_a_text_that_is_too_faint(tab: Page) -> None:
    tab.set_content(FAINT)
    assert [line.split(":")[0] for line in violations(tab, "light")] == ["color-contrast"]
