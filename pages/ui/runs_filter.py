"""Which runs to list: by words, state, question and owner."""

from __future__ import annotations

import streamlit as st

from core.distill.methods import METHODS
from core.lab.desk.row import RunRow
from core.language.speak import tr
from pages.ui.pool import desk
from pages.ui.state import session
from pages.ui.words import STATE_TITLES, TASK_TITLES

ANY = "All of them"
KEPT = {"persist_state": "session"}


def choose_runs(rows: tuple[RunRow, ...]) -> tuple[RunRow, ...]:
    """Offer the filters and return the runs that pass all of them."""
    words, states, questions, own = st.columns([3, 3, 3, 2], vertical_alignment="bottom")
    text = words.text_input(
        tr("Find"), placeholder=tr("Name, note, model, method"), key="find", **KEPT
    )
    in_states = states.multiselect(
        tr("State"),
        list(STATE_TITLES),
        format_func=lambda name: tr(STATE_TITLES[name]),
        placeholder=tr(ANY),
        key="states",
        **KEPT,
    )
    asked = questions.multiselect(
        tr("Question"),
        list(TASK_TITLES),
        format_func=lambda name: tr(TASK_TITLES[name][0]),
        placeholder=tr(ANY),
        key="questions",
        **KEPT,
    )
    only_own = own.toggle(tr("Only mine"), key="only_own", **KEPT)
    mine = desk().archive.owned_by(session().owner) if only_own else frozenset()
    return tuple(
        row
        for row in rows
        if text.casefold() in _words(row)
        and (not in_states or row.state in in_states)
        and (not asked or (row.spec is not None and row.spec.task.name in asked))
        and (not only_own or row.id in mine)
    )


def _words(row: RunRow) -> str:
    return " ".join((row.name, row.note, row.title, *_settings(row))).casefold()


def _settings(row: RunRow) -> tuple[str, ...]:
    if row.spec is None:
        return ()
    method = METHODS[row.spec.distill.method].title
    return row.spec.teacher.name, row.spec.student.name, method
