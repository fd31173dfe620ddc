"""The list of runs in a real Chromium: pick, rename, delete, compare, start again."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from core.lab.desk.desk import Desk
from core.runs.folder import DATA_FOLDER_SETTING, sqlite_url
from core.runs.store import open_store
from core.spec import RunSpec, parse_spec
from pages.ui.owner import COOKIE
from tests.browser.conftest import PHONE
from tests.browser.lab import button
from tests.browser.test_journey import has_sideways_scroll, keep_picture
from tests.conftest import running_app
from tests.lab.example_result import make_events

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OWNER, SOMEBODY_ELSE = "a" * 32, "b" * 32
ROW_PX, PICK_PX = 32, 16
GERMAN = {"source": "sample", "sample": "german_credit"}
# Title, epochs and owner of each run, newest first.
RUNS = (
    ("Somebody else's", 30, SOMEBODY_ELSE),
    ("Newer", 70, OWNER),
    ("Older", 60, OWNER),
    ("Oldest", 50, OWNER),
)
ALL_LISTED = f"{len(RUNS)} listed"


def spec_of(epochs: int) -> RunSpec:
    return parse_spec({"data": GERMAN, "train": {"epochs": epochs, "tune": "off"}})


@pytest.fixture(scope="module")
def address(own_browser: BrowserContext, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a server with finished runs, most of them started by this browser."""
    folder = tmp_path_factory.mktemp("runs")
    keep_runs(folder)
    with running_app(folder / "streamlit.log", {DATA_FOLDER_SETTING: str(folder)}) as address:
        own_browser.add_cookies([{"name": COOKIE, "value": OWNER, "url": address}])
        yield address


@pytest.fixture
def runs_page(tab: Page, address: str) -> Page:
    tab.goto(f"{address}/runs")
    expect(tab.get_by_text(ALL_LISTED)).to_be_visible()
    return tab


def keep_runs(folder: Path) -> None:
    """Write finished runs into the registry of a folder; nothing is trained."""
    desk = Desk(open_store(folder, sqlite_url(folder)), folder, run=lambda *_: iter(make_events()))
    for title, epochs, owner in reversed(RUNS):
        desk.jobs.wait(desk.start(title, spec_of(epochs), None, owner), timeout=60)
    desk.close()


def pick(page: Page, *rows: int) -> None:
    """Click on the boxes of rows, 0 for the first."""
    grid = page.get_by_test_id("stDataFrame")
    grid.wait_for()
    for row in rows:
        grid.click(position={"x": PICK_PX, "y": ROW_PX * (row + 1.5)})
    expect(page.get_by_text(f"{len(rows)} picked")).to_be_visible()


def find(page: Page, words: str) -> None:
    field = page.get_by_label("Find")
    field.fill(words)
    field.press("Enter")


def test_a_run_is_renamed_and_found_by_its_note(runs_page: Page) -> None:
    pick(runs_page, 3)
    runs_page.get_by_label("Name", exact=True).fill("The better one")
    runs_page.get_by_label("Note", exact=True).fill("With fewer epochs")
    button(runs_page, "Save").click()
    expect(runs_page.get_by_test_id("stText").first).to_have_text("The better one")
    find(runs_page, "fewer EPOCHS")
    expect(runs_page.get_by_text(ALL_LISTED)).to_be_hidden()
    expect(runs_page.get_by_test_id("stText").first).to_have_text("The better one")


def test_a_pick_stays_with_its_run_when_the_list_changes(runs_page: Page) -> None:
    pick(runs_page, 1)
    find(runs_page, "older")
    expect(runs_page.get_by_text("1 listed")).to_be_visible()
    find(runs_page, "")
    expect(runs_page.get_by_text(ALL_LISTED)).to_be_visible()
    pick(runs_page, 1)
    expect(runs_page.get_by_test_id("stText").first).to_have_text("Newer")
    find(runs_page, "newer")
    expect(runs_page.get_by_text("1 picked")).to_be_visible()
    expect(runs_page.get_by_test_id("stText").first).to_have_text("Newer")


