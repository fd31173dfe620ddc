"""Prices from Yahoo Finance: tickers, days, and what to do when some cannot be had."""

from __future__ import annotations

import streamlit as st

from core.data.load import YAHOO_NOTICE
from core.data.table import Table
from core.errors import LabError
from core.language.sentences import told
from core.language.speak import tr
from core.spec import DataSpec, parse_spec
from pages.ui.error_box import error_box
from pages.ui.state import session
from pages.ui.taking import ask_what_suits, take_rows, take_sample

USUAL = ("AAPL", "MSFT")
BUNDLED = "us_stocks"
FETCHING_CODE = "Y"


def choose_tickers() -> None:
    """Let the user name tickers and days, and fetch them when asked."""
    data = session().spec.data
    with st.form("tickers", border=False):
        symbols, first, last, button = st.columns([3, 1, 1, 1], vertical_alignment="bottom")
        text = symbols.text_input(
            tr("Tickers"), value=", ".join(data.tickers or USUAL), help=told(_help("tickers"))
        )
        start = first.date_input(tr("First day"), value=data.start, help=told(_help("start")))
        end = last.date_input(tr("Last day"), value=data.end, help=told(_help("end")))
        asked = button.form_submit_button(tr("Fetch prices"), type="primary", width="stretch")
    st.caption(tr(YAHOO_NOTICE))
    if asked:
        _fetch(text, {"start": start, "end": end})


def offer_ways_out() -> None:
    """Offer to ask once more, and to go on with rows that are here already."""
    with st.container(horizontal=True):
        st.button(tr("Fetch again"), key="fetch_again", on_click=_ask_again)
        st.button(
            tr("Use the bundled US stocks"),
            key="use_bundled",
            on_click=take_sample,
            args=(BUNDLED,),
        )


def is_incomplete(table: Table) -> bool:
    """Whether some of the symbols could not be fetched."""
    return any(finding.code.startswith(FETCHING_CODE) for finding in table.findings)


def _fetch(text: str, days: dict[str, object]) -> None:
    tickers = tuple(dict.fromkeys(text.replace(",", " ").replace(";", " ").upper().split()))
    try:
        data = parse_spec({"data": {"source": "yahoo", "tickers": tickers, **days}}).data
    except LabError as error:
        error_box(error)
        return
    _ask_again()
    take_rows(data)
    ask_what_suits(holds_prices=True)


def _ask_again() -> None:
    session().attempt += 1


def _help(field: str) -> str | None:
    return DataSpec.model_fields[field].description
