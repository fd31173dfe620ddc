"""The choices of a run: question, teacher and student, and how the teacher speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.charts.numbers import count_text
from core.data.samples import data_title
from core.errors import LabError
from core.language.sentences import told
from core.language.speak import tr
from core.spec import MARKET_TASKS
from pages.ui import prepared, widgets
from pages.ui.figures import figures
from pages.ui.model_choices import choose_student, choose_teacher
from pages.ui.state import session
from pages.ui.training_choices import choose_care, choose_training
from pages.ui.voice import choose_voice, show_softening
from pages.ui.words import TASK_TITLES

if TYPE_CHECKING:
    from core.tasks.dataset import Dataset


def choose_all() -> None:
    """Show every choice of a run."""
    task, teacher, student = st.columns(3, gap="small")
    with task, st.container(border=True, height="stretch"):
        dataset = _choose_task()
    with teacher, st.container(border=True, height="stretch"):
        choose_teacher(dataset)
    with student, st.container(border=True, height="stretch"):
        choose_student(dataset)
    voice, example = st.columns(2, gap="small")
    with voice, st.container(border=True, height="stretch"):
        choose_voice(dataset)
    with example, st.container(border=True, height="stretch"):
        show_softening(dataset)
    with st.expander(tr("Training and repeats")):
        choose_training()
    with st.expander(tr("Care of the teacher and made-up rows")):
        choose_care()


def _choose_task() -> Dataset | None:
    names = list(TASK_TITLES)
    widgets.options("task", tr("Question"), names, lambda name: tr(TASK_TITLES[name][0]))
    task = session().spec.task
    st.caption(told(TASK_TITLES[task.name][1]))
    if task.name in MARKET_TASKS:
        widgets.number("horizon", tr("Horizon, sessions"), step=1)
    widgets.slider("labels", tr("Share of known labels"), step=0.05)
    try:
        dataset = prepared.dataset()
    except LabError:
        return None
    figures(
        [
            ("Rows", data_title(session().spec.data)),
            ("Training rows", count_text(len(dataset.train))),
            ("Features", count_text(dataset.n_features)),
            ("Classes", count_text(dataset.n_classes)),
        ]
    )
    return dataset
