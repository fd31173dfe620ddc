"""What was deleted of late, and the way back for its owner."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from core.lab.desk.deleted import DeletedRun, deleted_runs
from core.language import sentences
from core.language.speak import tr
from pages.ui.pool import desk
from pages.ui.state import session
from pages.ui.told import told

KEPT_KEY = "restore"
NONE = "Nothing that you deleted can be taken back."
HINT = "Deleted runs can be taken back within a week; then they are removed for good."


def show_deleted() -> None:
    """Offer to look at the runs that this browser's owner deleted, and to take some back."""
    if not st.toggle(tr("Show my deleted runs"), key="show_deleted", persist_state="session"):
        return
    found = {run.id: run for run in deleted_runs(desk().store, session().owner)}
    with st.container(border=True):
        if not found:
            st.caption(tr(NONE))
            return
        st.caption(tr(HINT))
        choice, button = st.columns([4, 1], vertical_alignment="bottom")
        chosen = choice.multiselect(
            tr("Deleted runs"),
            list(found),
            format_func=lambda run_id: _words(found[run_id]),
            placeholder=tr("Choose"),
            key=KEPT_KEY,
        )
        button.button(
            tr("Take back"),
            key="take_back",
            on_click=_take_back,
            args=(tuple(chosen),),
            disabled=not chosen,
            width="stretch",
        )


def _words(run: DeletedRun) -> str:
    moment = f"{dt.datetime.fromtimestamp(run.deleted):%Y-%m-%d %H:%M:%S}"
    return f"{run.name} · {sentences.told(f'deleted {moment}')}"


def _take_back(run_ids: tuple[str, ...]) -> None:
    lab = session()
    with told():
        for run_id in run_ids:
            desk().archive.undo_delete(run_id, lab.owner)
            lab.deleted = tuple(one for one in lab.deleted if one != run_id)
    st.session_state[KEPT_KEY] = []
