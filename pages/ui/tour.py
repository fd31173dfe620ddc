"""The tour of a first visit: four steps, each on its page, that can be skipped."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

import streamlit as st

from core.language.speak import tr
from pages.ui.navigation import FIRST_NAME
from pages.ui.owner import owner_of_browser
from pages.ui.state import session


@dataclass(frozen=True)
class Step:
    """One step: the page that it stands on, what it is about, and what there is to do."""

    page: str
    title: str
    text: str


STEPS = (
    Step(
        "pages/data.py",
        "The rows",
        "Distill Lab makes a small model out of a large one, and says whether the large one "
        "helped. Everything begins with rows: bundled ones are chosen already; upload a CSV or "
        "type tickers whenever you like. The findings say what to look at before you train.",
    ),
    Step(
        "pages/distill.py",
        "Teacher and student",
        "A large teacher learns first, then a small student twice: alone, and taught. Press Start "
        "and watch; alpha says how much the student listens to the teacher.",
    ),
    Step(
        "pages/compare.py",
        "The verdict",
        "Four columns and one sentence: did the teacher help? It claims no more than its interval "
        "supports, and no clear difference is a result too.",
    ),
    Step(
        "pages/deploy.py",
        "The student leaves",
        "One file that runs without this app, with a card and a proof that it answers as measured. "
        "What-if and Learn, in the sidebar, are for whoever wants to know why.",
    ),
)

PLACES = tuple(PurePath(step.page).stem for step in STEPS)


def begin_tour() -> None:
    """Begin the tour for a browser that was never here and came without a link."""
    if not owner_of_browser() and not st.query_params.to_dict():
        session().tour_step = 1


def show_tour(url_path: str) -> None:
    """Show the step of the tour that belongs to the page looked at, while the tour is taken."""
    lab = session()
    place = url_path or FIRST_NAME
    if not lab.tour_step or place not in PLACES:
        return
    # Whoever ran the demo or went by the sidebar reads of the page that is there.
    number = lab.tour_step = PLACES.index(place) + 1
    step = STEPS[number - 1]
    with st.container(border=True, key="tour"):
        title = tr("Tour, step {n} of {all}").format(n=number, all=len(STEPS))
        st.markdown(f"**{title}: {tr(step.title)}**")
        st.markdown(tr(step.text))
        with st.container(horizontal=True):
            is_last = number == len(STEPS)
            st.button(
                tr("Done") if is_last else tr("Next"),
                key="tour_next",
                on_click=_go,
                args=(0 if is_last else number + 1,),
            )
            if not is_last:
                st.button(tr("Skip the tour"), key="tour_skip", on_click=_go, args=(0,))


def _go(number: int) -> None:
    lab = session()
    lab.tour_step = number
    if number:
        lab.next_page = STEPS[number - 1].page
