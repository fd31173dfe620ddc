"""One secret for a whole browser, whichever of its tabs came first."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from pages.ui.owner import COOKIE
from tests.browser.conftest import DESKTOP, TIMEOUT_MS
from tests.browser.lab import QUICK, button, visit, wait_until
from tests.browser.test_journey import keep_picture

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TABS = 2
FIRST_PAGES_MS = 3 * TIMEOUT_MS
"""Several tabs at once wait for the slow imports of a server that has just begun."""

ENTERED = "0123456789abcdef" * 2


@pytest.fixture
def fresh(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser that has never been here."""
    context = chromium.new_context(viewport=DESKTOP)
    context.set_default_timeout(FIRST_PAGES_MS)
    yield context
    context.close()


def kept(browser: BrowserContext) -> list[str]:
    return [cookie["value"] for cookie in browser.cookies() if cookie["name"] == COOKIE]


def key_of(page: Page) -> str:
    """The key that the Runs page shows."""
    visit(page, "Runs")
    page.get_by_text("Your key", exact=True).click()
    return page.get_by_test_id("stCode").inner_text().strip()


def test_tabs_that_open_at_once_in_a_new_browser_have_one_owner(
    fresh: BrowserContext, server: str
) -> None:
    tabs = [fresh.new_page() for _ in range(TABS)]
    for tab in tabs:
        tab.goto(f"{server}/distill?{QUICK}", wait_until="commit")
    for tab in tabs:
        expect(button(tab, "Start")).to_be_visible(timeout=FIRST_PAGES_MS)
    wait_until(tabs[0], lambda: len(kept(fresh)) == 1)
    tabs[0].wait_for_timeout(1000)
    assert {key_of(tab) for tab in tabs} == set(kept(fresh))


def test_a_run_of_any_tab_can_be_changed_after_a_reload(fresh: BrowserContext, server: str) -> None:
    tabs = [fresh.new_page() for _ in range(2)]
    for tab in tabs:
        tab.goto(f"{server}/distill?{QUICK}", wait_until="commit")
    for tab in tabs:
        button(tab, "Start").click()
        expect(tab.get_by_text("Your last run")).to_be_visible(timeout=FIRST_PAGES_MS)
    for tab in tabs:
        tab.reload()
        expect(tab.get_by_text("Your last run")).to_be_visible(timeout=FIRST_PAGES_MS)


def test_a_key_that_was_entered_takes_the_place_of_the_browser_s_own(
    fresh: BrowserContext, server: str
) -> None:
    tab = fresh.new_page()
    tab.goto(f"{server}/runs")
    assert key_of(tab) in kept(fresh)
    tab.get_by_label("Key of another browser").fill(ENTERED)
    tab.get_by_role("button", name="Use it").click()
    wait_until(tab, lambda: kept(fresh) == [ENTERED])
    tab.reload()
    assert key_of(tab) == ENTERED
    keep_picture(tab, "runs_key_light")
