"""The address in a real browser: it keeps every choice, and leads to every page."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from core.runs.folder import DATA_FOLDER_SETTING
from pages.ui.address_note import LACKS_ROWS
from tests.browser.conftest import TIMEOUT_MS
from tests.browser.lab import MINUTES_LONG, button, cancel, going_on, wait_for_epoch, wait_until
from tests.conftest import running_app

pytestmark = [pytest.mark.browser, pytest.mark.slow]
expect.set_options(timeout=2 * TIMEOUT_MS)

FILE_NAMES = "what if"
KEEP_MENUS = """
window.menus = new Set()
const read = () => {
  const menu = document.querySelector("[data-testid=stSidebarNav]")
  if (menu) window.menus.add(menu.innerText)
  requestAnimationFrame(read)
}
read()
"""


def told(page: Page) -> dict[str, str]:
    """What the address says."""
    return dict(parse_qsl(urlsplit(page.url).query))


def field(page: Page, name: str) -> Locator:
    """A number to type."""
    return page.get_by_role("spinbutton", name=name, exact=True)


def wait_for_choice(page: Page, name: str, value: str | None) -> None:
    wait_until(page, lambda: told(page).get(name) == value)


def test_the_address_keeps_every_choice_from_start_to_end(page: Page, server: str) -> None:
    asked = dict(parse_qsl(MINUTES_LONG)).items() - {("seeds", "5"), ("student", "mlp")}
    with going_on(page, server, MINUTES_LONG):
        wait_for_epoch(page, 1)
        assert asked <= told(page).items()
        page.reload()
        wait_for_epoch(page, 2)
        assert asked <= told(page).items()
        cancel(page)
        assert asked <= told(page).items()
        page.reload()
        expect(button(page, "Start")).to_be_enabled()
        assert asked <= told(page).items()
        page.get_by_text("Training and repeats").click()
        expect(field(page, "Batch size, rows")).to_have_value("8")


@pytest.mark.parametrize("path", ["/", "/data", "/data?sample=german_credit"])
def test_the_first_page_has_a_name_too(page: Page, server: str, path: str) -> None:
    page.goto(f"{server}{path}")
    expect(page.get_by_text("Next: choose teacher and student")).to_be_visible()
    expect(page.get_by_text("Page not found")).to_have_count(0)
    assert told(page).get("sample") == dict(parse_qsl(urlsplit(path).query)).get("sample")
    menu = page.get_by_test_id("stSidebarNav").get_by_role("link")
    expect(menu.get_by_text("Data", exact=True)).to_have_count(1)
    page.get_by_role("link", name="Next: choose teacher and student").click()
    expect(page.get_by_role("heading", name="Distill", exact=True)).to_be_visible()
    menu.get_by_text("Data", exact=True).click()
    expect(page.get_by_role("heading", name="Data", exact=True)).to_be_visible()


def test_going_back_takes_back_a_choice(page: Page, server: str) -> None:
    page.goto(f"{server}/distill?alpha=0.3")
    expect(button(page, "Start")).to_be_enabled()
    page.get_by_text("Training and repeats").click()
    field(page, "Batch size, rows").fill("64")
    field(page, "Batch size, rows").press("Enter")
    wait_for_choice(page, "batch", "64")
    page.go_back()
    wait_for_choice(page, "batch", None)
    expect(field(page, "Batch size, rows")).to_have_value("256")
    page.go_forward()
    expect(field(page, "Batch size, rows")).to_have_value("64")
    assert told(page) == {"alpha": "0.3", "batch": "64"}


def test_a_small_rate_can_be_typed(page: Page, server: str) -> None:
    page.goto(f"{server}/distill")
    page.get_by_text("Training and repeats").click()
    rate = field(page, "Learning rate")
    rate.fill("0.0005")
    rate.press("Enter")
    wait_for_choice(page, "rate", "0.0005")
    rate.press("ArrowDown")
    wait_for_choice(page, "rate", "0.0004")
    expect(rate).to_have_value("0.0004")


def test_a_method_that_closes_stays_chosen_and_is_marked(page: Page, server: str) -> None:
    page.goto(f"{server}/distill?teacher=mlp&method=hint")
    expect(button(page, "Start")).to_be_enabled()
    page.get_by_role("combobox", name="Teacher", exact=False).first.click()
    page.get_by_role("option", name="Boosted trees").click()
    expect(button(page, "Use soft targets")).to_be_visible()
    expect(page.get_by_role("combobox", name="Method")).to_have_value("Hidden hint · not here")
    wait_for_choice(page, "method", "hint")
    button(page, "Use soft targets").click()
    expect(button(page, "Start")).to_be_enabled()


def test_reloads_wait_for_uploaded_rows(page: Page, server: str) -> None:
    page.goto(f"{server}/distill?rows=uploaded")
    for _ in range(3):
        expect(page.get_by_text(LACKS_ROWS)).to_be_visible()
        expect(button(page, "Start")).to_be_disabled()
        wait_for_choice(page, "rows", "uploaded")
        page.reload()


@pytest.mark.parametrize("path", ["/", "/distill"])
def test_a_server_that_has_just_started_shows_no_names_of_files(
    chromium: Browser, tmp_path: Path, path: str
) -> None:
    page = chromium.new_page()
    page.add_init_script(KEEP_MENUS)
    with running_app(tmp_path / "log", {DATA_FOLDER_SETTING: str(tmp_path / "data")}) as address:
        page.goto(f"{address}{path}")
        page.get_by_test_id("stSidebarNav").get_by_text("What-if").wait_for(timeout=3 * TIMEOUT_MS)
        menus = page.evaluate("[...window.menus]")
        page.close()
    assert menus
    assert not [menu for menu in menus if FILE_NAMES in menu]
