"""The choices of a run: question, teacher and student, and how the teacher speaks."""

from __future__ import annotations

import streamlit as st

from core.charts.numbers import count_text, size_text
from core.errors import LabError
from core.models.catalog import ARCHITECTURES, STUDENTS, TEACHERS
from core.models.cost import estimated_size_bytes, parameter_count
from core.spec import MARKET_TASKS, ModelSpec
from core.tasks.dataset import Dataset
from pages.ui import prepared, widgets
from pages.ui.figures import figures
from pages.ui.state import session
from pages.ui.voice import choose_voice, show_softening
from pages.ui.words import TASK_TITLES, data_title

GROWN = frozenset({"trees", "forest", "ensemble"})


def choose_all() -> None:
    """Show every choice of a run."""
    task, teacher, student = st.columns(3, gap="small")
    with task, st.container(border=True, height="stretch"):
        dataset = _choose_task()
    with teacher, st.container(border=True, height="stretch"):
        _choose_teacher(dataset)
    with student, st.container(border=True, height="stretch"):
        _choose_student(dataset)
    voice, example = st.columns(2, gap="small")
    with voice, st.container(border=True, height="stretch"):
        choose_voice()
    with example, st.container(border=True, height="stretch"):
        show_softening(dataset)
    with st.expander("Training and repeats"):
        _choose_training()


def _choose_task() -> Dataset | None:
    names = list(TASK_TITLES)
    widgets.options("task", "Question", names, lambda name: TASK_TITLES[name][0])
    task = session().spec.task
    st.caption(TASK_TITLES[task.name][1])
    if task.name in MARKET_TASKS:
        widgets.number("horizon", "Horizon, sessions", step=1)
    widgets.slider("labels", "Share of known labels", step=0.05)
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


def _choose_teacher(dataset: Dataset | None) -> None:
    widgets.options("teacher", "Teacher", _fitting(TEACHERS), _title)
    _describe(session().spec.teacher, dataset)


def _choose_student(dataset: Dataset | None) -> None:
    widgets.options("student", "Student", _fitting(STUDENTS), _title)
    if session().spec.student.name != "linear":
        widgets.slider("width", "Width, units in a layer", step=1, most=64)
        widgets.slider("depth", "Depth, layers", step=1)
    _describe(session().spec.student, dataset)


def _fitting(names: tuple[str, ...]) -> list[str]:
    """Leave out models that cannot read the rows of the question."""
    is_market = session().spec.task.name in MARKET_TASKS
    return [name for name in names if is_market or not ARCHITECTURES[name].reads_windows]


def _title(name: str) -> str:
    return ARCHITECTURES[name].title


def _describe(model: ModelSpec, dataset: Dataset | None) -> None:
    kind = ARCHITECTURES[model.name]
    st.caption(f"{kind.what} {kind.when}")
    if dataset is None:
        return
    size = dataset.n_features, dataset.n_classes
    most = "at most " if model.name in GROWN else ""
    figures(
        [
            ("Parameters", f"{most}{count_text(parameter_count(model, *size))}"),
            ("File size, about", f"{most}{size_text(estimated_size_bytes(model, *size))}"),
        ]
    )


def _choose_training() -> None:
    first, second, third = st.columns(3, gap="small")
    with first:
        widgets.slider("epochs", "Epochs", step=1, most=100)
        widgets.slider("seeds", "Repeats with other seeds", step=1)
    with second:
        widgets.number("seed", "First seed", step=1)
        widgets.number("batch", "Batch size, rows", step=8)
    with third:
        widgets.number("rate", "Learning rate", step=0.001, digits="%.4f")
