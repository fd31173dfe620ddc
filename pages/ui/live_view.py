"""A run while it goes on: stage, epoch, time left and the learning curves."""

from __future__ import annotations

import streamlit as st

from core.charts.numbers import duration_text
from core.lab.progress import progress_of
from core.runs.jobs import JobSnapshot
from pages.ui.live_chart import live_chart
from pages.ui.live_drawing import drawing_of
from pages.ui.pool import current_job

SECONDS_BETWEEN_UPDATES = 0.5
STATES = {"stopping": "Ending the training", "paused": "Paused"}


@st.fragment(run_every=SECONDS_BETWEEN_UPDATES)
def watch(state: str) -> None:
    """Follow the session's run while it stays in a state, then let the whole page know."""
    job = current_job()
    if job is None or job.state != state:
        st.rerun()
    show_progress(job)
    drawing = drawing_of(job)
    if drawing is None:
        st.caption("The curves begin with the first epoch.")
        return
    columns = st.columns(2, gap="medium")
    for number, (panel, picture) in enumerate(drawing.pictures):
        with columns[number % 2]:
            live_chart(picture, key=f"live_{panel}")
    with st.expander("The numbers of the curves"):
        st.html(drawing.table_html)


def show_progress(job: JobSnapshot) -> None:
    """Show how far a run is, in one line and one bar."""
    progress = progress_of(job.events)
    st.progress(progress.share_done, text=progress_line(job))


def progress_line(job: JobSnapshot) -> str:
    """Say in one line what a run does now."""
    if job.state == "queued":
        return f"Waiting: number {job.position} in the queue"
    progress = progress_of(job.events)
    parts = [STATES.get(job.state, progress.sentence)]
    if progress.epoch:
        parts.append(f"epoch {progress.epoch} of {progress.epochs}")
    parts.append(f"{duration_text(job.seconds)} so far")
    if progress.seconds_left is not None and job.state == "running":
        parts.append(f"about {duration_text(progress.seconds_left)} left")
    return " · ".join(parts)
