"""The usual snippet, mended: each mistake beside its correction, measured on real rows."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

import streamlit as st

from core.charts.lessons.snippet import (
    basis_sentence,
    differences,
    mistake_table,
    outcome_sentence,
    together_table,
)
from core.language.speak import tr
from pages.ui import chart
from pages.ui.error_box import errors_shown
from pages.ui.figures import figures
from pages.ui.learn.picking import pick
from pages.ui.learn.words_used import words_used
from pages.ui.pool import wait_until_warm

if TYPE_CHECKING:
    from core.learn.snippet_found import Found, Snippet


def show() -> None:
    """Show the snippet's mistakes, all measured, and one of them in detail."""
    st.markdown(
        tr(
            "Many articles teach distillation with the same dozen lines, and six mistakes are "
            "often copied with them. None stops the program, so nobody notices. Here each runs "
            "beside its correction, on real rows; the code you read is the code that ran."
        )
    )
    with errors_shown():
        snippet = _snippet()
        _show_all(snippet)
        _show_each(snippet)


def _show_all(snippet: Snippet) -> None:
    picture, table = st.columns([3, 2], gap="medium")
    with picture:
        st.markdown(tr("**What each mistake costs**"))
        chart.show(differences(snippet), key="snippet_differences")
    with table:
        st.markdown(tr("**All six together**"))
        st.caption(outcome_sentence(snippet.together))
        shown = together_table(snippet)
        figures(shown.rows, shown.header)
    st.caption(basis_sentence(snippet))


def _show_each(snippet: Snippet) -> None:
    named = {found.mistake.name: found for found in snippet.found}
    titles = {name: tr(found.mistake.title) for name, found in named.items()}
    picked = pick("mistake", tr("Mistake"), titles)
    _show_one(named[picked], snippet)


def _show_one(found: Found, snippet: Snippet) -> None:
    mistake = found.mistake
    with st.container(border=True):
        st.markdown(tr(mistake.what))
        wrong, right = st.columns(2, gap="medium")
        for place, title, code in (
            (wrong, tr("**As found**"), mistake.wrong_code),
            (right, tr("**Mended**"), mistake.right_code),
        ):
            with place:
                st.markdown(title)
                st.code(code, language="python", wrap_lines=True)
        shown = mistake_table(found, snippet.right)
        figures(shown.rows, shown.header)
        st.caption(outcome_sentence(found.outcome))
        words_used(mistake.terms)


@st.cache_resource(show_spinner=False)
def _shelf() -> list[Snippet]:
    """Return where the measured snippet lies, for all sessions of the process."""
    return []


def _snippet() -> Snippet:
    """Measure the snippet once a process, when the server is warm."""
    shelf = _shelf()
    if not shelf:
        wait_until_warm()
        with st.spinner(tr("Training every version of the snippet")):
            shelf.append(importlib.import_module("core.learn.snippet").run_snippet())
    return shelf[0]
