"""The student leaves the building: downloaded, proved, tried on a CSV, its answers downloaded."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from core.deploy.inspect_model import inspect
from core.deploy.opened import open_bundle
from tests.browser.lab import QUICK, button, start, visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LOANS = Path(__file__).parents[2] / "sample_data" / "german_credit.csv"


@pytest.fixture(scope="module")
def deploy(own_browser: BrowserContext, server: str) -> Page:
    """The Deploy page of a run that has ended."""
    page = own_browser.new_page()
    start(page, server, QUICK)
    expect(button(page, "Start")).to_be_visible()
    visit(page, "Deploy")
    return page


def downloaded(page: Page, name: str) -> bytes:
    with page.expect_download() as download:
        button(page, name).click()
    return Path(download.value.path()).read_bytes()


def test_the_bundle_is_downloaded_and_let_in(deploy: Page) -> None:
    bundle = open_bundle(downloaded(deploy, "Download the bundle"))
    assert inspect(bundle).difference < 1e-5


def test_the_bundle_is_proved_in_a_fresh_process(deploy: Page) -> None:
    button(deploy, "Prove it").click()
    expect(deploy.get_by_text("process without PyTorch opened the bundle")).to_be_visible()


def test_a_file_is_answered_and_the_answers_are_downloaded(deploy: Page) -> None:
    deploy.get_by_text("Open the bundle here").click()
    deploy.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(LOANS)
    expect(deploy.get_by_text("1,000 of 1,000 rows answered")).to_be_visible()
    expect(deploy.get_by_text("recent rows against 700 training rows")).to_be_visible()
    answers = downloaded(deploy, "Download the answers").decode()
    rows = list(csv.DictReader(io.StringIO(answers)))
    assert len(rows) == 1000
    assert {row["prediction"] for row in rows} <= {"0", "1"}
