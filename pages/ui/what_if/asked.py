"""What a study asked, as a caption."""

from __future__ import annotations

import streamlit as st

from core.lab.asked import asked_line
from core.lab.study import StudySpec
from core.language import sentences
from pages.ui.escape import md_escape

MOST_CHARACTERS = 500


def show_asked(spec: StudySpec) -> None:
    """Say which rows a study asks, who teaches whom, and what is varied."""
    # Tickers are text of the user.
    st.caption(md_escape(sentences.told(asked_line(spec)), MOST_CHARACTERS))
