"""How the last run ended, in one card above the choices of the next one."""

from __future__ import annotations

import streamlit as st

from core.charts.numbers import duration_text
from core.language.sentences import told
from core.language.speak import tr
from core.runs.jobs import JobSnapshot
from pages.ui.cards import stopped_note, verdict_box
from pages.ui.error_box import failure_box
from pages.ui.interrupted import interrupted_view
from pages.ui.kept_curves import kept_curves
from pages.ui.pool import may_control
from pages.ui.state import go_to


def ended_view(job: JobSnapshot) -> None:
    """Show the verdict, or why there is none."""
    match job.state:
        case "done":
            st.caption(
                tr("Your last run" if may_control(job) else "A finished run of somebody else")
            )
            st.text(told(job.title))
            verdict_box(job.result.verdict)
            stopped_note(job.result)
            with st.container(horizontal=True, vertical_alignment="center"):
                if st.button(tr("Compare the four columns"), type="primary", key="compare"):
                    go_to("pages/compare.py")
                st.caption(told(f"Finished after {duration_text(job.seconds)}."))
        case "failed":
            failure_box(job.error)
            kept_curves(job, is_open=False)
        case "interrupted":
            interrupted_view(job)
            kept_curves(job, is_open=True)
        case _:
            st.caption(tr("The run was cancelled; it has no verdict."))
            kept_curves(job, is_open=False)
