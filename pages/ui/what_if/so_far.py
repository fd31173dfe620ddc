"""The cells of a sweep that goes on, or that ended before it was judged."""

from __future__ import annotations

import streamlit as st

from core.charts.what_if.landscape import HEIGHT_PX, live_map
from core.lab.sweep.outcome import CellsTold
from core.language.speak import tr
from core.models.names import model_name
from core.runs.jobs import JobSnapshot
from core.spec import ModelSpec
from pages.ui.live_chart import Drawn, live_chart
from pages.ui.pool import desk

KEPT = 16


def show_cells(job: JobSnapshot) -> None:
    """Show how the cells of each student stand on validation rows, the newest student first."""
    told = [event for event in job.events if isinstance(event, CellsTold)]
    if not told:
        st.caption(tr("The map begins with the first epoch of the students."))
        return
    students = desk().studies.spec_of(job.id).students
    newest = told[-1]
    live_chart(_drawn(job.id, job.version, newest, students[newest.student]), key="live_map")
    words = tr(
        "Points of AUC above the student alone on validation rows, mean over seeds; epoch {n}."
    )
    st.caption(words.format(n=newest.epoch))


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _drawn(study_id: str, version: int, _told: CellsTold, _student: ModelSpec) -> Drawn:  # noqa: ARG001
    """Draw a map once for all who watch."""
    picture = live_map(_told, model_name(_student))
    return Drawn(picture.figure.to_json(), picture.alt, HEIGHT_PX)
