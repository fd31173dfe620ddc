"""One cell of a sweep: its numbers, and the way to a run of its own."""

from __future__ import annotations

import streamlit as st

from core.charts.comparison import METRIC_TITLES
from core.charts.numbers import fine_range_text, range_text, score_text
from core.charts.what_if.landscape import signed_text
from core.evaluate.scores import Interval
from core.lab.sweep.claims import widened_difference
from core.lab.sweep.outcome import Cell, Sweep
from core.lab.sweep.told import named
from core.language.speak import tr
from pages.ui.chart import picked
from pages.ui.figures import figures
from pages.ui.what_if.opening import open_as_run

CELL_KEY = "cell"


def looked_at(sweep: Sweep) -> Cell:
    """Return the cell that is looked at: the chosen one, until another is picked."""
    if st.session_state.get(CELL_KEY) not in range(len(sweep.cells)):
        st.session_state[CELL_KEY] = sweep.best
    return sweep.cells[st.session_state[CELL_KEY]]


def cell_card(sweep: Sweep) -> None:
    """Show one cell beside the student alone, and offer to open it as a run."""
    looked_at(sweep)
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    with left:
        place = st.selectbox(
            tr("Cell"),
            range(len(sweep.cells)),
            format_func=lambda number: _title(sweep, number),
            key=CELL_KEY,
        )
    cell = sweep.cells[place]
    if not cell.is_judged:
        st.text(tr("This cell cannot be judged: too few of its trainings had a usable epoch."))
        return
    with right:
        st.button(
            tr("Open as a run"),
            key="open_cell",
            on_click=_open,
            args=(sweep, place),
            width="stretch",
            help=tr("Trains exactly this cell again, with curves, four columns and a bundle."),
        )
    alone = sweep.alone_of(cell)
    rows = [
        (title, *(_scored(getattr(one, metric)) for one in (cell.scores, alone)))
        for metric, title in METRIC_TITLES.items()
    ]
    figures(rows, header=(tr("On test rows"), tr("Distilled"), tr("Alone")))
    n_seeds = sweep.spec.run.train.seeds
    if cell.seeds < n_seeds:
        words = tr("Both columns are over {n} of {all} seeds, in which both had a usable epoch.")
        st.caption(words.format(n=cell.seeds, all=n_seeds))
    found, wider = cell.difference, widened_difference(sweep, cell)
    figures(
        [
            (tr("AUC minus alone, test rows"), _signed(found)),
            (tr("the same, widened for all cells"), _signed(wider)),
            (tr("AUC minus alone, validation rows"), _signed(cell.validation_difference)),
        ]
    )


def take_picked(sweep: Sweep, student: int, key: str) -> None:
    """Look at the cell that was clicked on a map of a student."""
    place = picked(key)
    for number, cell in enumerate(sweep.cells):
        if cell.student == student and place == (f"{cell.alpha:g}", f"{cell.temperature:g}"):
            st.session_state[CELL_KEY] = number


def _title(sweep: Sweep, number: int) -> str:
    cell = sweep.cells[number]
    student = f"{sweep.students[cell.student].name}, " if len(sweep.students) > 1 else ""
    chosen = f" · {tr('chosen')}" if number == sweep.best else ""
    return f"{student}{named(cell)}{chosen}"


def _open(sweep: Sweep, place: int) -> None:
    open_as_run(sweep.run_of(sweep.cells[place]))


def _scored(found: Interval) -> tuple[str, str]:
    return score_text(found.mean), range_text(found) or "–"


def _signed(found: Interval) -> tuple[str, str]:
    return signed_text(found.mean), fine_range_text(found) or "–"
