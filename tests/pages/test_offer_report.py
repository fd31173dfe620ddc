"""The report and the numbers of a finished run are offered, and made only when asked for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from core.lab.desk.desk import Desk
from core.report import numbers, page
from pages.ui import offer_report
from pages.ui.state import Session
from tests.lab.example_result import make_result
from tests.pages.conftest import OWNER, finish, labels

BUTTONS = ("Download the report", "Download the numbers")


def test_compare_offers_both_and_makes_neither(
    open_page: Callable[..., AppTest],
    desk: Desk,
    lab: Session,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(page, "write_report", pytest.fail)
    monkeypatch.setattr(numbers, "write_numbers", pytest.fail)
    lab.run_id = finish(desk)
    app = open_page("compare")
    assert not app.exception
    offered = [button.proto.label for button in app.get("download_button")]
    assert [one for one in offered if one in BUTTONS] == list(BUTTONS)
    assert not set(BUTTONS) & set(labels(app))


def test_the_report_has_the_name_that_the_run_has_now(desk: Desk) -> None:
    run_id = finish(desk)
    desk.archive.rename(run_id, "A <better> name", OWNER)
    text = offer_report._report(make_result(), desk, run_id)
    assert "<h1>A &lt;better&gt; name</h1>" in text
    assert "setting tried on these rows" in text or "settings were tried" in text


def test_the_numbers_have_the_name_of_the_run(desk: Desk) -> None:
    run_id = finish(desk)
    assert "A finished run" in offer_report._numbers(make_result(), desk, run_id)
