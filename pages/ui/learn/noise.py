"""Lesson 4 on the screen: many tries on noise, and the winner looked at again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.charts.lessons.noise import second_look_picture, tries_picture
from core.language.speak import tr
from core.learn.lessons.noise import NOISE
from pages.ui import chart
from pages.ui.cards import verdict_box
from pages.ui.learn.choosing import choose
from pages.ui.learn.computing import KEPT, computing, is_asked_for
from pages.ui.learn.frame import Answering, ask, block, say

if TYPE_CHECKING:
    from core.evaluate.verdict import Verdict
    from core.learn.noise import ManyTries, Setting


def show() -> None:
    """Show the lesson."""
    tool, words = block()
    with words:
        say(NOISE, 0, 1)
    with tool:
        count = choose(NOISE, "noise_tries")
        many = None
        if is_asked_for(NOISE):
            with st.spinner(tr("Training 120 students on noise, and ten alone")):
                many = _many()
            chart.show(tries_picture(many, count), key="tries")
    ask(NOISE, None if many is None else _show_winner(many, count))


def _show_winner(many: ManyTries, count: int) -> tuple[Answering, Answering]:
    core = computing("noise")
    look = core.second_look(many, count, _verdict(many.best(count).setting))
    tool, words = block()
    with words:
        say(NOISE, 2)
    with tool:
        picture = second_look_picture(look)
        chart.show(picture, key="second_look")
        st.caption(picture.alt)
        verdict_box(look.verdict)
    return lambda: core.answers_to(look)[0], lambda: core.answers_to(look)[1]


@st.cache_resource(max_entries=1, show_spinner=False)
def _many() -> ManyTries:
    return computing("noise").many_tries()


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _verdict(setting: Setting) -> Verdict:
    return computing("noise").judged(_many(), setting)
