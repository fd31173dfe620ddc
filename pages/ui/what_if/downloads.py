"""A sweep as files."""

from __future__ import annotations

import streamlit as st

from core.lab.sweep.outcome import Sweep
from core.lab.sweep.report import to_json
from core.lab.sweep.spreadsheet import cells_csv
from core.language import sentences
from core.language.speak import tr
from pages.ui.python_script import show_sweep_script
from pages.ui.what_if.study import another_button


def show_notes(sweep: Sweep) -> None:
    """Say what must be known beside the answer, such as what a stop left untrained."""
    for note in sweep.notes:
        st.text(sentences.told(note))


def downloads(sweep: Sweep) -> None:
    """Offer every number of a sweep as CSV and JSON, and another study."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            tr("Download cells as CSV"),
            data=lambda: cells_csv(sweep),
            file_name="cells.csv",
            mime="text/csv",
            on_click="ignore",
            key="cells_csv",
        )
        st.download_button(
            tr("Download as JSON"),
            data=lambda: to_json(sweep),
            file_name="sweep.json",
            mime="application/json",
            on_click="ignore",
            key="sweep_json",
        )
        another_button()
    show_sweep_script(sweep)
