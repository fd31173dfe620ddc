"""Studies that were made before, to look at again."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from core.language.speak import tr
from pages.ui.pool import desk
from pages.ui.state import session
from pages.ui.words import STATE_TITLES

MOST_SHOWN = 12


def earlier_studies() -> None:
    """List the newest studies, each with a button that opens it."""
    rows = desk().studies.rows()[:MOST_SHOWN]
    if not rows:
        return
    with st.expander(tr("Earlier studies")):
        for row in rows:
            text, button = st.columns([5, 1], vertical_alignment="center")
            with text:
                moment = dt.datetime.fromtimestamp(row.created).strftime("%Y-%m-%d %H:%M")
                st.text(f"{row.name} · {tr(STATE_TITLES[row.state])} · {moment}")
            with button:
                st.button(tr("Open"), key=f"study_{row.id}", on_click=_open, args=(row.id,))


def _open(study_id: str) -> None:
    session().study_id = study_id
