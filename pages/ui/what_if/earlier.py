"""Studies that were made before, to look at again."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from core.lab.desk.studies import StudyRow
from core.language import sentences
from core.language.speak import tr
from pages.ui.pool import desk
from pages.ui.state import session
from pages.ui.told import told
from pages.ui.what_if.asked import show_asked
from pages.ui.words import STATE_TITLES

MOST_SHOWN = 12


def earlier_studies() -> None:
    """List the newest studies, each with a button that opens it; one's own can be deleted."""
    rows = desk().studies.rows()[:MOST_SHOWN]
    if not rows:
        return
    own = desk().archive.owned_by(session().owner)
    with st.expander(tr("Earlier studies")):
        for row in rows:
            with st.container(border=True):
                text, button = st.columns([4, 1], vertical_alignment="center")
            with text, st.container(gap="xsmall"):
                _tell(row)
            with button, st.container(horizontal=True):
                st.button(tr("Open"), key=f"study_{row.id}", on_click=_open, args=(row.id,))
                if row.id in own:
                    key = f"delete_study_{row.id}"
                    st.button(tr("Delete"), key=key, on_click=_delete, args=(row.id,))
        st.caption(tr("What you delete can be taken back within a week, on Runs."))


def _tell(row: StudyRow) -> None:
    """Say what a study is called and how it stands, what it asked, and what it found."""
    moment = dt.datetime.fromtimestamp(row.finished or row.created).strftime("%Y-%m-%d %H:%M")
    named = sentences.told(row.name)
    st.text(f"{named} · {tr(STATE_TITLES[row.state])} · {moment}")
    if row.spec is not None:
        show_asked(row.spec)
    if row.sentence:
        st.text(sentences.told(row.sentence))


def _open(study_id: str) -> None:
    session().study_id = study_id


def _delete(study_id: str) -> None:
    with told():
        desk().archive.delete(study_id, session().owner)
