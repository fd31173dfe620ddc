"""Lesson 2 on the screen: alone, distilled and teacher for each share of labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.charts.lessons.alone import contest_picture
from core.language.speak import tr
from core.learn.lessons.alone import ALONE
from pages.ui import chart
from pages.ui.cards import verdict_box
from pages.ui.learn.choosing import choose
from pages.ui.learn.computing import KEPT, computing, is_asked_for
from pages.ui.learn.frame import Answering, ask, block, say

if TYPE_CHECKING:
    from core.learn.alone import Contest

TRIED = "alone tried"


def show() -> None:
    """Show the lesson."""
    tool, words = block()
    with words:
        say(ALONE, 0, 1, 2)
    with tool:
        share = choose(ALONE, "alone_labels")
        teacher = choose(ALONE, "alone_teacher")
        answers = _show_contest(share, teacher) if is_asked_for(ALONE) else None
    ask(ALONE, answers)


def _show_contest(share: str, teacher: str) -> tuple[Answering, Answering]:
    tried = st.session_state.setdefault(TRIED, [])
    if (share, teacher) not in tried:
        tried.append((share, teacher))
    with st.spinner(tr("Training five students alone and five distilled")):
        found = {one: _contest(one, by) for one, by in tried if by == teacher}
    chart.show(contest_picture(list(found.values())), key="contest")
    verdict_box(found[share].verdict)
    core = computing("alone")
    other = core.OTHER_TEACHER[teacher]
    return (
        lambda: core.verdict_answer(*_contests((share,), other)),
        lambda: core.largest_gain_answer(_contests(core.SHARES, teacher)),
    )


def _contests(shares: tuple[str, ...], teacher: str) -> tuple[Contest, ...]:
    with st.spinner(tr("Training to answer this")):
        return tuple(_contest(share, teacher) for share in shares)


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _contest(share: str, teacher: str) -> Contest:
    return computing("alone").contest(share, teacher)
