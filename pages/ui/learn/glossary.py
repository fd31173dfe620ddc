"""The glossary: every word the interface uses, and every setting, from one source."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.language.sentences import told
from core.language.speak import tr
from core.learn.glossary import GLOSSARY, find
from core.learn.settings import GROUP_TITLES, Setting, settings
from core.learn.terms.term import Term
from pages.ui.learn.words_used import entry

COLUMNS = 2


def show() -> None:
    """Show the words that match what is typed, and the settings with their help."""
    words = st.text_input(
        tr("Search"),
        key="term",
        type="search",
        live=True,
        bind="query-params",
        placeholder=tr("A word, such as calibration"),
    )
    with st.expander(tr("All settings of a run, with their help")):
        _show_settings(settings())
    found = find(words or "")
    if found:
        st.caption(tr("{found} of {all} words").format(found=len(found), all=len(GLOSSARY)))
        _show_terms(found)
    else:
        st.caption(tr("No word matches. Try a shorter one, or clear the search."))


def _show_terms(terms: Sequence[Term]) -> None:
    half = -(-len(terms) // COLUMNS)
    for place, number in zip(st.columns(COLUMNS, gap="large"), range(COLUMNS), strict=True):
        place.markdown("\n\n".join(map(entry, terms[number * half : (number + 1) * half])))


def _show_settings(all_settings: Sequence[Setting]) -> None:
    st.caption(tr("The sentence is the tooltip of the setting and its help on the command line."))
    st.table(
        {
            tr("Setting"): [
                f"{tr(GROUP_TITLES[one.group])}: {tr(one.name)}" for one in all_settings
            ],
            tr("What it does"): [tr(one.help) for one in all_settings],
            tr("Usual, and possible"): [_values(one) for one in all_settings],
        },
        border="horizontal",
        hide_index=True,
    )


def _values(one: Setting) -> str:
    usual, bounds = told(one.usual), told(one.bounds)
    if not bounds:
        return usual or "–"
    return f"{usual} ({bounds})" if usual else bounds
