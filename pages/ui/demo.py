"""The button that runs everything once on bundled data, from any page."""

from __future__ import annotations

import streamlit as st

from core.language.speak import tr
from core.spec import RunSpec
from pages.ui.pool import current_job, start_run
from pages.ui.state import session, use
from pages.ui.told import told

LIVE_PAGE = "pages/distill.py"
DEMO_LABEL = "Run the demo"


def demo_button(is_primary: bool = True) -> None:
    """Offer the demo: default choices, started at once, then the live view.

    Parameters
    ----------
    is_primary : bool
        Whether it is what the page is for; a page has one primary action.
    """
    help_text = "Trains a teacher and its students on 30,000 card holders; takes some seconds."
    kind = "primary" if is_primary else "secondary"
    st.button(tr(DEMO_LABEL), type=kind, key="demo", help=tr(help_text), on_click=_start)


def empty_view(sentence: str) -> None:
    """Fill a page that has nothing to show yet: one sentence and the demo."""
    with st.container(border=True):
        st.markdown(sentence)
        demo_button()


def _start() -> None:
    with told():
        going_on = current_job()
        if going_on is None or going_on.has_ended:
            use(RunSpec())
            st.session_state["source"] = RunSpec().data.source
            start_run()
    session().next_page = LIVE_PAGE
