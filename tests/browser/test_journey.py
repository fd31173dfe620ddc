"""One journey in a real Chromium: open, run the demo, watch it learn, read the verdict."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP, LOOKS, TIMEOUT_MS
from tests.browser.lab import (
    MINUTES_LONG,
    going_on,
    progress,
    run_bar,
    visit,
    wait_for_epoch,
    wait_until,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PICTURES = Path(__file__).parents[2] / ".artifacts"
FEWEST_UPDATES = 3

COUNT_UPDATES = """
{
  window.updates = new Set()
  const read = () => {
    const line = document.querySelector("[data-testid=stMain] [data-testid=stProgress]")
    if (line) window.updates.add(line.innerText)
  }
  setInterval(read, 50)
}
"""


@pytest.fixture
def hosts(page: Page) -> set[str]:
    """Every host that the page asks for something; pictures inside the page have none."""
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(urlsplit(request.url).hostname or "127.0.0.1"))
    return asked


@pytest.fixture(scope="module")
def finished_run(chromium: Browser, server: str) -> str:
    """Address of Compare for a run that has ended."""
    context = chromium.new_context(viewport=DESKTOP)
    page = context.new_page()
    page.set_default_timeout(TIMEOUT_MS)
    run_demo(page, server)
    read_verdict(page)
    page.wait_for_url("**/compare?*run=*")
    address = page.url
    context.close()
    return address


def keep_picture(page: Page, name: str) -> None:
    PICTURES.mkdir(exist_ok=True)
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    before = page.viewport_size
    page.set_viewport_size({"width": before["width"], "height": height + 20})
    page.wait_for_timeout(500)
    page.screenshot(path=PICTURES / f"{name}.png")
    page.set_viewport_size(before)


def run_demo(page: Page, server: str) -> None:
    page.goto(server)
    page.get_by_role("button", name="Run the demo").click()
    expect(page.get_by_test_id("stMain").get_by_test_id("stProgress")).to_be_visible()


def read_verdict(page: Page) -> None:
    page.get_by_role("button", name="Compare the four columns").click()
    page.get_by_role("heading", name="Compare", exact=True).wait_for()
    expect(page.locator(".st-key-verdict")).to_contain_text("distilled student")
    expect(page.get_by_test_id("stPlotlyChart").first).to_be_visible()


def has_sideways_scroll(page: Page) -> bool:
    return page.evaluate(
        """() => [document.documentElement, document.querySelector("[data-testid=stMain]")]
                 .some((place) => place.scrollWidth > place.clientWidth)"""
    )


def test_a_link_to_a_page_works_on_a_server_that_has_just_started(page: Page, server: str) -> None:
    page.goto(f"{server}/compare")
    page.get_by_test_id("stSidebarNav").get_by_text("What-if").wait_for()
    expect(page.get_by_role("heading", name="Compare", exact=True)).to_be_visible()


def test_from_the_demo_button_to_the_verdict(page: Page, server: str, hosts: set[str]) -> None:
    page.add_init_script(COUNT_UPDATES)
    run_demo(page, server)
    page.locator(".main-svg").first.wait_for()
    keep_picture(page, "distill_running_light")
    page.get_by_role("button", name="Compare the four columns").wait_for()
    assert page.evaluate("window.updates.size") >= FEWEST_UPDATES
    read_verdict(page)
    keep_picture(page, "compare_light")
    assert hosts == {"127.0.0.1"}


def test_live_chart_stays_in_place_while_data_arrive(page: Page, server: str) -> None:
    with going_on(page, server, MINUTES_LONG):
        chart = page.locator(".live-chart .main-svg").first
        chart.wait_for()
        node = chart.element_handle()
        seen: set[str] = set()
        wait_until(
            page, lambda: seen.add(progress(page).inner_text()) or len(seen) >= FEWEST_UPDATES
        )
        assert node.evaluate("node => node.isConnected")


def test_other_pages_answer_while_a_run_trains(page: Page, server: str) -> None:
    with going_on(page, server, MINUTES_LONG):
        wait_for_epoch(page, 1)
        for name in ("Data", "Distill", "Compare", "Learn", "Distill"):
            visit(page, name)
            expect(run_bar(page).get_by_role("button", name="Pause", exact=True)).to_be_visible()


def test_a_reload_finds_the_run_again(page: Page, server: str) -> None:
    run_demo(page, server)
    expect(page.get_by_text("epoch", exact=False).first).to_be_visible()
    page.wait_for_url("**run=*")
    page.reload()
    expect(page.get_by_text("Credit card clients, Taiwan").first).to_be_visible()
    page.get_by_role("button", name="Compare the four columns").wait_for()


@pytest.mark.parametrize("look", LOOKS)
def test_screens_fit_in_light_dark_and_on_a_phone(
    page_in: Callable[[str], Page], server: str, finished_run: str, look: str
) -> None:
    page = page_in(look)
    page.goto(server)
    page.get_by_text("Next: choose teacher and student").wait_for()
    keep_picture(page, f"data_{look}")
    assert not has_sideways_scroll(page)
    page.goto(f"{server}/distill")
    page.get_by_text("What temperature does").wait_for()
    keep_picture(page, f"distill_{look}")
    assert not has_sideways_scroll(page)
    page.goto(finished_run)
    expect(page.get_by_test_id("stPlotlyChart").first).to_be_visible()
    keep_picture(page, f"compare_{look}")
    assert not has_sideways_scroll(page)
