"""The landscape: which alpha, and which temperature."""

from __future__ import annotations

import streamlit as st

from core.charts.what_if.landscape import RowsName, landscape
from core.charts.what_if.slices import slices
from core.lab.sweep.outcome import Sweep
from core.lab.sweep.told import choice_sentence, claims_sentence
from core.language import sentences
from core.language.speak import tr
from core.spec.sweep import SweepSpec, parse_sweep
from pages.ui import chart
from pages.ui.cards import verdict_box
from pages.ui.state import session
from pages.ui.what_if.cell import cell_card, looked_at, take_picked
from pages.ui.what_if.downloads import downloads, show_notes
from pages.ui.what_if.plan import offer
from pages.ui.what_if.so_far import show_cells as show_so_far

__all__ = ["choose", "show", "show_so_far"]

ALPHAS = (0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0)
TEMPERATURES = (1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0)
MAP_KEY = "landscape"
ROWS = {"test": "Test rows", "validation": "Validation rows"}


def choose() -> None:
    """Show which values of alpha and temperature are tried, and offer to start."""
    usual = SweepSpec()
    left, right = st.columns(2)
    with left:
        st.pills(
            tr("Alpha"),
            ALPHAS,
            selection_mode="multi",
            default=usual.alphas,
            format_func=lambda value: f"{value:g}",
            key="alphas",
            help=tr(SweepSpec.model_fields["alphas"].description),
        )
    with right:
        st.pills(
            tr("Temperature"),
            TEMPERATURES,
            selection_mode="multi",
            default=usual.temperatures,
            format_func=lambda value: f"{value:g}",
            key="temperatures",
            help=tr(SweepSpec.model_fields["temperatures"].description),
        )
    offer(tr("Landscape"), _sweep)


def show(sweep: Sweep) -> None:
    """Show what a landscape found: the choice and its verdict, the map, slices and one cell."""
    verdict_box(sweep.verdict)
    st.text(sentences.told(choice_sentence(sweep)))
    show_notes(sweep)
    with st.container(border=True):
        student, rows = _map(sweep)
    with st.container(border=True):
        cell_card(sweep)
    with st.container(border=True):
        _slices(sweep, student, rows)
    downloads(sweep)


def _map(sweep: Sweep) -> tuple[int, RowsName]:
    """Show the map; return the student and the rows that were chosen for it."""
    rows = st.segmented_control(
        tr("Rows"),
        list(ROWS),
        default="test",
        required=True,
        format_func=lambda name: tr(ROWS[name]),
        key="map_rows",
        help=tr(
            "Validation rows choose, so what they show of the chosen cell is a little too good. "
            "Test rows chose nothing. All intervals are widened for the number of cells."
        ),
    )
    students = range(len(sweep.students))
    student = 0
    if len(students) > 1:
        names = [one.name for one in sweep.students]
        student = st.selectbox(
            tr("Student"), students, format_func=names.__getitem__, key="map_student"
        )
    picture = landscape(sweep, student, rows, looked_at(sweep))
    chart.pick(picture, MAP_KEY, on_pick=lambda: take_picked(sweep, student, MAP_KEY))
    st.caption(
        tr(
            "Points of AUC (0.01) above the student alone · ○ the interval contains zero · framed: "
            "what the validation rows choose · outlined: the cell below · click a cell to see it"
        )
    )
    st.text(sentences.told(claims_sentence(sweep)))
    return student, rows


def _slices(sweep: Sweep, student: int, rows: RowsName) -> None:
    places = zip(st.columns(2), ("alpha", "heat"), slices(sweep, student, rows), strict=True)
    for place, axis, picture in places:
        with place:
            chart.show(picture, key=f"slice_{axis}")
    st.caption(
        tr(
            "Slices through the framed cell, along alpha and along the temperature, with 95 % "
            "intervals of each cell for itself, not widened · dashed: the student alone"
        )
    )


def _sweep() -> SweepSpec:
    values = {"run": session().spec.model_dump()}
    values |= {name: tuple(st.session_state[name]) for name in ("alphas", "temperatures")}
    return parse_sweep(values)
