"""The frontier: how small the student may be."""

from __future__ import annotations

import streamlit as st

from core.charts.what_if.frontier import frontier, frontier_table
from core.lab.sweep.frontier import COST_TITLES
from core.lab.sweep.outcome import Sweep
from core.lab.sweep.students import (
    DEPTHS,
    USUAL_KINDS,
    USUAL_WIDTHS,
    WIDTHS,
    kinds_for,
    students_of_sizes,
)
from core.lab.sweep.told import choice_sentence, smallest_sentence
from core.language import sentences
from core.language.speak import tr
from core.models.catalog import ARCHITECTURES
from core.spec.sweep import SweepSpec, parse_sweep
from pages.ui import chart
from pages.ui.cards import verdict_box
from pages.ui.figures import wide_figures
from pages.ui.state import session
from pages.ui.what_if.cell import cell_card
from pages.ui.what_if.downloads import downloads, show_notes
from pages.ui.what_if.plan import offer
from pages.ui.what_if.so_far import show_students as show_so_far

__all__ = ["choose", "show", "show_so_far"]

USUAL_POINTS = 1.0


def choose() -> None:
    """Show which students are tried, and offer to start."""
    kinds = kinds_for(session().spec)
    st.pills(
        tr("Kinds of student"),
        kinds,
        selection_mode="multi",
        default=[kind for kind in USUAL_KINDS if kind in kinds],
        format_func=lambda kind: tr(ARCHITECTURES[kind].title),
        key="frontier_kinds",
    )
    left, right = st.columns([3, 2])
    with left:
        st.pills(
            tr("Width"), WIDTHS, selection_mode="multi", default=USUAL_WIDTHS, key="frontier_widths"
        )
    with right:
        st.pills(tr("Depth"), DEPTHS, selection_mode="multi", default=(1,), key="frontier_depths")
    distill = session().spec.distill
    words = tr("Every student is taught with alpha {alpha:g} and T {heat:g}, as set on Distill.")
    st.caption(words.format(alpha=distill.alpha, heat=distill.temperature))
    offer(tr("Frontier"), _sweep)


def show(sweep: Sweep) -> None:
    """Show what each student costs, which are efficient, and the smallest that will do."""
    points = st.number_input(
        tr("Points of AUC the student may give up against the teacher"),
        min_value=0.1,
        max_value=20.0,
        value=USUAL_POINTS,
        step=0.1,
        format="%.1f",
        key="points_allowed",
        help=tr("A point is 0.01. The whole interval must lie within that."),
    )
    with st.container(border=True, key="smallest"):
        st.text(sentences.told(smallest_sentence(sweep, points)))
    show_notes(sweep)
    with st.container(border=True):
        cost = st.segmented_control(
            tr("Cost"),
            list(COST_TITLES),
            default="size_bytes",
            required=True,
            format_func=lambda name: tr(COST_TITLES[name]),
            key="frontier_cost",
        )
        picture = frontier(sweep, cost)
        chart.show(picture, key="frontier")
        st.caption(sentences.told(picture.alt))
        table = frontier_table(sweep, cost)
        wide_figures(table.rows, header=table.header)
        st.caption(
            tr(
                "Minus teacher: AUC of the distilled student minus that of the teacher on test "
                "rows, its interval widened for the number of students."
            )
        )
    verdict_box(sweep.verdict)
    st.text(sentences.told(choice_sentence(sweep)))
    with st.expander(tr("One cell")):
        cell_card(sweep)
    downloads(sweep)


def _sweep() -> SweepSpec:
    run, state = session().spec, st.session_state
    students = students_of_sizes(
        run, state["frontier_kinds"], state["frontier_widths"], state["frontier_depths"]
    )
    return parse_sweep(
        {
            "run": run.model_dump(),
            "alphas": (run.distill.alpha,),
            "temperatures": (run.distill.temperature,),
            "students": tuple(one.model_dump() for one in students),
        }
    )
