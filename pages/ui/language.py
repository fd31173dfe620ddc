"""The language of this session: chosen in the sidebar, named in the address, kept over pages."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from core.language.speak import ENGLISH, LANGUAGES, ask_for_language, speak, tr

PARAMETER = "lang"
HELD = "language"
CHOOSER = "language_chooser"

_mark = st.components.v2.component(
    "page_language",
    js="export default ({ data }) => { document.documentElement.lang = data.language }",
    html="<span></span>",
)


def open_language() -> None:
    """Speak the language of the address, or else the one this session has spoken before."""
    ask_for_language(language_of_session)
    named = st.query_params.get(PARAMETER)
    held = named if named in LANGUAGES else st.session_state.get(HELD, ENGLISH)
    st.session_state[HELD] = speak(held)
    if held != ENGLISH and named != held:
        st.query_params[PARAMETER] = held


def language_of_session() -> str:
    """Return the language of the session whose thread this is; English for all other threads."""
    is_session = get_script_run_ctx(suppress_warning=True) is not None
    return st.session_state.get(HELD, ENGLISH) if is_session else ENGLISH


def choose_language() -> None:
    """Offer the languages, each by its own name, and tell the browser which one it shows."""
    st.session_state[CHOOSER] = st.session_state[HELD]
    st.segmented_control(
        tr("Language"),
        list(LANGUAGES),
        required=True,
        format_func=LANGUAGES.__getitem__,
        key=CHOOSER,
        on_change=_keep,
        label_visibility="collapsed",
    )
    code = st.session_state[HELD].replace("_", "-")
    _mark(data={"language": code}, key="page_language", height=1)


def _keep() -> None:
    st.session_state[HELD] = speak(st.session_state[CHOOSER])
    st.query_params[PARAMETER] = st.session_state[HELD]
