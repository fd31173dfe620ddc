"""Lesson 3 on the screen: the leak card, with the horizon as its control."""

from __future__ import annotations

import streamlit as st

from core.language.speak import tr
from core.learn.lessons.leak import LEAK
from core.spec import TaskSpec
from pages.ui import prepared
from pages.ui.leak_card import judge_three_times
from pages.ui.learn.choosing import choose
from pages.ui.learn.computing import computing
from pages.ui.learn.frame import ask, say


def show() -> None:
    """Show the lesson."""
    say(LEAK, 0)
    with st.container(border=True):
        horizon = choose(LEAK, "leak_horizon")
        core = computing("leak")
        task = TaskSpec(name="direction", horizon_days=int(horizon))
        card = judge_three_times(prepared.sample_table(core.DATA), task, tr(LEAK.button))
    left, right = st.columns(2, gap="medium")
    with left:
        say(LEAK, 1)
    with right:
        say(LEAK, 2)
    both = None
    if card is not None:
        both = tuple(lambda n=n: core.answers_to(card)[n] for n in (0, 1))
    ask(LEAK, both)
