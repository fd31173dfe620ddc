"""Lesson 1 on the screen: bars that soften, numbers, and the pull against temperature."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.charts.lessons.softening import (
    label_sentence,
    mirrored_answers,
    pull_header,
    pull_lines,
    pull_rows,
)
from core.language.speak import tr
from core.learn.lessons.softening import SOFTENING
from pages.ui import chart
from pages.ui.figures import figures
from pages.ui.learn.choosing import choose
from pages.ui.learn.computing import KEPT, computing
from pages.ui.learn.frame import ask, block, say

if TYPE_CHECKING:
    from core.learn.softening import SoftAnswers


def show() -> None:
    """Show the lesson."""
    tool, words = block()
    with words:
        say(SOFTENING, 0, 1)
    with tool:
        rows = choose(SOFTENING, "softening_rows")
        row = choose(SOFTENING, "softening_row")
        heat = choose(SOFTENING, "softening_heat")
        with st.spinner(tr("Training a small teacher")):
            answers = _answers(rows)
        core = computing("softening")
        now, plain = core.soften(answers, row, heat), core.soften(answers, row, 1)
        chart.show(mirrored_answers(now, plain), key="mirrored")
        st.caption(label_sentence(now))
    tool, words = block()
    with words:
        say(SOFTENING, 2, 3)
    with tool:
        figures(pull_rows(plain, now), header=pull_header(plain, now))
        chart.show(pull_lines(answers, heat), key="pulls")
    first, second = (lambda n=n: core.answers_to(answers, row)[n] for n in (0, 1))
    ask(SOFTENING, (first, second))


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _answers(rows: str) -> SoftAnswers:
    return computing("softening").soft_answers(rows)
