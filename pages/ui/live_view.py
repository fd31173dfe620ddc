"""A run while it goes on: stage, epoch, time left and the learning curves."""

from __future__ import annotations

import streamlit as st

from core.charts.curves import PANELS, learning_curve
from core.charts.numbers import duration_text
from core.lab.progress import progress_of, reports_of
from core.runs.jobs import JobSnapshot
from pages.ui.live_chart import live_chart
from pages.ui.pool import current_job

SECONDS_BETWEEN_UPDATES = 0.5


@st.fragment(run_every=SECONDS_BETWEEN_UPDATES)
def watch() -> None:
    """Follow the session's run until it ends, then let the whole page know."""
    job = current_job()
    if job is None or job.has_ended:
        st.rerun()
    show_progress(job)
    reports = reports_of(job.events)
    if not reports:
        st.caption("The curves begin with the first epoch.")
        return
    columns = st.columns(2, gap="medium")
    for number, panel in enumerate(PANELS):
        with columns[number % 2]:
            live_chart(learning_curve(reports, panel, job.id), key=f"live_{panel}")


def show_progress(job: JobSnapshot) -> None:
    """Show how far a run is, in one line and one bar."""
    progress = progress_of(job.events)
    st.progress(progress.share_done, text=progress_line(job))


def progress_line(job: JobSnapshot) -> str:
    """Say in one line what a run does now."""
    if job.state == "queued":
        return f"Waiting: number {job.position} in the queue"
    progress = progress_of(job.events)
    parts = ["Stopping, the best epoch is kept" if job.state == "stopping" else progress.sentence]
    if progress.epoch:
        parts.append(f"epoch {progress.epoch} of {progress.epochs}")
    parts.append(f"{duration_text(job.seconds)} so far")
    if progress.seconds_left is not None:
        parts.append(f"about {duration_text(progress.seconds_left)} left")
    return " · ".join(parts)
