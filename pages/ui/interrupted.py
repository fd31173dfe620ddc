"""A run that the end of a server cut short: what is kept of it, and how it goes on."""

from __future__ import annotations

import streamlit as st

from core.language.sentences import told
from core.language.speak import tr
from core.runs.jobs import JobSnapshot
from pages.ui.kept_curves import how_far
from pages.ui.pool import continue_run, may_control

HOW = (
    "Continue takes up a network that was trained as the teacher, grows trees again as they "
    "were, and then trains the students with the same numbers as without the break."
)


def interrupted_view(job: JobSnapshot) -> None:
    """Say what happened, and let the owner go on."""
    with st.container(border=True):
        st.markdown(tr("**This run was interrupted**"))
        st.text(told(" ".join(filter(None, (job.error, how_far(job))))))
        if may_control(job):
            st.caption(tr(HOW))
            st.button(
                tr("Continue"),
                type="primary",
                key="continue",
                on_click=continue_run,
                args=(job.id,),
            )
