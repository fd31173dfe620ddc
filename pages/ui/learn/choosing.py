"""The lesson and its controls in the address, so that a link opens both."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from core.language.speak import tr
from core.learn.course import LESSONS
from core.learn.lesson import Control, Lesson, Slide

PARAMETER = "lesson"
CHOOSER = "learn_part"


def choose_part(titles: Mapping[str, str]) -> str:
    """Offer the parts of the page, by their names in the address; return the one that is there.

    Parameters
    ----------
    titles : mapping of str to str
        Name in the address, and what the reader sees.
    """
    named = st.query_params.get(PARAMETER, "")
    part = named if named in titles else next(iter(titles))
    st.session_state[CHOOSER] = part
    st.pills(
        tr("Lesson"),
        list(titles),
        required=True,
        format_func=titles.__getitem__,
        key=CHOOSER,
        on_change=_open_chosen,
        label_visibility="collapsed",
    )
    if named != part:
        st.query_params[PARAMETER] = part
    return part


def open_part(part: str) -> None:
    """Open another part; the address forgets the controls of the one that was there."""
    for lesson in LESSONS:
        for control in lesson.controls:
            st.query_params.pop(control.key, None)
    st.query_params[PARAMETER] = part


def choose(lesson: Lesson, key: str) -> str | int:
    """Show one of a lesson's controls with the value that the address gives it; return that.

    Raises
    ------
    KeyError
        When the lesson has no such control.
    """
    control = lesson.control(key)
    value = control.read(st.query_params.get(key, ""))
    st.session_state[key] = control.usual if value is None else value
    label, common = tr(control.label), {"key": key, "help": tr(control.help)}
    common |= {"on_change": _tell, "args": (control,)}
    if isinstance(control, Slide):
        return st.slider(label, control.low, control.high, **common)
    titles = {option.value: tr(option.label) for option in control.options}
    return st.segmented_control(
        label, list(titles), required=True, format_func=titles.__getitem__, **common
    )


def _open_chosen() -> None:
    open_part(st.session_state[CHOOSER])


def _tell(control: Control) -> None:
    """Write a control's value into the address; the usual one needs no words."""
    value = st.session_state[control.key]
    if value == control.usual:
        st.query_params.pop(control.key, None)
    else:
        st.query_params[control.key] = str(value)
