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
    from core.learn.snippet_found import Snippet
    from core.learn.snippet_mistakes import Mistake


def show() -> None:
    """Show one mistake to read at once, and what all of them cost when it is measured."""
    st.markdown(
        tr(
            "Many articles teach distillation with the same dozen lines, and six mistakes are "
            "often copied with them. None stops the program, so nobody notices. Here each runs "
            "beside its correction, on real rows; the code you read is the code that ran."
        )
    )
    overview, detail = st.container(), st.container()
    with detail:
        mistake = _pick_mistake()
        card = st.container(border=True)
    with card:
        _show_code(mistake)
        numbers = st.container()
        words_used(mistake.terms)
    with overview, errors_shown():
        with st.spinner(tr("Training every version of the snippet; you can read on below")):
            snippet = _measured()
        _show_all(snippet)
        with numbers:
            _show_numbers(mistake, snippet)


def _pick_mistake() -> Mistake:
    wait_until_warm()
    mistakes = importlib.import_module("core.learn.snippet_mistakes").MISTAKES
    named = {mistake.name: mistake for mistake in mistakes}
    titles = {name: tr(mistake.title) for name, mistake in named.items()}
    return named[pick("mistake", tr("Mistake"), titles)]


def _show_code(mistake: Mistake) -> None:
    st.markdown(tr(mistake.what))
    wrong, right = st.columns(2, gap="medium")
    for place, title, code in (
        (wrong, tr("**As found**"), mistake.wrong_code),
        (right, tr("**Mended**"), mistake.right_code),
    ):
        with place:
            st.markdown(title)
            st.code(code, language="python", wrap_lines=True)


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


def _show_numbers(mistake: Mistake, snippet: Snippet) -> None:
    found = next(one for one in snippet.found if one.mistake.name == mistake.name)
    shown = mistake_table(found, snippet.right)
    figures(shown.rows, shown.header)
    st.caption(outcome_sentence(found.outcome))


@st.cache_resource(show_spinner=False)
def _measured() -> Snippet:
    """Measure the snippet once a process, for all sessions."""
    return importlib.import_module("core.learn.snippet").run_snippet()
