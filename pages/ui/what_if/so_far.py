"""The cells of a sweep that goes on, or that ended before it was judged."""

from __future__ import annotations

import streamlit as st

from core.charts.numbers import score_text
from core.charts.what_if.landscape import HEIGHT_PX, live_map
from core.lab.sweep.outcome import CellsTold
from core.language.speak import spoken, tr
from core.models.names import model_name
from core.runs.jobs import JobSnapshot
from core.spec import ModelSpec
from pages.ui.figures import figures
from pages.ui.live_chart import Drawn, live_chart
from pages.ui.pool import desk

KEPT = 16


def show_cells(job: JobSnapshot) -> None:
    """Show how the cells of the student that trains stand on validation rows."""
    told = [event for event in job.events if isinstance(event, CellsTold)]
    if not told:
        st.caption(tr("The map begins with the first epoch of the students."))
        return
    students = desk().studies.spec_of(job.id).students
    newest = told[-1]
    drawn = _drawn(job.id, job.version, spoken(), newest, students[newest.student])
    live_chart(drawn, key="live_map")
    words = tr(
        "Best so far: points of AUC above the student alone on validation rows, mean over seeds; "
        "epoch {n}."
    )
    st.caption(words.format(n=newest.epoch))


def show_students(job: JobSnapshot) -> None:
    """Show how each student stands on validation rows, one line each."""
    newest = {event.student: event for event in job.events if isinstance(event, CellsTold)}
    if not newest:
        st.caption(tr("The table begins with the first item that is done."))
        return
    students = desk().studies.spec_of(job.id).students
    rows = [_line(model_name(students[place]), event) for place, event in newest.items()]
    figures(rows, header=("Student", "AUC distilled", "AUC alone"))
    st.caption(tr("AUC on validation rows"))


def _line(name: str, event: CellsTold) -> tuple[str | tuple[str, str], ...]:
    done = f"epoch {event.epoch} of {event.epochs}"
    return (name, done), score_text(event.ahead.auc), score_text(event.alone_auc)


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _drawn(
    study_id: str,  # noqa: ARG001
    version: int,  # noqa: ARG001
    language: str,  # noqa: ARG001
    _told: CellsTold,
    _student: ModelSpec,
) -> Drawn:
    """Draw a map once for all who watch in a language."""
    picture = live_map(_told, model_name(_student))
    return Drawn(picture.figure.to_json(), picture.alt, HEIGHT_PX)
