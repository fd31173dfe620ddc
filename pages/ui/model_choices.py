"""The cards of the teacher and of the student: kind, size, and what it costs before training."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.charts.numbers import count_text, size_text
from core.language.sentences import told
from core.language.speak import tr
from core.models.catalog import ARCHITECTURES, STUDENTS, TEACHERS, reads_windows
from core.models.cost import estimated_size_bytes, parameter_count
from core.spec import MARKET_TASKS, MOST_MEMBERS, ModelSpec
from pages.ui import widgets
from pages.ui.figures import figures
from pages.ui.state import session

if TYPE_CHECKING:
    from core.tasks.dataset import Dataset

GROWN = frozenset({"trees", "forest", "ensemble"})
TREES = frozenset({"trees", "forest"})


def choose_teacher(dataset: Dataset | None) -> None:
    """Offer the teacher and its size."""
    widgets.options("teacher", tr("Teacher"), _fitting(TEACHERS), _title)
    teacher = session().spec.teacher
    if teacher.name == "ensemble":
        fitting = [name for name in _fitting(TEACHERS) if name != "ensemble"]
        widgets.several("members", tr("Members"), fitting, _title, most=MOST_MEMBERS)
    kinds = set(session().spec.teacher.members or (teacher.name,))
    first, second = st.columns(2, gap="small")
    if kinds & TREES:
        with first:
            widgets.number("trees", tr("Trees, at most"), step=10)
        with second:
            widgets.number("leaves", tr("Leaves of a tree"), step=1)
    if kinds - TREES - {"linear"}:
        with first:
            widgets.number("teacher_width", tr("Width, units"), step=8)
        with second:
            widgets.number("teacher_depth", tr("Depth, layers"), step=1)
    _describe(session().spec.teacher, dataset)


def choose_student(dataset: Dataset | None) -> None:
    """Offer the student and its size."""
    widgets.options("student", tr("Student"), _fitting(STUDENTS), _title)
    if session().spec.student.name != "linear":
        widgets.slider("width", tr("Width, units in a layer"), step=1, most=64)
        widgets.slider("depth", tr("Depth, layers"), step=1)
    spec = session().spec
    if reads_windows(spec.teacher) or reads_windows(spec.student):
        widgets.slider("window", tr("Window, days that sequence models look back"), step=1, most=60)
    _describe(session().spec.student, dataset)


def _fitting(names: tuple[str, ...]) -> list[str]:
    """Leave out models that cannot read the rows of the question."""
    is_market = session().spec.task.name in MARKET_TASKS
    return [name for name in names if is_market or not ARCHITECTURES[name].reads_windows]


def _title(name: str) -> str:
    return tr(ARCHITECTURES[name].title)


def _describe(model: ModelSpec, dataset: Dataset | None) -> None:
    kind = ARCHITECTURES[model.name]
    st.caption(told(f"{kind.what} {kind.when}"))
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
