"""Where the rows come from: a bundled sample, uploaded CSV files, or Yahoo Finance."""

from __future__ import annotations

import streamlit as st

from core.data.samples import SAMPLES
from core.language.sentences import told
from core.language.speak import tr
from pages.ui import widgets
from pages.ui.csv_source import choose_files
from pages.ui.state import session
from pages.ui.taking import take_sample
from pages.ui.yahoo_source import choose_tickers

TITLES = {"sample": "Bundled sample", "csv": "Your CSV", "yahoo": "Yahoo Finance"}


def choose_source() -> None:
    """Offer the three sources, and the choices of the one that is picked."""
    if "source" not in st.session_state:
        st.session_state["source"] = session().spec.data.source
    with st.container(border=True):
        st.segmented_control(
            tr("Where the rows come from"),
            list(TITLES),
            format_func=lambda name: tr(TITLES[name]),
            required=True,
            key="source",
            on_change=_leave_other_sources,
            persist_state="session",
        )
        match st.session_state["source"]:
            case "csv":
                choose_files()
            case "yahoo":
                choose_tickers()
            case _:
                _choose_sample()


def is_ready() -> bool:
    """Whether the picked source has rows to show; a link brings no uploaded ones."""
    data = session().spec.data
    is_here = data.source != "csv" or session().csv is not None
    return is_here and data.source == st.session_state["source"]


def _choose_sample() -> None:
    choice, words = st.columns([1, 2], vertical_alignment="bottom", gap="medium")
    with choice:
        widgets.options("sample", tr("Sample"), list(SAMPLES), lambda name: tr(SAMPLES[name].title))
    sample = SAMPLES[session().spec.data.sample]
    words.markdown(told(sample.sentence))
    words.caption(told(f"{sample.attribution} {sample.licence}."))


def _leave_other_sources() -> None:
    """Come back to a sample at once; the other sources first need something from the user."""
    if st.session_state["source"] == "sample":
        take_sample(session().spec.data.sample)
