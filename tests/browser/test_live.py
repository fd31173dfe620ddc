"""Runs in a real Chromium, each in the hands of the browser that started it."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.lab import (
    MINUTES_LONG,
    QUICK,
    FullRuns,
    button,
    cancel,
    epoch,
    going_on,
    progress,
    run_bar,
    start,
    wait_for_epoch,
    wait_until,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FEWEST_UPDATES = 3


def test_a_run_from_start_to_verdict_asks_no_other_host(tab: Page, server: str) -> None:
    hosts: set[str] = set()
    tab.on("request", lambda request: hosts.add(urlsplit(request.url).hostname or "127.0.0.1"))
    start(tab, server, QUICK)
    button(tab, "Compare the four columns").click()
    expect(tab.locator(".st-key-verdict")).to_contain_text("distilled student")
    assert hosts == {"127.0.0.1"}


def test_live_updates_come_without_running_the_whole_page_again(tab: Page, server: str) -> None:
    full_runs = FullRuns(tab)
    with going_on(tab, server, MINUTES_LONG):
        expect(tab.locator(".live-chart .main-svg").first).to_be_visible()
        before, seen = full_runs.count, {epoch(tab)}
        wait_until(tab, lambda: seen.add(epoch(tab)) or len(seen) > FEWEST_UPDATES)
        assert full_runs.count == before > 0


def test_cancel_ends_a_run_without_a_verdict(tab: Page, server: str) -> None:
    with going_on(tab, server, MINUTES_LONG):
        wait_for_epoch(tab, 1)
        cancel(tab)
        expect(tab.get_by_text("The run was cancelled; it has no verdict.")).to_be_visible()
        expect(run_bar(tab)).to_contain_text("Cancelled")


def test_pause_holds_step_goes_one_epoch_and_resume_goes_on(tab: Page, server: str) -> None:
    with going_on(tab, server, MINUTES_LONG):
        wait_for_epoch(tab, 2)
        expect(button(tab, "Step one epoch")).to_be_disabled()
        button(tab, "Pause").click()
        expect(progress(tab)).to_contain_text("Paused")
        expect(run_bar(tab)).to_contain_text("Paused")
        # By the time that a page is loaded anew, the epoch under way has come to rest.
        tab.reload()
        expect(progress(tab)).to_contain_text("Paused · epoch")
        held = epoch(tab)
        tab.wait_for_timeout(1000)
        assert epoch(tab) == held
        button(tab, "Step one epoch").click()
        expect(progress(tab)).to_contain_text(f"Paused · epoch {held + 1} of")
        button(tab, "Resume").click()
        wait_for_epoch(tab, held + 4)
        button(tab, "Stop and keep best").click()
        expect(button(tab, "Compare the four columns")).to_be_visible()
