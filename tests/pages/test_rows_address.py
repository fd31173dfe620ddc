"""What the address tells of rows: tickers and days travel, uploaded rows do not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from core.spec import DataSpec, RunSpec
from pages.ui.address_note import LACKS_ROWS
from pages.ui.choices import from_address
from pages.ui.rows_address import rows_in_address
from tests.pages.conftest import texts

OpenPage = Callable[..., AppTest]
YAHOO = DataSpec(source="yahoo", tickers=("AAPL", "BRK-B"), start="2020-01-02", end="2021-01-04")


@pytest.mark.parametrize("data", [YAHOO, DataSpec(source="yahoo", tickers=("^GSPC",))])
def test_tickers_and_days_come_back(data: DataSpec) -> None:
    spec, refused = from_address(rows_in_address(data))
    assert spec.data == data
    assert not refused


def test_the_question_stays_beside_tickers() -> None:
    spec, _ = from_address({**rows_in_address(YAHOO), "task": "trend"})
    assert (spec.data, spec.task.name) == (YAHOO, "trend")


@pytest.mark.parametrize(
    ("address", "refused"),
    [
        ({"tickers": ""}, ("tickers",)),
        ({"tickers": "AAPL", "start": "soon"}, ("tickers", "start")),
        ({"tickers": "AAPL", "start": "2021-01-02", "end": "2020-01-02"}, None),
        ({"start": "2020-01-02"}, ("start",)),
        ({"rows": "elsewhere"}, ("rows",)),
    ],
)
def test_what_cannot_be_fetched_falls_back_with_a_note(
    address: dict[str, str], refused: tuple[str, ...] | None
) -> None:
    spec, names = from_address(address)
    assert spec == RunSpec()
    assert names == (refused or tuple(address))


def test_uploaded_rows_are_not_in_a_link_and_the_page_says_so(open_page: OpenPage) -> None:
    address = rows_in_address(DataSpec(source="csv", content_hash="0" * 64))
    assert "0" * 64 not in str(address)
    app = open_page("distill", fresh=True, **address)
    assert LACKS_ROWS in texts(app)


@pytest.mark.parametrize("page", ["distill", "data", "learn"])
def test_a_link_beside_uploaded_rows_waits_for_them_at_every_reload(
    open_page: OpenPage, page: str
) -> None:
    address = open_page(page, fresh=True, rows="uploaded", epochs="40").query_params
    assert (address["rows"], address["epochs"]) == ("uploaded", "40")


def test_nothing_starts_until_uploaded_rows_are_there(open_page: OpenPage) -> None:
    app = open_page("distill", fresh=True, rows="uploaded")
    assert app.button(key="start").disabled
    assert "A CSV file must be chosen." in texts(app)
    app.switch_page("pages/data.py").run()
    assert app.get("file_uploader")
    app.get("file_uploader")[0].upload(
        "loans.csv", b"age,paid\n" + b"".join(b"%d,%d\n" % (n, n % 2) for n in range(200))
    ).run()
    app.switch_page("pages/distill.py").run()
    assert LACKS_ROWS not in texts(app)


def test_a_sample_ends_the_wait_for_uploaded_rows(open_page: OpenPage) -> None:
    app = open_page("data", fresh=True, rows="uploaded")
    app.segmented_control(key="source").set_value("sample").run()
    assert LACKS_ROWS not in texts(app)
    assert "rows" not in app.query_params


def test_a_sample_beside_uploaded_rows_is_left_with_a_note() -> None:
    spec, refused = from_address({"rows": "uploaded", "sample": "german_credit"})
    assert (spec.data.source, refused) == ("csv", ("sample",))


def test_a_link_without_uploaded_rows_says_nothing_of_them(open_page: OpenPage) -> None:
    assert LACKS_ROWS not in texts(open_page("distill", fresh=True, alpha="0.5"))
