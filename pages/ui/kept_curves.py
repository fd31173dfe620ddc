"""How far a run came that ended without a result, and the curves that it left."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import streamlit as st

from core.charts.curves import PANELS, learning_curve
from core.distill.reports import Phase
from core.lab.progress import reports_of
from core.language.speak import tr
from core.runs.jobs import JobSnapshot
from pages.ui import chart

LEARNER: Mapping[Phase, str] = MappingProxyType(
    {"teacher": "the teacher", "between": "a model in between", "students": "the students"}
)
NOT_REACHED = "not reached"


def how_far(job: JobSnapshot) -> str:
    """Say the last epoch of a run; empty where it had none."""
    reports = reports_of(job.events)
    if not reports:
        return ""
    last = reports[-1]
    return f"It came to epoch {last.epoch} of {last.epochs} of {LEARNER[last.phase]}."


def kept_curves(job: JobSnapshot, *, is_open: bool) -> None:
    """Show the learning curves up to where a run ended, if it has any."""
    reports = reports_of(job.events)
    if not reports:
        return
    with st.expander(tr("Learning curves up to there"), expanded=is_open):
        columns = st.columns(2, gap="medium")
        for number, panel in enumerate(PANELS):
            picture = learning_curve(reports, panel, job.id, NOT_REACHED)
            with columns[number % 2]:
                chart.show(picture, key=f"kept_{panel}")
