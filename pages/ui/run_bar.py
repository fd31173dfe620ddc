"""The run bar in the sidebar of every page: what runs, how far, time left, Stop."""

from __future__ import annotations

import streamlit as st

from core.charts.numbers import duration_text
from core.lab.progress import progress_of
from core.runs.jobs import JobSnapshot
from pages.ui.pool import current_job, jobs, may_stop

SECONDS_BETWEEN_UPDATES = 1.0
ENDINGS = {
    "done": "See the verdict",
    "cancelled": "Cancelled",
    "failed": "Ended with an error",
}


def run_bar() -> None:
    """Show the run this session looks at."""
    job = current_job()
    st.caption("Run")
    if job is None:
        st.markdown(":gray[Nothing runs.]")
    elif job.has_ended:
        st.text(job.title)
        st.page_link(_place(job), label=ENDINGS[job.state])
    else:
        st.text(job.title)
        _watch()
        if may_stop(job) and job.state != "queued":
            stop_button(job, key="bar_stop", label="Stop")


def stop_button(job: JobSnapshot, key: str, label: str) -> None:
    """Offer to end the training here and to keep the best epoch."""
    st.button(
        label,
        key=key,
        on_click=jobs().stop,
        args=(job.id,),
        disabled=job.state == "stopping",
        help="Ends the training now, keeps the best epoch so far and goes on to the verdict.",
    )


def cancel_button(job: JobSnapshot) -> None:
    """Offer to drop the run."""
    st.button(
        "Cancel",
        key="cancel",
        on_click=jobs().cancel,
        args=(job.id,),
        help="Drops the run; nothing of it is kept.",
    )


@st.fragment(run_every=SECONDS_BETWEEN_UPDATES)
def _watch() -> None:
    job = current_job()
    if job is None or job.has_ended:
        st.rerun()
    st.progress(progress_of(job.events).share_done, text=_line(job))


def _line(job: JobSnapshot) -> str:
    if job.state == "queued":
        return f"Number {job.position} in the queue"
    progress = progress_of(job.events)
    if progress.epoch:
        done = f"Epoch {progress.epoch} of {progress.epochs}"
    else:
        done = duration_text(job.seconds)
    if progress.seconds_left is None:
        return done
    return f"{done} · about {duration_text(progress.seconds_left)} left"


def _place(job: JobSnapshot) -> str:
    return "pages/compare.py" if job.state == "done" else "pages/distill.py"
