"""A report in a real Chromium without a network: it draws its pictures and asks nobody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from core.report.page import write_report
from tests.browser.conftest import LOOKS, TIMEOUT_MS
from tests.report.example_runs import DAY, HOSTILE, TITLE, hostile_run, run_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PICTURES = Path(__file__).parents[2] / ".artifacts"
NARROW_PX = 600


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports as files, as somebody who was sent one would have them."""
    folder = tmp_path_factory.mktemp("reports")
    for task in ("credit", "direction"):
        report = write_report(run_of(task), TITLE, DAY)
        (folder / f"{task}.html").write_text(report, "utf-8")
    hostile = write_report(hostile_run(), HOSTILE, DAY)
    (folder / "hostile.html").write_text(hostile, "utf-8")
    return folder


class Reader:
    """One page without a network, and what went wrong on it."""

    def __init__(self, browser: Browser, look: str = "light") -> None:
        viewport, scheme = LOOKS[look]
        self.context = browser.new_context(viewport=viewport, color_scheme=scheme)
        self.context.set_offline(True)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(TIMEOUT_MS)
        self.asked: list[str] = []
        self.troubles: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("console", lambda message: self.troubles.append(message.text))
        self.page.on("dialog", self._refuse)

    def _refuse(self, dialog) -> None:
        self.troubles.append(f"a dialog opened: {dialog.message}")
        dialog.dismiss()

    def open(self, file: Path) -> Page:
        """Open a report and wait until its last picture is drawn."""
        self.page.goto(file.as_uri())
        drawings = self.page.locator(".drawing")
        expect(drawings.last.locator(".main-svg").first).to_be_attached(timeout=TIMEOUT_MS)
        return self.page


@pytest.fixture
def reader(chromium: Browser, request) -> Iterator[Reader]:
    opened = Reader(chromium, getattr(request, "param", "light"))
    yield opened
    opened.context.close()


def undrawn(page: Page) -> list[str]:
    return page.evaluate(
        """() => [...document.querySelectorAll(".drawing")]
                 .filter((place) => !place.querySelector(".main-svg")).map((place) => place.id)"""
    )


def overflow(page: Page) -> int:
    return page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


@pytest.mark.parametrize("reader", LOOKS, indirect=True)
@pytest.mark.parametrize("task", ["credit", "direction"])
def test_all_pictures_are_drawn_and_the_page_fits(reader: Reader, folder: Path, task: str) -> None:
    page = reader.open(folder / f"{task}.html")
    assert page.locator(".drawing").count() >= 10
    assert undrawn(page) == []
    assert overflow(page) <= 0
    assert reader.asked == [(folder / f"{task}.html").as_uri()]
    assert reader.troubles == []
    PICTURES.mkdir(exist_ok=True)
    look = "phone" if page.viewport_size["width"] < NARROW_PX else "wide"
    dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    name = f"report_{task}_{look}{'_dark' if dark else ''}.png"
    page.screenshot(path=PICTURES / name, full_page=True)


def test_hostile_names_do_nothing(reader: Reader, folder: Path) -> None:
    page = reader.open(folder / "hostile.html")
    assert undrawn(page) == []
    assert reader.troubles == []
    assert len(reader.asked) == 1
    assert page.locator("h1").inner_text() == HOSTILE
    assert page.locator("img").count() == 0


def test_nothing_that_is_put_into_the_page_later_may_run_or_load(
    reader: Reader, folder: Path
) -> None:
    page = reader.open(folder / "credit.html")
    page.evaluate(
        """() => {
          const script = document.createElement("script")
          script.textContent = "window.ran = true"
          const image = document.createElement("img")
          image.src = "https://example.org/a.png"
          document.body.append(script, image)
        }"""
    )
    page.wait_for_timeout(200)
    assert page.evaluate("window.ran") is None
    assert any("Content Security Policy" in one for one in reader.troubles)


def test_paper_scales_each_picture_to_its_place(reader: Reader, folder: Path) -> None:
    page = reader.open(folder / "credit.html")
    page.emulate_media(media="print")
    page.evaluate("document.body.style.width = '500px'")
    wide = page.evaluate(
        """() => [...document.querySelectorAll(".drawing .main-svg:first-child")].filter(
             (part) => part.getBoundingClientRect().width
                       > part.closest(".picture").getBoundingClientRect().width + 1).length"""
    )
    assert wide == 0
    assert not page.locator("details").first.is_visible()


def test_words_stand_for_pictures_where_scripts_are_off(chromium: Browser, folder: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "credit.html").as_uri())
    page.locator("summary").first.click()
    expect(page.locator("details p").first).to_be_visible()
    context.close()
