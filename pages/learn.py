"""Learn: five lessons on live data, the usual snippet mended, concepts and a glossary."""

import importlib

import streamlit as st

from core.language.speak import tr
from core.learn.course import LESSONS
from pages.ui.demo import demo_button
from pages.ui.heading import heading
from pages.ui.learn import frame
from pages.ui.learn.choosing import choose_part

OTHER_PARTS = ("snippet", "concepts", "glossary")


def titles() -> dict[str, str]:
    """Return what each part is called, by its name in the address."""
    numbered = enumerate(LESSONS, start=1)
    lessons = {lesson.link: f"{number}. {tr(lesson.title)}" for number, lesson in numbered}
    others = (tr("The usual snippet, mended"), tr("Concepts"), tr("Glossary"))
    return lessons | dict(zip(OTHER_PARTS, others, strict=True))


def show_part(part: str) -> None:
    """Import a part of the page only now, and show it."""
    importlib.import_module(f"pages.ui.learn.{part}").show()


title, action = st.columns([4, 1], vertical_alignment="center")
with title:
    heading(tr("Learn"))
with action, st.container(horizontal=True, horizontal_alignment="right"):
    demo_button(is_primary=False)
chosen = choose_part(titles())
by_link = {lesson.link: lesson for lesson in LESSONS}
if chosen in by_link:
    frame.head(by_link[chosen])
    show_part(chosen)
    frame.foot(by_link[chosen])
else:
    show_part(chosen)
