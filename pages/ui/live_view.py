"""A run while it goes on: stage, epoch, time left and the learning curves."""

from __future__ import annotations

import streamlit as st

from core.charts.numbers import duration_text
from core.lab.progress import progress_of
from core.language.sentences import told
from core.language.speak import tr
from core.runs.jobs import JobSnapshot
from pages.ui.error_box import errors_shown
from pages.ui.figures import figures
from pages.ui.live_chart import live_chart
from pages.ui.live_drawing import drawing_of
from pages.ui.pool import current_job
from pages.ui.told_progress import left_of, place_in_queue
from pages.ui.words import WAITS_ELSEWHERE

SECONDS_BETWEEN_UPDATES = 0.5
STATES = {"stopping": "Ending the training", "paused": "Paused"}


@st.fragment(run_every=SECONDS_BETWEEN_UPDATES)
def watch(state: str) -> None:
    """Follow the session's run while it stays in a state, then let the whole page know."""
    with errors_shown():
        job = current_job()
        if job is None or job.state != state:
            st.rerun()
        show_progress(job)
        show_curves(job)


def show_curves(job: JobSnapshot) -> None:
    """Show the learning curves so far, as pictures and as numbers."""
    drawing = drawing_of(job)
    if drawing is None:
        st.caption(tr("The curves begin with the first epoch."))
        return
    columns = st.columns(2, gap="medium")
    for number, (panel, picture) in enumerate(drawing.pictures):
        with columns[number % 2]:
            live_chart(picture, key=f"live_{panel}")
    with st.expander(tr("The numbers of the curves")):
        figures(drawing.rows, header=drawing.header)


def show_progress(job: JobSnapshot) -> None:
    """Show how far a run is, in one line and one bar."""
    progress = progress_of(job.events)
    st.progress(progress.share_done, text=told(progress_line(job)))


def progress_line(job: JobSnapshot) -> str:
    """Say in one line what a run does now."""
    if job.state == "queued":
        return f"Waiting: {place_in_queue(job)}" if job.position else WAITS_ELSEWHERE
    progress = progress_of(job.events)
    parts = [STATES.get(job.state, progress.sentence)]
    if progress.epoch:
        parts.append(f"epoch {progress.epoch} of {progress.epochs}")
    elif job.state in STATES:
        parts.append(progress.sentence)
    parts.append(f"{duration_text(job.seconds)} so far")
    if job.state == "running":
        parts += left_of(progress)
    return " · ".join(parts)
