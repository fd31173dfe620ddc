"""The title of a page."""

from __future__ import annotations

import streamlit as st

from pages.ui.state import session


def heading(title: str) -> None:
    """Begin a page with its title, once the session has its state."""
    session()
    st.title(title)
