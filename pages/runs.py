"""Runs: every run that was made, to find, compare, start again from, export or delete."""

import streamlit as st

from core.lab.desk.listing import to_csv, to_json
from core.lab.desk.row import RunRow
from core.language.sentences import told
from core.language.speak import tr
from pages.ui.demo import empty_view
from pages.ui.error_box import error_box
from pages.ui.heading import heading
from pages.ui.key_card import key_card
from pages.ui.pool import background, desk
from pages.ui.run_details import delete_all, offer_undo, run_details
from pages.ui.runs_compare import compare_runs
from pages.ui.runs_deleted import show_deleted
from pages.ui.runs_filter import choose_runs
from pages.ui.runs_table import runs_table
from pages.ui.sending import show_sending
from pages.ui.told import show_told

PROMISE = "Every run stays here with its settings, its verdict and its curves. There is none yet."
HINT = "Pick one row to open, rename or delete it; pick two or more to compare them."


def show_list(rows: tuple[RunRow, ...]) -> None:
    """Show the runs that pass the filters, and what can be done with those that are picked."""
    shown = choose_runs(rows)
    if not shown:
        st.caption(tr("No run passes these filters."))
        return
    picked = runs_table(shown)
    offer_exports(picked or shown, is_picked=bool(picked))
    if not picked:
        st.caption(tr(HINT))
    elif len(picked) == 1:
        run_details(picked[0])
    else:
        delete_all(picked)
        compare_runs(picked)


def say_what_is_left_out(n_listed: int) -> None:
    """Say that older runs are not listed, where there are some."""
    n_runs = desk().count()
    if n_runs > n_listed:
        st.caption(told(f"These are the newest {n_listed:,} of {n_runs:,} runs."))


def offer_exports(rows: tuple[RunRow, ...], is_picked: bool) -> None:
    """Offer the runs as files."""
    with st.container(horizontal=True, vertical_alignment="center"):
        words = tr("{n} picked") if is_picked else tr("{n} listed")
        st.caption(words.format(n=f"{len(rows):,}"))
        for label, write, kind in (("CSV", to_csv, "text/csv"), ("JSON", to_json, "text/json")):
            st.download_button(
                told(f"Download runs as {label}"),
                data=lambda write=write: write(rows),
                file_name=f"runs.{label.lower()}",
                mime=kind,
                on_click="ignore",
                key=f"export_{label}",
            )


heading(tr("Runs"))
problem = background().problem
if problem is not None:
    error_box(problem)
    st.caption(tr("Until then, runs are kept only as long as this server goes on."))
show_sending()
show_told()
offer_undo()
listed = desk().rows()
if listed:
    say_what_is_left_out(len(listed))
    show_list(listed)
else:
    empty_view(tr(PROMISE))
show_deleted()
key_card()
