"""A run in the browser: how it is started, followed and ended, and what the server sent."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, Page, WebSocket, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser.conftest import TIMEOUT_MS

expect.set_options(timeout=TIMEOUT_MS)

COMMON = "tune=off&teacher=forest&trees=20&student=mlp&batch=8"
QUICK = f"sample=german_credit&{COMMON}&epochs=3&seeds=2"
SECONDS_LONG = f"sample=german_credit&{COMMON}&epochs=150&seeds=20"
MINUTES_LONG = f"sample=us_stocks&task=risk&{COMMON}&epochs=500&seeds=5"
IS_IDLE = "[data-testid=stApp][data-test-script-state=notRunning]"
# Those of the students only: each of the teacher's 20 trees is told as an epoch too.
EPOCH = re.compile(r"epoch (\d+) of (?!20\b)")


class FullRuns:
    """Counts how often the server ran the whole page, not only a part that repeats itself."""

    def __init__(self, page: Page) -> None:
        self.count = 0
        page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._read)

    def _read(self, frame: str | bytes) -> None:
        message = ForwardMsg.FromString(frame) if isinstance(frame, bytes) else ForwardMsg()
        if message.WhichOneof("type") == "new_session":
            self.count += not message.metadata.run.fragment_ids


@contextmanager
def going_on(page: Page, server: str, choices: str) -> Iterator[None]:
    """Start a run, and cancel it at the end where it still goes on."""
    start(page, server, choices)
    try:
        yield
    finally:
        # Until the server has sent all, buttons of the page before may still be there.
        page.locator(IS_IDLE).wait_for()
        if button(page, "Cancel").is_visible():
            cancel(page)


def start(page: Page, server: str, choices: str) -> None:
    """Start a run of the choices in the address, and wait until the page shows it."""
    page.goto(f"{server}/distill?{choices}")
    page.get_by_role("button", name="Start", exact=True).click()
    expect(progress(page)).to_be_visible()
    page.wait_for_url("**run=*")


def progress(page: Page) -> Locator:
    return page.get_by_test_id("stMain").get_by_test_id("stProgress")


def run_bar(page: Page) -> Locator:
    return page.get_by_test_id("stSidebarUserContent")


def button(page: Page, name: str) -> Locator:
    return page.get_by_test_id("stMain").get_by_role("button", name=name, exact=True)


def epoch(page: Page) -> int:
    """Epoch that the page shows, 0 before there is one."""
    found = EPOCH.search(progress(page).inner_text())
    return int(found[1]) if found else 0


def wait_until(page: Page, is_so: Callable[[], bool], timeout_ms: int = 2 * TIMEOUT_MS) -> None:
    """Wait, with the page alive, until something is so; the test fails where it never is."""
    for _ in range(timeout_ms // 100):
        if is_so():
            return
        page.wait_for_timeout(100)
    raise AssertionError("what was waited for did not come")


def wait_for_epoch(page: Page, number: int) -> None:
    wait_until(page, lambda: epoch(page) >= number)


def cancel(page: Page) -> None:
    button(page, "Cancel").click()
    expect(button(page, "Start")).to_be_visible()


def visit(page: Page, name: str) -> None:
    """Click on a page in the sidebar and wait for its title."""
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
