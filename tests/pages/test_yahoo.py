"""Prices from a stand-in of Yahoo Finance: fetched, partly fetched, refused, asked again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from core.data import yahoo_fetch
from core.data.load import YAHOO_NOTICE
from core.data.price_cache import DATA_FOLDER_SETTING
from core.data.yahoo_session import URL_SETTING
from pages.ui.state import SESSION_KEY
from tests.data.fake_yahoo import FakeYahoo, serve, stock
from tests.pages.conftest import labels, texts

OpenPage = Callable[..., AppTest]

WAYS_OUT = ("Fetch again", "Use the bundled US stocks")
FAILURES = {
    "NOSUCH": "must be listed",
    "EMPTY": "finished sessions",
    "LIMITED": "must accept the request",
    "GARBLED": "must answer with prices",
}


@pytest.fixture
def yahoo(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[FakeYahoo]:
    # All sessions of AppTest have one name: rows of an earlier test would be found again.
    st.cache_resource.clear()
    with serve() as fake:
        stock(fake)
        monkeypatch.setenv(URL_SETTING, fake.address)
        monkeypatch.setenv(DATA_FOLDER_SETTING, str(tmp_path))
        monkeypatch.setattr(yahoo_fetch, "BACK_OFF_S", ())
        yield fake


def fetch(app: AppTest, tickers: str) -> AppTest:
    app.segmented_control(key="source").set_value("yahoo").run()
    app.text_input[0].set_value(tickers)
    return press(app, "Fetch prices")


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def findings_of(app: AppTest) -> str:
    return "\n".join(html.proto.body for html in app.get("html") if "finding" in html.proto.body)


def test_terms_are_shown_before_anything_is_fetched(open_page: OpenPage, yahoo: FakeYahoo) -> None:
    app = open_page()
    app.segmented_control(key="source").set_value("yahoo").run()
    assert YAHOO_NOTICE in texts(app)
    assert not yahoo.asked


def test_two_tickers_are_fetched_and_shown(open_page: OpenPage, yahoo: FakeYahoo) -> None:
    app = fetch(open_page(), "aapl, MSFT aapl")
    spec = app.session_state[SESSION_KEY].spec
    assert not app.exception
    assert spec.data.tickers == ("AAPL", "MSFT")
    assert spec.task.name == "risk"
    assert yahoo.asked == ["AAPL", "MSFT"]
    assert not set(WAYS_OUT) & set(labels(app))
    assert "gap of 15 sessions" in texts(app).lower()


@pytest.mark.parametrize(("symbol", "words"), FAILURES.items())
def test_each_failure_says_what_to_do_and_offers_it(
    open_page: OpenPage, yahoo: FakeYahoo, symbol: str, words: str
) -> None:
    app = fetch(open_page(), symbol)
    assert yahoo.asked or symbol == "NOSUCH"
    assert not app.exception
    assert words in texts(app)
    assert "What to do: " in texts(app)
    assert set(WAYS_OUT) <= set(labels(app))


def test_what_was_fetched_is_kept_and_the_rest_is_a_finding(
    open_page: OpenPage, yahoo: FakeYahoo
) -> None:
    app = fetch(open_page(), "AAPL, NOSUCH")
    assert yahoo.asked
    assert "&quot;NOSUCH&quot; is not known there" in findings_of(app)
    assert "Y101" in texts(app) or [badge for badge in app.markdown if "Y101" in badge.value]
    assert set(WAYS_OUT) <= set(labels(app))
    assert app.get("plotly_chart")


def test_a_refusal_is_not_met_again_at_every_click(open_page: OpenPage, yahoo: FakeYahoo) -> None:
    app = fetch(open_page(), "LIMITED")
    asked = len(yahoo.asked)
    app.run()
    app.switch_page("pages/distill.py").run()
    assert app.button(key="start").disabled
    assert len(yahoo.asked) == asked


def test_fetch_again_asks_for_what_failed_only(open_page: OpenPage, yahoo: FakeYahoo) -> None:
    app = fetch(open_page(), "AAPL, LIMITED")
    yahoo.asked.clear()
    yahoo.answers["LIMITED"] = yahoo.answers["MSFT"]
    press(app, "Fetch again")
    assert set(yahoo.asked) == {"LIMITED"}
    assert "Fetch again" not in labels(app)


def test_bundled_stocks_are_one_click_away(open_page: OpenPage, yahoo: FakeYahoo) -> None:
    app = fetch(open_page(), "LIMITED")
    assert yahoo.asked
    press(app, "Use the bundled US stocks")
    assert app.session_state[SESSION_KEY].spec.data.sample == "us_stocks"
    assert app.segmented_control(key="source").value == "sample"
    assert app.get("plotly_chart")


@pytest.mark.parametrize("text", ["", " , ", "![x](https://evil.example)", "<b>", "A" * 900])
def test_text_that_is_no_ticker_is_refused_in_plain_words(
    open_page: OpenPage, yahoo: FakeYahoo, text: str
) -> None:
    app = fetch(open_page(), text)
    assert not yahoo.asked
    assert not app.exception
    assert "What to do: " in texts(app)
    assert not [element for element in (*app.markdown, *app.caption) if "evil" in element.value]
