"""What the address could not bring: settings out of bounds, and uploaded rows."""

from __future__ import annotations

import streamlit as st

from core.language.sentences import told
from core.language.speak import tr
from pages.ui.escape import md_escape
from pages.ui.state import session

LACKS_ROWS = (
    "This link was made beside uploaded rows. A link does not carry them: "
    "upload the file on the Data page."
)


def address_note() -> None:
    """Say what was left, where something was."""
    lab = session()
    if lab.refused:
        names = md_escape(", ".join(lab.refused))
        st.caption(
            told(f"The address holds values that cannot be used, so these are usual: {names}.")
        )
    if lab.spec.data.source == "csv" and lab.csv is None:
        st.caption(tr(LACKS_ROWS))
