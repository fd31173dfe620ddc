"""The data desk in a real Chromium: prices from a stand-in of Yahoo Finance, refusals, the leak."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from core.data.price_cache import DATA_FOLDER_SETTING
from core.data.yahoo_session import URL_SETTING
from tests.browser.conftest import LOOKS
from tests.browser.test_journey import has_sideways_scroll, keep_picture
from tests.conftest import running_app
from tests.data.fake_yahoo import FakeYahoo, serve, stock

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def yahoo() -> Iterator[FakeYahoo]:
    with serve() as fake:
        stock(fake)
        yield fake


@pytest.fixture(scope="module")
def desk(yahoo: FakeYahoo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of an app that asks the stand-in."""
    folder = tmp_path_factory.mktemp("desk")
    settings = {URL_SETTING: yahoo.address, DATA_FOLDER_SETTING: str(folder / "kept")}
    with running_app(folder / "streamlit.log", settings) as address:
        yield address


def fetch(page: Page, address: str, tickers: str) -> None:
    page.goto(address)
    page.get_by_text("Next: choose teacher and student").wait_for()
    page.get_by_text("Yahoo Finance", exact=True).click()
    expect(page.get_by_text("For personal research and education only")).to_be_visible()
    field = page.get_by_role("textbox", name="Tickers")
    expect(field).to_have_value("AAPL, MSFT")
    field.fill(tickers)
    page.get_by_role("button", name="Fetch prices").click()


def test_from_two_tickers_to_four_columns(page: Page, desk: str, yahoo: FakeYahoo) -> None:
    fetch(page, desk, "AAPL, MSFT")
    page.get_by_text("gap of 15 sessions").first.wait_for()
    expect(page.get_by_text("Coverage", exact=False).first).to_be_visible()
    assert set(yahoo.asked) >= {"AAPL", "MSFT"}
    keep_picture(page, "yahoo_fetched")
    page.get_by_text("Next: choose teacher and student").click()
    page.get_by_role("heading", name="Distill", exact=True).wait_for()
    start = page.get_by_role("button", name="Start", exact=True)
    expect(start).to_be_enabled()
    start.click()
    # The horizon is in the address by now, which must not keep the page from changing.
    page.get_by_role("button", name="Compare the four columns").click()
    for role in ("baseline", "alone", "distilled", "teacher"):
        expect(page.locator(f".st-key-card_{role}")).to_be_visible()
    keep_picture(page, "yahoo_compared")


@pytest.mark.parametrize("look", LOOKS)
def test_a_refusal_is_told_with_ways_out(
    page_in: Callable[[str], Page], desk: str, look: str
) -> None:
    page = page_in(look)
    fetch(page, desk, "LIMITED")
    page.get_by_text("Yahoo Finance must accept the request.").wait_for()
    expect(page.get_by_role("button", name="Fetch again")).to_be_visible()
    keep_picture(page, f"yahoo_limited_{look}")
    assert not has_sideways_scroll(page)
    page.get_by_role("button", name="Use the bundled US stocks").click()
    expect(page.get_by_text("Daily bars of AAPL, FB, GOOG, IBM and MSFT")).to_be_visible()


def test_what_was_fetched_is_shown_beside_what_was_not(page: Page, desk: str) -> None:
    fetch(page, desk, "AAPL, NOSUCH")
    expect(page.locator(".st-key-finding_Y101")).to_contain_text("NOSUCH")
    expect(page.get_by_role("button", name="Fetch again")).to_be_visible()
    keep_picture(page, "yahoo_partly")


@pytest.mark.parametrize("look", LOOKS)
def test_the_leak_is_shown_and_fits(page_in: Callable[[str], Page], desk: str, look: str) -> None:
    page = page_in(look)
    page.goto(f"{desk}/?sample=us_stocks")
    page.get_by_text("Next: choose teacher and student").wait_for()
    page.get_by_role("combobox", name=re.compile("Security")).click()
    page.get_by_role("option", name="IBM").click()
    page.get_by_text("Last year").wait_for()
    offer = page.get_by_role("button", name="Show the leak")
    told = page.get_by_text("Only the honest split says")
    offer.or_(told).first.wait_for()
    if offer.is_visible():
        offer.click()
    expect(told).to_be_visible()
    keep_picture(page, f"leak_{look}")
    assert not has_sideways_scroll(page)
