"""An error of the user as plain text: what must hold, what was found, what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from core.errors import LabError
from core.language.sentences import told
from core.language.speak import tr


def error_box(error: LabError) -> None:
    """Show the three parts of an error; nothing in them is read as Markdown."""
    with st.container(border=True):
        st.markdown(tr(":red[**This cannot work yet**]"))
        st.text(told(f"{error.must}."))
        st.text(tr("Found: {found}.").format(found=told(error.found)))
        st.text(tr("What to do: {remedy}").format(remedy=told(error.remedy)))


@contextmanager
def errors_shown() -> Iterator[None]:
    """Show an error of the user, or of the registry, where the page would end with it."""
    try:
        yield
    except LabError as error:
        error_box(error)


def failure_box(sentence: str) -> None:
    """Show why a run ended, as plain text."""
    with st.container(border=True):
        st.markdown(tr(":red[**The run could not be finished**]"))
        st.text(told(sentence))
