"""A page that is not there yet: what it will hold, and what works today."""

from __future__ import annotations

import streamlit as st

from pages.ui.demo import demo_button

WORKING = (
    ("pages/data.py", "Pick the rows on Data"),
    ("pages/distill.py", "Train on Distill"),
    ("pages/compare.py", "Read the verdict on Compare"),
)


def announced(promise: str, today: str, with_demo: bool = True) -> None:
    """Say in fixed sentences what will be here and what works today, with links to it."""
    with st.container(border=True):
        st.markdown(f"**Coming to this page.** {promise}")
        st.caption(today)
        with st.container(horizontal=True):
            for page, label in WORKING:
                st.page_link(page, label=label)
        if with_demo:
            demo_button()
