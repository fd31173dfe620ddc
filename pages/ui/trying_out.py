"""A bundle tried on rows: answers to download, and how far the rows moved since training."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from core.charts.drift_table import drift_table
from core.data.limits import MAX_FILE_MB
from core.deploy.answering import answer_file
from core.deploy.drift import drift
from core.deploy.inspect_model import Inspected
from core.errors import LabError
from core.lab.handed_over import fetched_prices
from core.language.sentences import told
from core.language.speak import tr
from pages.ui.error_box import error_box
from pages.ui.figures import figures_html, scrolling_html

SHOWN_ROWS = 10
NEVER = 0.0


def try_out(model: Inspected) -> None:
    """Take rows, answer them, and offer the answers; say how far the rows moved.

    Parameters
    ----------
    model : Inspected
        The bundle that was let in.
    """
    content = _rows(model.bundle.schema.reads_prices)
    below = st.slider(
        tr("Abstain below a probability of"),
        min_value=NEVER,
        max_value=1.0,
        value=model.bundle.schema.abstain_below or NEVER,
        step=0.05,
        key="abstain",
        help=tr("Rows that the model is less sure of get no class; 0 gives every row one."),
    )
    if content is None:
        return
    try:
        _answer(model, content, below or None)
    except LabError as error:
        error_box(error)
        return
    try:
        report = drift(model, content)
    except LabError as error:
        st.text(told(f"Drift was not judged. {error}"))
        return
    st.markdown(tr("**Drift since training**"))
    st.text(told(report.sentence))
    table = drift_table(report)
    st.html(scrolling_html(figures_html(table.rows, table.header)))


def _rows(reads_prices: bool) -> bytes | None:
    """Take a CSV file, or for prices the tickers to fetch."""
    sent = st.file_uploader(
        tr("CSV file to answer"), type=("csv",), max_upload_size=MAX_FILE_MB, key="to_answer"
    )
    if sent is not None:
        content: bytes = sent.getvalue()
        return content
    if not reads_prices:
        return None
    names = st.text_input(tr("Or tickers, fetched from Yahoo Finance"), key="tickers_to_answer")
    tickers = tuple(name.strip().upper() for name in names.split(",") if name.strip())
    if not tickers:
        return None
    try:
        return _fetched(tickers, dt.date.today())
    except LabError as error:
        error_box(error)
        return None


def _answer(model: Inspected, content: bytes, below: float | None) -> None:
    answered = answer_file(model, content, below)
    st.text(told(answered.sentence))
    st.download_button(
        tr("Download the answers"),
        data=answered.csv,
        file_name="answers.csv",
        mime="text/csv",
        on_click="ignore",
    )
    st.caption(told(f"The first {SHOWN_ROWS} answers"))
    st.code("\n".join(answered.csv.splitlines()[: SHOWN_ROWS + 1]), language=None)


@st.cache_data(max_entries=8, ttl=dt.timedelta(hours=1), show_spinner="Fetching prices")
def _fetched(tickers: tuple[str, ...], today: dt.date) -> bytes:
    return fetched_prices(tickers, today)
