"""Distill: choose the question, the teacher and the student, and watch them learn."""

import streamlit as st

from core.language.sentences import told
from core.language.speak import tr
from core.runs.jobs import JobSnapshot
from pages.ui import live_view, settings
from pages.ui.address_note import address_note
from pages.ui.controls import WATCHING, all_controls
from pages.ui.ended_view import ended_view
from pages.ui.heading import heading
from pages.ui.pool import current_job, may_control, start_run
from pages.ui.refusal import find_refusal, show_refusal, show_warnings
from pages.ui.told import show_told

INVITATION = (
    "Everything is set: press Start, and a teacher and then its students learn before your eyes."
)
GOES_ON = "Other pages can be looked at meanwhile; the run goes on, and a reload finds it."


def show_running(job: JobSnapshot) -> None:
    """Show a run that waits or goes on, and the ways to hold and to end it."""
    title, actions = st.columns([2, 3], vertical_alignment="center")
    with title:
        heading(tr("Distill"))
    is_own = may_control(job)
    if is_own:
        with actions:
            all_controls(job)
    st.text(told(job.title))
    show_told()
    live_view.watch(job.state)
    st.caption(tr(GOES_ON if is_own else WATCHING))


def show_settings(job: JobSnapshot | None) -> None:
    """Show how the last run ended, then the choices of the next one."""
    title, action = st.columns([4, 1], vertical_alignment="center")
    with title:
        heading(tr("Distill"))
    address_note()
    if job is not None:
        ended_view(job)
    show_told()
    place_above = st.container()
    settings.choose_all()
    refusal = find_refusal()
    with place_above:
        if refusal is not None:
            show_refusal(refusal)
        else:
            if job is None:
                st.caption(tr(INVITATION))
            show_warnings()
    with action, st.container(horizontal=True, horizontal_alignment="right"):
        st.button(
            tr("Start"),
            type="primary",
            key="start",
            on_click=start_run,
            disabled=refusal is not None,
        )


current = current_job()
if current is not None and not current.has_ended:
    show_running(current)
else:
    show_settings(current)
