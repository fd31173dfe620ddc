"""What a lesson computes, imported when it is needed, and the button that asks for it."""

from __future__ import annotations

import importlib
from types import ModuleType

import streamlit as st

from core.language.speak import tr
from core.learn.lesson import Lesson
from pages.ui.pool import wait_until_warm

KEPT = 16


def computing(name: str) -> ModuleType:
    """Import a module of the lessons that brings torch, once the server is warm."""
    wait_until_warm()
    return importlib.import_module(f"core.learn.{name}")


def is_asked_for(lesson: Lesson) -> bool:
    """Offer the button of a lesson; true from the first click on, for this session."""
    if not waits_for_button(lesson):
        return True
    place = st.empty()
    if not place.button(tr(lesson.button), type="primary", key=f"{lesson.link}_button"):
        return False
    place.empty()
    st.session_state[_memory(lesson)] = True
    return True


def waits_for_button(lesson: Lesson) -> bool:
    """Whether a lesson has a button that this session has not pressed."""
    return bool(lesson.button) and _memory(lesson) not in st.session_state


def _memory(lesson: Lesson) -> str:
    return f"{lesson.link} asked for"
