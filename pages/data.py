"""Data: pick the rows, check what was recognised, see how they are split."""

from collections.abc import Iterator

import streamlit as st

from core.charts.timeline import split_timeline
from core.data.table import CheckReport, Table
from core.errors import LabError
from core.language.sentences import told
from core.language.speak import tr
from pages.ui import chart, prepared
from pages.ui.address_note import address_note
from pages.ui.columns import correct_columns, show_columns
from pages.ui.demo import demo_button
from pages.ui.error_box import error_box
from pages.ui.findings import show_findings
from pages.ui.heading import heading
from pages.ui.leak_card import leak_card
from pages.ui.picture import show_picture
from pages.ui.profile import show_coverage, show_profile
from pages.ui.sources import choose_source, is_ready
from pages.ui.state import let_it_look, session
from pages.ui.yahoo_source import is_incomplete, offer_ways_out


def show_all(table: Table) -> None:
    """Show the rows: picture and findings, columns, the split, and what a leak would do."""
    profile = prepared.table_profile()
    left, right = st.columns([3, 2], gap="small")
    with left, st.container(border=True):
        show_picture(table, profile)
    with left, st.container(border=True):
        show_profile(table, profile)
    with right, st.container(border=True):
        show_findings(reports(table))
        if is_incomplete(table):
            offer_ways_out()
    with right, st.container(border=True):
        show_columns(table)
        correct_columns(
            prepared.column_names() or tuple(map(str, table.frame.columns)), table.columns
        )
    if profile.securities:
        with st.container(border=True):
            show_coverage(profile)
    show_split()
    leak_card(table)


def reports(table: Table) -> Iterator[CheckReport]:
    """Give how every check ended: those of the rows, then those of the question."""
    yield from table.reports
    try:
        yield from prepared.question_reports()
    except LabError:
        # The split says why the question cannot be asked.
        return


def show_split() -> None:
    """Show which rows teach, which choose and which judge."""
    with st.container(border=True):
        st.markdown(tr("**Split**: learn, choose the best epoch, judge"))
        try:
            picture = split_timeline(prepared.dataset())
        except LabError as error:
            error_box(error)
            return
        chart.show(picture, key="split")
        st.caption(told(picture.alt))


def show_problem(error: LabError) -> None:
    """Say why there are no rows, and offer what can be done about it."""
    error_box(error)
    if session().spec.data.source == "yahoo":
        offer_ways_out()
    correct_columns(prepared.column_names(), None)


title, action = st.columns([4, 1], vertical_alignment="center")
with title:
    heading(tr("Data"))
with action, st.container(horizontal=True, horizontal_alignment="right"):
    demo_button()
address_note()
choose_source()
try:
    rows = prepared.table() if is_ready() else None
except LabError as error:
    rows = None
    show_problem(error)
if rows is not None:
    let_it_look()
    show_all(rows)
    st.page_link("pages/distill.py", label=tr("Next: choose teacher and student"))
