"""The ideas behind distillation: one table and one picture each."""

from __future__ import annotations

import streamlit as st

from core.charts.lessons.concepts import picture_of
from core.language.speak import tr
from core.learn.concept import Concept
from core.learn.concepts import CONCEPTS
from pages.ui import chart
from pages.ui.learn.picking import pick
from pages.ui.learn.words_used import words_used


def show() -> None:
    """Let one concept be picked, and show it."""
    named = {concept.name: concept for concept in CONCEPTS}
    titles = {name: tr(concept.title) for name, concept in named.items()}
    picked = pick("concept", tr("Concept"), titles)
    _show(named[picked])


def _show(concept: Concept) -> None:
    st.markdown(tr(concept.question))
    chart.show(picture_of(concept.name), key=f"concept_{concept.name}")
    st.table(
        {
            tr(title) or " ": [tr(row[place]) for row in concept.rows]
            for place, title in enumerate(concept.header)
        },
        border="horizontal",
        hide_index=True,
    )
    for note in concept.notes:
        st.markdown(tr(note))
    words_used(concept.terms)
    with st.expander(tr("Sources")):
        for source in concept.sources:
            st.caption(tr(source))
