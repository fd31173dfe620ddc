"""A lesson in a real Chromium, walked from its link: move a control, answer, go on to the next."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.lab import IS_IDLE
from tests.browser.test_journey import has_sideways_scroll, keep_picture

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LINK = "learn?lesson=softening&softening_heat=4"


def test_a_lesson_is_walked_from_its_link(page_in: Callable[[str], Page], server: str) -> None:
    page = page_in("phone")
    page.goto(f"{server}/{LINK}")
    expect(page.get_by_role("columnheader", name="T = 4")).to_be_visible()
    expect(page.get_by_role("figure", name="At T = 4 the answers to this row")).to_be_visible()
    page.get_by_text("It falls by 5 points or more").click()
    expect(page.get_by_text(re.compile("^(Right|Not so)\\. "))).to_be_visible()
    assert not has_sideways_scroll(page)
    keep_picture(page, "lesson_phone")
    page.get_by_role("button", name="Next: Alone against distilled").click()
    page.wait_for_url(re.compile(r"lesson=alone$"))
    expect(page.get_by_role("button", name="Train both students")).to_be_visible()


def test_a_control_that_is_moved_is_part_of_the_link(
    page_in: Callable[[str], Page], server: str
) -> None:
    page = page_in("dark")
    page.goto(f"{server}/{LINK}")
    page.locator(IS_IDLE).wait_for()
    page.get_by_role("slider", name="Temperature T").press("ArrowRight")
    page.wait_for_url(re.compile("softening_heat=5"))
    page.reload()
    expect(page.get_by_role("columnheader", name="T = 5")).to_be_visible()
