"""Lesson 5 on the screen: six files, what each costs, and the frontier."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.charts.lessons.smaller import (
    costs_picture,
    frontier_picture,
    sizes_header,
    sizes_rows,
)
from core.language.speak import tr
from core.learn.lessons.smaller import SMALLER
from pages.ui import chart
from pages.ui.figures import figures_html, scrolling_html
from pages.ui.learn.choosing import choose
from pages.ui.learn.computing import KEPT, computing, is_asked_for
from pages.ui.learn.frame import Answering, ask, block, say

if TYPE_CHECKING:
    from core.learn.smaller import Files, Sizes


def show() -> None:
    """Show the lesson."""
    tool, words = block()
    with words:
        say(SMALLER, 0, 1)
    with tool:
        batch = choose(SMALLER, "smaller_batch")
        sizes = _measured(batch) if is_asked_for(SMALLER) else None
        if sizes is not None:
            _show_costs(sizes)
    tool, words = block()
    with words:
        say(SMALLER, 2)
    with tool:
        cost = choose(SMALLER, "smaller_cost")
        if sizes is None:
            st.caption(tr("The frontier is drawn from what the button above measures."))
        else:
            best = computing("smaller").frontier(sizes, cost)
            chart.show(frontier_picture(sizes, best, cost), key="frontier")
    ask(SMALLER, None if sizes is None else _answers(sizes))


def _measured(batch: str) -> Sizes:
    with st.spinner(tr("Training five students, exporting and timing six files")):
        return _sizes(batch)


def _show_costs(sizes: Sizes) -> None:
    table = figures_html(sizes_rows(sizes), sizes_header(sizes.batch_rows))
    st.html(scrolling_html(table))
    chart.show(costs_picture(sizes), key="costs")
    if sizes.busy:
        st.caption(tr("The machine was busy, so the times are rough."))


def _answers(sizes: Sizes) -> tuple[Answering, Answering]:
    core = computing("smaller")
    return lambda: core.answers_to(sizes)[0], lambda: core.answers_to(sizes)[1]


@st.cache_resource(max_entries=1, show_spinner=False)
def _files() -> Files:
    return computing("smaller").make_files()


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _sizes(batch: str) -> Sizes:
    return computing("smaller").time_files(_files(), int(batch))
