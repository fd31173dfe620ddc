"""The run bar in the sidebar of every page: what runs, how far, time left, Pause and Stop."""

from __future__ import annotations

import streamlit as st

from core.charts.numbers import duration_text
from core.lab.progress import progress_of
from core.language.sentences import told
from core.language.speak import tr
from core.runs.jobs import JobSnapshot
from pages.ui.controls import pause_button, stop_button
from pages.ui.error_box import errors_shown
from pages.ui.pool import current_job, current_study, jobs, may_control
from pages.ui.state import session
from pages.ui.told_progress import left_of, place_in_queue
from pages.ui.words import WAITS_ELSEWHERE

SECONDS_BETWEEN_UPDATES = 1.0
ENDINGS = {
    "done": "See the verdict",
    "cancelled": "Cancelled",
    "failed": "Ended with an error",
    "interrupted": "Interrupted: continue it",
}


def run_bar() -> None:
    """Show the run this session looks at; an error of the registry leaves the page alone."""
    st.caption(tr("Run"))
    with errors_shown():
        study = current_study()
        goes_on = study is not None and not study.has_ended
        _show_run(keeps_quiet=goes_on)
        if study is not None and goes_on:
            _show_study(study)
    _say_who_waits()


def _show_run(keeps_quiet: bool) -> None:
    job = current_job()
    if job is None and keeps_quiet and not session().run_id:
        return
    if job is None:
        words = "This run is not here." if session().run_id else "Nothing runs."
        st.markdown(f":gray[{tr(words)}]")
    elif job.has_ended:
        st.text(told(job.title))
        st.page_link(_place(job), label=told(ENDINGS[job.state]))
    else:
        st.text(told(job.title))
        _watch(job.state)
        if job.state != "queued" and may_control(job):
            with st.container(horizontal=True):
                pause_button(job, key="bar_pause")
                stop_button(job, key="bar_stop", label="Stop")


def _show_study(job: JobSnapshot) -> None:
    """Show the study this session looks at, which goes on."""
    st.text(told(job.title))
    _watch_study(job.state)
    st.page_link("pages/what_if.py", label=tr("Look at it on What-if"))


@st.fragment(run_every=SECONDS_BETWEEN_UPDATES)
def _watch_study(state: str) -> None:
    with errors_shown():
        job = current_study()
        if job is None or job.state != state:
            st.rerun()
        st.progress(progress_of(job.events).share_done, text=told(_line(job)))


@st.fragment(run_every=SECONDS_BETWEEN_UPDATES)
def _watch(state: str) -> None:
    with errors_shown():
        job = current_job()
        if job is None or job.state != state:
            st.rerun()
        st.progress(progress_of(job.events).share_done, text=told(_line(job)))


def _line(job: JobSnapshot) -> str:
    if job.state == "queued":
        place = place_in_queue(job)
        return f"{place[0].upper()}{place[1:]}" if job.position else WAITS_ELSEWHERE
    progress = progress_of(job.events)
    if progress.epoch:
        done = f"Epoch {progress.epoch} of {progress.epochs}"
    else:
        done = f"{duration_text(job.seconds)} so far"
    if job.state == "paused":
        return f"Paused · {done}"
    return " · ".join((done, *left_of(progress)))


def _place(job: JobSnapshot) -> str:
    return "pages/compare.py" if job.state == "done" else "pages/distill.py"


def _say_who_waits() -> None:
    own = {session().run_id, session().study_id}
    others = [job for job in jobs().snapshots() if job.state == "queued" and job.id not in own]
    if others:
        one, several = "1 other run waits.", f"{len(others)} other runs wait."
        st.caption(told(one if len(others) == 1 else several))
