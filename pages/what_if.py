"""What-if: a whole landscape of choices, or a frontier of students, from the choices on Distill."""

import streamlit as st

from core.language import sentences
from core.language.speak import tr
from core.runs.jobs import JobSnapshot
from pages.ui.controls import all_controls
from pages.ui.demo import LIVE_PAGE, demo_button
from pages.ui.heading import heading
from pages.ui.pool import current_study, desk, may_control
from pages.ui.state import session
from pages.ui.told import show_told
from pages.ui.what_if.asked import show_asked
from pages.ui.what_if.earlier import earlier_studies
from pages.ui.what_if.kinds import KINDS, kind_of, part_of
from pages.ui.what_if.study import (
    another_button,
    show_going_on,
    show_unfinished,
)
from pages.ui.words import title_of

GONE = "The study in the address is not here: it was deleted, or made by another server."


def set_up() -> None:
    """Show what can be asked, what is varied, and what it costs."""
    asked = st.segmented_control(
        tr("What do you ask?"),
        list(KINDS),
        default="landscape",
        required=True,
        format_func=lambda kind: tr(KINDS[kind].title),
        key="ask",
        label_visibility="collapsed",
    )
    st.markdown(f"**{tr(KINDS[asked].question)}**")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(sentences.told(title_of(session().spec)))
        st.page_link(LIVE_PAGE, label=tr("Change rows, teacher and training"))
    show_told()
    with st.container(border=True):
        part_of(asked).choose()
    earlier_studies()


def show_study(job: JobSnapshot) -> None:
    """Show a study: going on, finished, or ended before."""
    spec = desk().studies.spec_of(job.id)
    part = part_of(kind_of(spec))
    st.text(sentences.told(job.title))
    show_asked(spec)
    if not job.has_ended:
        show_going_on(job, part.show_so_far)
        return
    show_told()
    if job.state == "done":
        part.show(job.result)
        return
    show_unfinished(job, part.show_so_far)
    another_button()


study = current_study()
title, action = st.columns([2, 3], vertical_alignment="center")
with title:
    heading(tr("What-if"))
if study is None:
    with action, st.container(horizontal=True, horizontal_alignment="right"):
        demo_button(is_primary=False)
elif may_control(study) and not study.has_ended:
    with action:
        all_controls(study)
if study is not None:
    show_study(study)
else:
    if session().study_id:
        st.caption(tr(GONE))
    set_up()