def test_a_deleted_run_is_taken_back_and_no_other_is_picked(runs_page: Page) -> None:
    pick(runs_page, 1)
    button(runs_page, "Delete").click()
    expect(runs_page.get_by_text(f"{len(RUNS) - 1} listed")).to_be_visible()
    button(runs_page, "Undo").click()
    expect(runs_page.get_by_text(ALL_LISTED)).to_be_visible()
    expect(button(runs_page, "Undo")).to_be_hidden()


def test_a_deleted_run_is_taken_back_after_a_reload(runs_page: Page) -> None:
    pick(runs_page, 1)
    button(runs_page, "Delete").click()
    expect(button(runs_page, "Undo")).to_be_visible()
    runs_page.reload()
    expect(runs_page.get_by_text(f"{len(RUNS) - 1} listed")).to_be_visible()
    expect(button(runs_page, "Undo")).to_have_count(0)
    runs_page.get_by_text("Show my deleted runs").click()
    field = runs_page.get_by_test_id("stMultiSelect").filter(has_text="Deleted runs")
    field.locator("input").click()
    runs_page.get_by_role("option", name="Newer").click()
    runs_page.keyboard.press("Escape")
    button(runs_page, "Take back").click()
    expect(runs_page.get_by_text(ALL_LISTED)).to_be_visible()
    expect(runs_page.get_by_text("Nothing that you deleted can be taken back.")).to_be_visible()


def test_the_list_is_downloaded_as_csv_and_json(runs_page: Page) -> None:
    texts = {}
    for kind in ("CSV", "JSON"):
        with runs_page.expect_download() as sent:
            button(runs_page, f"Download runs as {kind}").click()
        assert sent.value.suggested_filename == f"runs.{kind.lower()}"
        texts[kind] = Path(sent.value.path()).read_text("utf-8")
    told = json.loads(texts["JSON"])
    lines = list(csv.DictReader(io.StringIO(texts["CSV"])))
    assert [run["id"] for run in told] == [line["id"] for line in lines]
    assert [line["train.epochs"] for line in lines] == [str(epochs) for _, epochs, _ in RUNS]


def test_a_run_of_somebody_else_is_opened_but_not_changed(runs_page: Page) -> None:
    pick(runs_page, 0)
    expect(runs_page.get_by_text("Another browser started this run")).to_be_visible()
    for name in ("Delete", "Save"):
        expect(button(runs_page, name)).to_have_count(0)
    runs_page.locator(".st-key-open_run button").click()
    expect(runs_page.get_by_role("heading", name="Compare", exact=True)).to_be_visible()
    expect(runs_page.locator(".st-key-verdict")).to_contain_text("The teacher helped")


def test_start_again_sets_every_choice_of_the_run(runs_page: Page) -> None:
    pick(runs_page, 2)
    button(runs_page, "Start again from this").click()
    expect(runs_page.get_by_role("heading", name="Distill", exact=True)).to_be_visible()
    runs_page.get_by_text("Training and repeats").click()
    expect(runs_page.get_by_role("slider", name="Epochs")).to_have_value("60")
    expect(runs_page.get_by_text("Consumer loans, Germany").first).to_be_visible()
    expect(runs_page).to_have_url(re.compile("sample=german_credit"))


def test_two_picked_runs_show_the_settings_that_differ(runs_page: Page) -> None:
    pick(runs_page, 1, 2)
    differing = runs_page.locator("table.figures").first
    expect(differing.locator("tr")).to_have_text(["NewerOlder", "Training: epochs7060"])
    expect(button(runs_page, "Delete 2")).to_be_visible()
    keep_picture(runs_page, "runs_compared_light")
    runs_page.emulate_media(color_scheme="dark")
    runs_page.set_viewport_size(PHONE)
    keep_picture(runs_page, "runs_compared_phone_dark")
    assert not has_sideways_scroll(runs_page)
