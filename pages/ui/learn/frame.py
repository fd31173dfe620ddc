"""What all lessons look like: a head, tools with words beside them, two questions, a foot."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from core.data.samples import SAMPLES
from core.language.joining import in_a_row
from core.language.sentences import told
from core.language.speak import tr
from core.learn.course import LESSONS
from core.learn.lesson import Answer, Lesson, Question
from pages.ui.demo import LIVE_PAGE
from pages.ui.learn.choosing import open_part
from pages.ui.learn.computing import waits_for_button
from pages.ui.learn.words_used import words_used
from pages.ui.state import session

Answering = Callable[[], Answer]
TOOL_AND_WORDS = (3, 2)
AFTER_LAST = (
    "That was the last lesson. On Distill all choices are made for a first run of your own: press "
    "Start there, then read its verdict on Compare."
)


def head(lesson: Lesson) -> None:
    """Show what a lesson is about, how long it takes and what its words mean."""
    st.subheader(tr(lesson.title))
    minutes = tr("About {minutes} minutes. The address of this page opens this lesson again.")
    st.caption(in_a_row(tr(lesson.promise), minutes.format(minutes=lesson.minutes)))
    words_used(lesson.terms)


def block() -> tuple[st.delta_generator.DeltaGenerator, st.delta_generator.DeltaGenerator]:
    """Return a card for a tool and, beside it or on a narrow screen below, a place for words."""
    tool, words = st.columns(TOOL_AND_WORDS, gap="medium")
    return tool.container(border=True), words


def say(lesson: Lesson, *places: int) -> None:
    """Show paragraphs of a lesson, with its controls called as they are on the screen."""
    labels = {control.key: tr(control.label) for control in lesson.controls}
    for place in places:
        st.markdown(tr(lesson.steps[place]).format(**labels))


def ask(lesson: Lesson, answers: tuple[Answering, Answering] | None) -> None:
    """Ask the two questions, and answer each once a choice is picked.

    Parameters
    ----------
    lesson : Lesson
    answers : tuple of callables, or None
        Each works its answer out; None where nothing was measured yet.
    """
    with st.container(border=True):
        st.markdown(f"**{tr('Two questions')}**")
        for number, place in enumerate(st.columns(2, gap="medium")):
            with place:
                _ask(lesson.questions[number], answers and answers[number])


def foot(lesson: Lesson) -> None:
    """Name the source of the rows, and lead to the next lesson, or after the last to Distill."""
    for name in lesson.samples:
        sample = SAMPLES[name]
        st.markdown(in_a_row(told(f"{sample.title}:"), told(sample.sentence)))
        st.caption(in_a_row(told(sample.attribution), told(f"{sample.licence}.")))
    kind = "secondary" if waits_for_button(lesson) else "primary"
    later = LESSONS[LESSONS.index(lesson) + 1 :]
    if later:
        label = tr("Next: {title}").format(title=tr(later[0].title))
        st.button(label, type=kind, key="next_lesson", on_click=open_part, args=(later[0].link,))
    else:
        st.markdown(tr(AFTER_LAST))
        label = tr("Next: distill a student yourself")
        st.button(label, type=kind, key="after_lessons", on_click=_open_distill)


def _open_distill() -> None:
    session().next_page = LIVE_PAGE


def _ask(question: Question, answer: Answering | None) -> None:
    choices = [tr(choice) for choice in question.choices]
    picked = st.radio(
        tr(question.text),
        range(len(choices)),
        index=None,
        format_func=choices.__getitem__,
        key=question.key,
    )
    if picked is None:
        return
    if answer is None:
        st.caption(tr("Press the button above first: the answer comes from what it measures."))
        return
    found = answer()
    is_right = tr("**Right.**") if picked == found.choice else tr("**Not so.**")
    choice = told(f"{question.choices[found.choice]}.")
    st.markdown(in_a_row(is_right, choice, found.reason))
