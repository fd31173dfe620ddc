"""The study that a session looks at: started, watched, held and found again."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from core.data.samples import data_title
from core.lab.study import StudySpec
from core.language.speak import tr
from core.runs.jobs import JobSnapshot
from core.spec.many import ManySpec
from pages.ui.controls import WATCHING
from pages.ui.error_box import errors_shown, failure_box
from pages.ui.live_view import show_progress
from pages.ui.pool import current_study, desk, hurry, may_control
from pages.ui.state import session
from pages.ui.told import show_told, told

SECONDS_BETWEEN_UPDATES = 0.5
GOES_ON = "Other pages can be looked at meanwhile; a reload finds it again."

Show = Callable[[JobSnapshot], None]


def start_study(title: str, spec: StudySpec) -> None:
    """Put a study of the session's rows into the queue, and look at it."""
    hurry()
    lab = session()
    csv = lab.csv if spec.run.data.source == "csv" else None
    rows = spec.title if isinstance(spec, ManySpec) else data_title(spec.run.data)
    named = f"{rows} · {title}"
    with told():
        lab.study_id = desk().studies.start(named, spec, csv, lab.owner)


def leave_study() -> None:
    """Look at no study, so that another one can be set up."""
    session().study_id = ""
    st.query_params.pop("study", None)


def show_going_on(job: JobSnapshot, show_so_far: Show) -> None:
    """Show a study that waits or goes on: how far it is, and what it found so far."""
    show_told()
    _watch(job.state, show_so_far)
    st.caption(tr(GOES_ON if may_control(job) else WATCHING))


def show_unfinished(job: JobSnapshot, show_so_far: Show) -> None:
    """Show why a study has no outcome, and what it found until then."""
    if job.state == "failed":
        failure_box(job.error)
        return
    words = {"cancelled": tr("Cancelled."), "interrupted": tr("The server ended meanwhile.")}
    st.markdown(
        tr("**{why}** What was found until then, on validation rows and without intervals:").format(
            why=words.get(job.state, "")
        )
    )
    if job.state == "interrupted" and may_control(job):
        st.button(
            tr("Continue"),
            type="primary",
            key="continue_study",
            on_click=_continue,
            args=(job.id,),
            help=tr("Trials of a search and items of many runs that are done stay as they are."),
        )
    show_so_far(job)


def another_button() -> None:
    """Offer to set up another study."""
    st.button(tr("Set up another"), key="another_study", on_click=leave_study)


def _continue(study_id: str) -> None:
    with told():
        desk().studies.resume(study_id, session().owner)


@st.fragment(run_every=SECONDS_BETWEEN_UPDATES)
def _watch(state: str, show_so_far: Show) -> None:
    with errors_shown():
        job = current_study()
        if job is None or job.state != state:
            st.rerun()
        show_progress(job)
        show_so_far(job)
