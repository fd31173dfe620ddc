"""Lesson 3 on the screen: the leak card, with the horizon as its control."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.learn.lessons.leak import LEAK
from core.spec import TaskSpec
from pages.ui.leak_card import three_splits
from pages.ui.learn.choosing import choose
from pages.ui.learn.computing import computing, is_asked_for
from pages.ui.learn.frame import Answering, ask, say

if TYPE_CHECKING:
    from core.lab.leak import LeakCard


def show() -> None:
    """Show the lesson."""
    say(LEAK, 0)
    with st.container(border=True):
        horizon = choose(LEAK, "leak_horizon")
        card = _card(int(horizon)) if is_asked_for(LEAK) else None
    left, right = st.columns(2, gap="medium")
    with left:
        say(LEAK, 1)
    with right:
        say(LEAK, 2)
    ask(LEAK, None if card is None else _answers(card))


def _card(horizon_days: int) -> LeakCard:
    return three_splits(None, TaskSpec(name="direction", horizon_days=horizon_days))


def _answers(card: LeakCard) -> tuple[Answering, Answering]:
    core = computing("leak")
    return lambda: core.answers_to(card)[0], lambda: core.answers_to(card)[1]
