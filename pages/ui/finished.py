"""The finished run of this session, or what to say while there is none."""

from __future__ import annotations

import streamlit as st

from core.lab.result import Result
from core.language.sentences import told
from core.language.speak import tr
from core.runs.jobs import JobSnapshot
from pages.ui.demo import LIVE_PAGE, demo_button, empty_view
from pages.ui.error_box import failure_box
from pages.ui.interrupted import interrupted_view
from pages.ui.pool import current_job
from pages.ui.state import session

GONE = "The run in the address is not here: it was deleted, or made by another server."


def finished_result(promise: str) -> Result | None:
    """Return the result of the session's run, or fill the page with what to do instead.

    Parameters
    ----------
    promise : str
        One fixed sentence of what the page shows once there is a run.
    """
    job = current_job()
    if job is None:
        empty_view(told(f"{GONE} {promise}" if session().run_id else promise))
        return None
    if job.state == "done":
        result: Result = job.result
        return result
    _unfinished(job)
    return None


def _unfinished(job: JobSnapshot) -> None:
    if job.state == "failed":
        failure_box(job.error)
        st.page_link(LIVE_PAGE, label=tr("Change the settings"))
    elif job.state == "interrupted":
        interrupted_view(job)
    elif job.state == "cancelled":
        with st.container(border=True):
            st.markdown(tr("This run was cancelled, so there is nothing to show."))
            demo_button()
    else:
        with st.container(border=True):
            st.markdown(tr("The run is still going on; what it finds will be shown here."))
            st.page_link(LIVE_PAGE, label=tr("Watch it learn"))
