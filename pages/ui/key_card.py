"""The key of this browser: what makes it the owner of its runs, to be taken to another one."""

from __future__ import annotations

import streamlit as st

from core.language.speak import tr
from pages.ui.owner import is_secret
from pages.ui.state import session

WHAT = (
    "This browser is known by a key as the owner of the runs that it starts. To hold or delete "
    "them from another browser, enter this key there. Do not share it: whoever has it may "
    "delete your runs."
)


def key_card() -> None:
    """Show the key, and take another one."""
    with st.expander(tr("Your key")):
        st.caption(tr(WHAT))
        st.code(session().owner, language=None)
        with st.form("key", border=False):
            place, button = st.columns([4, 1], vertical_alignment="bottom")
            text = place.text_input(tr("Key of another browser"), type="password").strip()
            if button.form_submit_button(tr("Use it"), width="stretch"):
                _take(text)


def _take(text: str) -> None:
    if not is_secret(text):
        st.caption(tr(":red[A key has 32 digits and letters from a to f.]"))
        return
    session().owner, session().has_entered_key = text, True
    st.rerun()
