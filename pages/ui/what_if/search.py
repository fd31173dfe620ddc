"""The search: which settings are best, and what the student alone reaches with as many trials."""

from __future__ import annotations

import streamlit as st

from core.charts.what_if.search import (
    AXES,
    history,
    quality_and_cost,
    slice_of,
    trials_table,
)
from core.lab.search.outcome import SearchFound
from core.lab.search.report import to_json
from core.lab.search.told import choice_sentence, history_sentence
from core.language import sentences
from core.language.speak import tr
from core.models.names import model_name
from pages.ui import chart
from pages.ui.cards import verdict_box
from pages.ui.figures import wide_figures
from pages.ui.what_if.opening import open_as_run
from pages.ui.what_if.search_choices import choose
from pages.ui.what_if.study import another_button
from pages.ui.what_if.trials_so_far import show_trials as show_so_far

__all__ = ["choose", "show", "show_so_far"]

MOST_LISTED = 12


def show(found: SearchFound) -> None:
    """Show what a search found: the verdict, the choice, and how it came to it."""
    verdict_box(found.verdict)
    st.text(sentences.told(choice_sentence(found)))
    st.caption(sentences.told(history_sentence(found)))
    with st.container(border=True):
        picture = history(found.trials, len(found.trials))
        chart.show(picture, key="search_history")
        st.caption(sentences.told(picture.alt))
    with st.container(border=True):
        for place, axis in zip(st.columns(len(AXES)), AXES, strict=True):
            with place:
                chart.show(slice_of(found, axis), key=f"search_{axis}_slice")
        st.caption(tr("Each dot is a trial trained to the end; the large one is chosen."))
        if len(found.spec.students) > 1:
            picture = quality_and_cost(found)
            chart.show(picture, key="search_front")
            st.caption(sentences.told(picture.alt))
    with st.expander(tr("The best trials")):
        names = [model_name(one) for one in found.spec.students]
        table = trials_table(found, names, MOST_LISTED)
        wide_figures(table.rows, header=table.header)
    _ways_on(found)


def _ways_on(found: SearchFound) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            tr("Open as a run"),
            key="open_trial",
            on_click=open_as_run,
            args=(found.chosen_run,),
            help=tr("Trains the chosen trial again, with curves, four columns and a bundle."),
        )
        st.download_button(
            tr("Download as JSON"),
            data=lambda: to_json(found),
            file_name="search.json",
            mime="application/json",
            on_click="ignore",
            key="search_json",
        )
        another_button()
