"""The leak card: what three splits report of one model, computed while you watch."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

import streamlit as st

from core.charts.leak import leak_picture
from core.charts.numbers import range_text, score_text
from core.data.table import Table
from core.lab.leak_splits import LEAK_DATA, LEAK_TASK
from core.language.sentences import told
from core.language.speak import tr
from core.spec import TaskSpec
from pages.ui import chart, prepared
from pages.ui.error_box import errors_shown
from pages.ui.figures import Cell, figures
from pages.ui.pool import wait_until_warm
from pages.ui.state import session

if TYPE_CHECKING:
    from core.lab.leak import LeakCard, LeakRow

KEPT = 64
QUESTION = (
    "The same boosted trees are asked three times whether a price stands higher after ten "
    "sessions. Only the split differs: which rows teach, and which judge. The usual answer is "
    "the accuracy of always saying what most training rows say."
)
BORROWED = "Your rows are no prices, so the bundled US stocks show it."
HEADER = ("Split", "Accuracy", "AUC", "Usual answer")


@st.fragment
def leak_card(table: Table) -> None:
    """Offer the three splits on these prices, or on the bundled ones."""
    with st.container(border=True), errors_shown():
        _offer(table)


def _offer(table: Table) -> None:
    st.markdown(tr("**The leak**: how a wrong split makes a model look good"))
    st.caption(told(QUESTION if table.is_prices else f"{QUESTION} {BORROWED}"))
    is_bundled = not table.is_prices or session().spec.data == LEAK_DATA
    prices = None if is_bundled else table
    offer = st.empty()
    is_known = bool(_shelf(_key(prices, LEAK_TASK)))
    if is_known or offer.button(tr("Show the leak"), key="show_leak"):
        offer.empty()
        three_splits(prices, LEAK_TASK)


def three_splits(prices: Table | None, task: TaskSpec) -> LeakCard:
    """Show what the three splits report, one by one where nobody has asked for them yet.

    Parameters
    ----------
    prices : Table or None
        None stands for the bundled ones, which are read when they are needed.
    task : TaskSpec
        A market task.
    """
    shelf = _shelf(_key(prices, task))
    if shelf:
        _show(shelf[0].rows)
        st.markdown(told(shelf[0].sentence))
    else:
        _show_one_by_one(prices, task, shelf)
    return shelf[0]


def _key(prices: Table | None, task: TaskSpec) -> str:
    return f"{prices.content_hash if prices else LEAK_DATA} {task.model_dump_json()}"


def _show_one_by_one(prices: Table | None, task: TaskSpec, shelf: list[LeakCard]) -> None:
    place, rows = st.empty(), ()
    with st.spinner(tr("Training the same model on each split")):
        lab = _lab()
        for row in lab.leak_rows(prices or prepared.sample_table(LEAK_DATA), task):
            rows = (*rows, row)
            with place.container():
                _show(rows)
    shelf.append(lab.LeakCard(rows))
    st.markdown(told(shelf[0].sentence))


def _show(rows: tuple[LeakRow, ...]) -> None:
    words, picture = st.columns([3, 2], gap="medium")
    with words:
        figures(map(_cells, rows), header=HEADER)
    with picture:
        chart.show(leak_picture(rows), key=f"leak_{len(rows)}")


def _cells(row: LeakRow) -> tuple[Cell, ...]:
    return tuple(_each(row))


def _each(row: LeakRow) -> Iterator[Cell]:
    yield row.title, row.why
    yield score_text(row.accuracy.mean), range_text(row.accuracy)
    yield score_text(row.auc.mean), range_text(row.auc)
    yield score_text(row.majority_accuracy)


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _shelf(key: str) -> list[LeakCard]:  # noqa: ARG001
    """Return where the finished card of some prices lies, for all sessions of the process."""
    return []


def _lab():
    """Import the card's module, which brings torch, once the server is warm."""
    wait_until_warm()
    return importlib.import_module("core.lab.leak")
