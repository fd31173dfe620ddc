"""What stands beside the verdict: what to do next, how close the student is, how often tried."""

from __future__ import annotations

import html

import streamlit as st

from core.evaluate.luck.tries import after_tries
from core.lab.closer.headline import close_enough, next_step_of
from core.lab.desk.tried import tries_of
from core.lab.result import Result
from core.lab.summary import headroom_sentence
from core.language.sentences import told
from core.language.speak import tr
from pages.ui.pool import desk

USUAL_POINTS = 1.0


def beside_verdict(result: Result) -> None:
    """Show what follows from the verdict, and what to bear in mind."""
    left, right = st.columns([3, 2], gap="small")
    with left, st.container(border=True, height="stretch", key="next_step"):
        st.markdown(tr("**What to do next**"))
        tried = tries_of(result.spec, desk().rows(), desk().studies.rows())
        tries = after_tries(result.verdict, tried)
        headroom = () if result.headroom is None else (headroom_sentence(result.headroom),)
        _say(next_step_of(result).sentence, *headroom, tries.sentence, *result.notes)
    with right, st.container(border=True, height="stretch", key="close_enough"):
        points = st.number_input(
            tr("Close enough to the teacher: points the student may give up"),
            min_value=0.1,
            max_value=20.0,
            value=USUAL_POINTS,
            step=0.5,
            format="%.1f",
            key="margin",
            bind="query-params",
            help=tr("A point is 0.01 of AUC, or one test row in a hundred of accuracy."),
        )
        _say(*(found.sentence for found in close_enough(result, points)))


def _say(*sentences: str) -> None:
    st.html("".join(f"<p class='told'>{html.escape(told(one))}</p>" for one in sentences))
