"""The pages of the app, in the order of the sidebar."""

from __future__ import annotations

import streamlit as st

from core.language.speak import tr

PAGES = (
    ("pages/data.py", "Data"),
    ("pages/distill.py", "Distill"),
    ("pages/compare.py", "Compare"),
    ("pages/what_if.py", "What-if"),
    ("pages/deploy.py", "Deploy"),
    ("pages/runs.py", "Runs"),
    ("pages/learn.py", "Learn"),
)
FIRST_PATH, FIRST_TITLE = PAGES[0]
FIRST_NAME = "data"


def navigate(is_shown: bool = True) -> st.Page:
    """Show the pages in the sidebar, unless they are to stay hidden; return that in the address.

    The first page stands at the root of the address, where Streamlit does not know it by its
    name; so it is there a second time, and the sidebar shows the one that is looked at.
    """
    # Off until here, or the first browser would see a menu of file names first.
    st.set_option("client.showSidebarNavigation", True)
    page = _shown(False, is_shown)
    return _shown(True, is_shown) if page.url_path == FIRST_NAME else page


def _shown(is_by_name: bool, is_shown: bool) -> st.Page:
    first = st.Page(
        FIRST_PATH,
        title=tr(FIRST_TITLE),
        default=True,
        url_path="start",
        visibility="hidden" if is_by_name else "visible",
    )
    by_name = st.Page(
        FIRST_PATH,
        title=tr(FIRST_TITLE),
        url_path=FIRST_NAME,
        visibility="visible" if is_by_name else "hidden",
    )
    others = [st.Page(path, title=tr(title)) for path, title in PAGES[1:]]
    position = "sidebar" if is_shown else "hidden"
    return st.navigation([first, by_name, *others], position=position)
