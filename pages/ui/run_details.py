"""One run of the list: open it, name it, start again from it, delete it."""

from __future__ import annotations

import streamlit as st

from core.lab.desk.row import RunRow
from core.language import sentences
from core.language.speak import tr
from pages.ui.pool import desk
from pages.ui.state import go_to, session, use
from pages.ui.told import told

NOT_YOURS = "Another browser started this run: it can be opened and copied, not changed."
MOST_NAME_CHARACTERS = 200


def run_details(row: RunRow) -> None:
    """Show one run with everything that can be done with it."""
    with st.container(border=True):
        st.text(row.name if row.name != row.title else sentences.told(row.title))
        if row.name != row.title:
            st.text(sentences.told(row.title))
        if row.sentence or row.error:
            st.text(sentences.told(row.sentence or row.error))
        is_own = desk().archive.is_owner(row.id, session().owner)
        with st.container(horizontal=True):
            if st.button(tr("Open"), type="primary", key="open_run"):
                session().run_id = row.id
                go_to("pages/compare.py" if row.state == "done" else "pages/distill.py")
            if row.spec is not None:
                st.button(
                    tr("Start again from this"),
                    key="again",
                    on_click=_take_settings,
                    args=(row.id,),
                    help=tr(
                        "Sets every choice as in this run; you can change some and press Start."
                    ),
                )
            if is_own:
                st.button(tr("Delete"), key="delete_run", on_click=_delete, args=((row.id,),))
        if is_own:
            _name_and_note(row)
        else:
            st.caption(tr(NOT_YOURS))


def offer_undo() -> None:
    """Offer to take back what this session deleted."""
    deleted = session().deleted
    if deleted:
        with st.container(horizontal=True, vertical_alignment="center"):
            words = "One run was deleted." if len(deleted) == 1 else f"{len(deleted)} were deleted."
            st.caption(sentences.told(f"{words} It can be taken back within a week."))
            st.button(tr("Undo"), key="undo_delete", on_click=_undo)


def delete_all(rows: tuple[RunRow, ...]) -> None:
    """Offer to delete the picked runs that this browser started."""
    mine = desk().archive.owned_by(session().owner)
    own = tuple(row.id for row in rows if row.id in mine)
    if own:
        st.button(
            sentences.told(f"Delete {len(own)}"), key="delete_runs", on_click=_delete, args=(own,)
        )


def _name_and_note(row: RunRow) -> None:
    with st.form(f"details_{row.id}", border=False):
        left, right, save = st.columns([2, 3, 1], vertical_alignment="bottom")
        name = left.text_input(tr("Name"), value=row.name, max_chars=MOST_NAME_CHARACTERS)
        note = right.text_input(tr("Note"), value=row.note)
        if save.form_submit_button(tr("Save"), width="stretch"):
            with told():
                desk().archive.rename(row.id, name, session().owner)
                desk().archive.annotate(row.id, note, session().owner)
            st.rerun()


def _take_settings(run_id: str) -> None:
    lab = session()
    with told():
        spec = desk().spec_of(run_id)
        if spec.data.source == "csv":
            desk().archive.refuse_strangers(run_id, lab.owner)
        lab.csv = desk().upload_of(spec) or lab.csv
        use(spec)
        st.session_state["source"] = spec.data.source
        lab.run_id, lab.next_page = "", "pages/distill.py"


def _delete(run_ids: tuple[str, ...]) -> None:
    lab = session()
    with told():
        for run_id in run_ids:
            desk().archive.delete(run_id, lab.owner)
            lab.deleted = (*lab.deleted, run_id)
            if lab.run_id == run_id:
                lab.run_id = ""
                st.query_params.pop("run", None)


def _undo() -> None:
    lab = session()
    with told():
        for run_id in lab.deleted:
            desk().archive.undo_delete(run_id, lab.owner)
        lab.deleted = ()
