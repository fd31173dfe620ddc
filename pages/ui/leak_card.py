"""The leak card: what three splits report of one model, computed while you watch."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

import streamlit as st

from core.charts.leak import leak_picture
from core.charts.numbers import range_text, score_text
from core.data.table import Table
from core.language.sentences import told
from core.language.speak import tr
from core.spec import TaskSpec
from pages.ui import chart, prepared
from pages.ui.error_box import errors_shown
from pages.ui.figures import Cell, figures
from pages.ui.pool import wait_until_warm

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
    lab = _lab()
    prices = table if table.is_prices else prepared.sample_table(lab.LEAK_DATA)
    offer = st.empty()
    is_known = bool(_shelf(_key(prices, lab.LEAK_TASK)))
    if is_known or offer.button(tr("Show the leak"), key="show_leak"):
        offer.empty()
        three_splits(prices, lab.LEAK_TASK)


def three_splits(prices: Table, task: TaskSpec) -> LeakCard:
    """Show what the three splits report, one by one where nobody has asked for them yet.

    Parameters
    ----------
    prices : Table
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


def _key(prices: Table, task: TaskSpec) -> str:
    return f"{prices.content_hash} {task.model_dump_json()}"


def _show_one_by_one(prices: Table, task: TaskSpec, shelf: list[LeakCard]) -> None:
    lab, place, rows = _lab(), st.empty(), ()
    with st.spinner(tr("Training the same model on each split")):
        for row in lab.leak_rows(prices, task):
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
