"""The server ends while a run trains, in a real Chromium: the run is found again and goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.runs.folder import DATA_FOLDER_SETTING, sqlite_url
from core.runs.store import open_store
from tests.browser.lab import MINUTES_LONG, SECONDS_LONG, button, run_bar, start, wait_for_epoch
from tests.conftest import App, start_app

pytestmark = [pytest.mark.browser, pytest.mark.slow]


class Server:
    """A server of the app that can be ended and started again on the same folder and address."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self._log = folder / "streamlit.log"
        self.app = self._start("")

    def start_again(self) -> None:
        self.app = self._start(self.app.address)

    def _start(self, address: str) -> App:
        return start_app(self._log, {DATA_FOLDER_SETTING: str(self.data)}, address)


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path)
    yield server
    server.app.end()


def expect_interrupted(page: Page) -> None:
    """Come back to the page, which must say what happened and let its owner go on."""
    page.reload()
    expect(page.get_by_text("This run was interrupted")).to_be_visible()
    expect(run_bar(page)).to_contain_text("Interrupted: continue it")
    expect(button(page, "Continue")).to_be_visible()


def test_a_killed_run_is_found_and_continued_to_its_verdict(tab: Page, own_server: Server) -> None:
    start(tab, own_server.app.address, SECONDS_LONG)
    wait_for_epoch(tab, 10)
    own_server.app.process.kill()
    own_server.app.process.wait()
    own_server.start_again()
    expect_interrupted(tab)
    button(tab, "Continue").click()
    wait_for_epoch(tab, 1)
    button(tab, "Compare the four columns").click()
    expect(tab.locator(".st-key-verdict")).to_contain_text("distilled student")


def test_a_server_that_ends_interrupts_its_run(
    tab: Page, own_server: Server, page_in: Callable[[str], Page]
) -> None:
    start(tab, own_server.app.address, MINUTES_LONG)
    wait_for_epoch(tab, 2)
    own_server.app.end()
    store = open_store(own_server.data, sqlite_url(own_server.data))
    assert [run.state for run in store.list()] == ["interrupted"]
    store.close()
    own_server.start_again()
    expect_interrupted(tab)
    stranger = page_in("light")
    stranger.goto(tab.url)
    expect(stranger.get_by_text("This run was interrupted")).to_be_visible()
    expect(button(stranger, "Continue")).to_have_count(0)
