"""The way from a study to a run of its own."""

from __future__ import annotations

import streamlit as st

from core.spec import RunSpec
from pages.ui.pool import desk, start_run
from pages.ui.state import session, use
from pages.ui.told import told

LIVE_PAGE = "pages/distill.py"


def open_as_run(spec: RunSpec) -> None:
    """Start a run with exactly these choices, and go where it is shown.

    Rows that somebody uploaded stay with whoever asked the study of them.
    """
    lab = session()
    with told():
        if spec.data.source == "csv":
            desk().archive.refuse_strangers(lab.study_id, lab.owner)
        lab.csv = desk().upload_of(spec) or lab.csv
        use(spec)
        st.session_state["source"] = spec.data.source
        start_run()
        lab.next_page = LIVE_PAGE
