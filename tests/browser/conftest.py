from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

TIMEOUT_MS = 180_000
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
LOOKS = {"light": (DESKTOP, "light"), "dark": (DESKTOP, "dark"), "phone": (PHONE, "light")}


@pytest.fixture
def page_in(chromium: Browser) -> Iterator[Callable[[str], Page]]:
    """Open a page that looks as one of `LOOKS` says."""
    opened = []

    def open_it(look: str) -> Page:
        viewport, scheme = LOOKS[look]
        opened.append(chromium.new_context(viewport=viewport, color_scheme=scheme))
        page = opened[-1].new_page()
        page.set_default_timeout(TIMEOUT_MS)
        return page

    yield open_it
    for context in opened:
        context.close()


@pytest.fixture
def page(page_in: Callable[[str], Page]) -> Page:
    return page_in("light")


@pytest.fixture(scope="module")
def own_browser(chromium: Browser) -> Iterator[BrowserContext]:
    """One browser for all tests of a module: it keeps its cookie and what it has loaded."""
    context = chromium.new_context(viewport=DESKTOP, color_scheme="light")
    context.set_default_timeout(TIMEOUT_MS)
    yield context
    context.close()


@pytest.fixture
def tab(own_browser: BrowserContext) -> Iterator[Page]:
    """A page of that browser."""
    page = own_browser.new_page()
    yield page
    page.close()
