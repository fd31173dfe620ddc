"""One run in a real Chromium that goes on while it is left, found again and watched by others."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import LOOKS
from tests.browser.lab import (
    MINUTES_LONG,
    QUICK,
    button,
    cancel,
    epoch,
    going_on,
    progress,
    run_bar,
    start,
    visit,
    wait_for_epoch,
)
from tests.browser.test_journey import has_sideways_scroll, keep_picture

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CONTROLS = ("Pause", "Step one epoch", "Stop and keep best", "Cancel")
BAR_CONTROLS = ("Pause", "Stop")
WATCHING = "You are watching: only the browser that started this run can hold or end it."


@pytest.fixture(scope="module")
def run_address(own_browser: BrowserContext, server: str) -> Iterator[str]:
    """Address of a run that goes on; its page has been closed, and its browser is still there."""
    page = own_browser.new_page()
    start(page, server, MINUTES_LONG)
    wait_for_epoch(page, 1)
    address = page.url
    page.close()
    yield address
    page = own_browser.new_page()
    page.goto(address)
    cancel(page)


def expect_controls(page: Page) -> None:
    for name in CONTROLS:
        expect(button(page, name)).to_be_visible()
    for name in BAR_CONTROLS:
        expect(run_bar(page).get_by_role("button", name=name, exact=True)).to_be_visible()


def test_a_browser_that_comes_back_still_owns_its_run(tab: Page, run_address: str) -> None:
    tab.goto(run_address)
    expect_controls(tab)
    seen = epoch(tab)
    tab.reload()
    expect_controls(tab)
    wait_for_epoch(tab, seen + 1)


def test_another_page_and_back_finds_the_run(tab: Page, run_address: str) -> None:
    tab.goto(run_address)
    wait_for_epoch(tab, 1)
    seen = epoch(tab)
    visit(tab, "Learn")
    expect(run_bar(tab).get_by_test_id("stProgress")).to_contain_text("left")
    visit(tab, "Runs")
    visit(tab, "Distill")
    expect(tab.locator(".live-chart .main-svg").first).to_be_visible()
    assert epoch(tab) >= seen


@pytest.mark.parametrize("look", LOOKS)
def test_a_stranger_watches_and_every_screen_fits(
    page_in: Callable[[str], Page], run_address: str, look: str
) -> None:
    page = page_in(look)
    page.goto(run_address)
    expect(page.get_by_text(WATCHING)).to_be_visible()
    for place in (page.get_by_test_id("stMain"), run_bar(page)):
        for name in (*CONTROLS, *BAR_CONTROLS):
            expect(place.get_by_role("button", name=name, exact=True)).to_have_count(0)
    expect(page.locator(".live-chart .main-svg").nth(3)).to_be_visible()
    seen = epoch(page)
    wait_for_epoch(page, seen + 1)
    keep_picture(page, f"live_running_{look}")
    assert not has_sideways_scroll(page)
    page.goto(run_address.replace("/distill", "/runs"))
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()
    keep_picture(page, f"runs_running_{look}")
    assert not has_sideways_scroll(page)


def test_a_second_run_waits_and_says_its_place(
    page_in: Callable[[str], Page], tab: Page, run_address: str, server: str
) -> None:
    other = page_in("light")
    with going_on(other, server, QUICK):
        expect(progress(other)).to_have_text("Waiting: number 1 in the queue")
        expect(run_bar(other)).to_contain_text("Number 1 in the queue")
        for name in ("Pause", "Step one epoch"):
            expect(button(other, name)).to_have_count(0)
        tab.goto(run_address)
        expect(run_bar(tab)).to_contain_text("1 other run waits.")
    expect(other.get_by_text("The run was cancelled; it has no verdict.")).to_be_visible()
