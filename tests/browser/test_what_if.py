"""A landscape fills in while one watches, is found again, and one of its cells becomes a run."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.lab import COMMON, FullRuns, button, progress

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CHOICES = f"sample=german_credit&{COMMON}&epochs=25&seeds=2"
ALPHAS, TEMPERATURES = 5, 5


@pytest.fixture(scope="module")
def landscape(own_browser: BrowserContext, server: str) -> Page:
    """A finished landscape, watched while it filled in."""
    page = own_browser.new_page()
    page.goto(f"{server}/what_if?{CHOICES}")
    expect(page.get_by_text("25 cells, 42 students to train")).to_be_visible()
    button(page, "Start").click()
    expect(progress(page)).to_be_visible()
    runs = FullRuns(page)
    live_map = page.locator(".live-chart[aria-label*='epoch']")
    expect(live_map).to_be_visible()
    first = live_map.get_attribute("aria-label")
    node = live_map.element_handle()
    expect(live_map).not_to_have_attribute("aria-label", first)
    assert node.evaluate("(node) => node.isConnected")
    assert runs.count == 0
    expect(page.locator(".st-key-verdict")).to_be_visible()
    return page


def test_a_finished_landscape_is_found_again_by_its_address(
    landscape: Page, own_browser: BrowserContext
) -> None:
    verdict = landscape.locator(".st-key-verdict").inner_text()
    again = own_browser.new_page()
    again.goto(landscape.url)
    expect(again.locator(".st-key-verdict")).to_have_text(re.compile(re.escape(verdict[:40])))
    again.close()


def test_a_click_on_the_map_looks_at_that_cell(landscape: Page) -> None:
    place = landscape.locator(".st-key-landscape .nsewdrag").first
    place.scroll_into_view_if_needed()
    box = place.bounding_box()
    assert box is not None
    # The second column from the left, the lowest row: alpha 0.25, T 1.
    x = box["width"] * 1.5 / ALPHAS
    y = box["height"] * (TEMPERATURES - 0.5) / TEMPERATURES
    place.click(position={"x": x, "y": y})
    expect(landscape.get_by_role("combobox", name="Cell")).to_have_value("alpha 0.25, T 1")
    outlined = landscape.locator(".st-key-landscape [aria-label*='Outlined: alpha 0.25, T 1,']")
    expect(outlined).to_be_visible()


def test_a_cell_becomes_a_run(landscape: Page) -> None:
    button(landscape, "Open as a run").click()
    landscape.wait_for_url("**/distill?*")
    expect(button(landscape, "Compare the four columns")).to_be_visible()
    assert "alpha=0.25" in landscape.url
