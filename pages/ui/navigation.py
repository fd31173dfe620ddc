"""The pages of the app, in the order of the sidebar."""

from __future__ import annotations

import streamlit as st

PAGES = (
    ("pages/data.py", "Data"),
    ("pages/distill.py", "Distill"),
    ("pages/compare.py", "Compare"),
    ("pages/what_if.py", "What-if"),
    ("pages/deploy.py", "Deploy"),
    ("pages/runs.py", "Runs"),
    ("pages/learn.py", "Learn"),
)


def navigate() -> st.Page:
    """Show the pages in the sidebar, and return the one in the address."""
    return st.navigation(
        [st.Page(path, title=title, default=path == PAGES[0][0]) for path, title in PAGES]
    )
