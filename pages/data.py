"""Data: pick the rows, check what was recognised, see how they are split."""

import streamlit as st

from core.charts.columns import class_balance, missing_values
from core.charts.numbers import count_text
from core.charts.prices import price_lines
from core.charts.timeline import split_timeline
from core.data.table import Table
from core.errors import LabError
from pages.ui import chart, prepared
from pages.ui.columns import correct_columns, show_columns
from pages.ui.demo import demo_button
from pages.ui.error_box import error_box
from pages.ui.findings import show_findings
from pages.ui.heading import heading
from pages.ui.sources import choose_source, is_ready, refused
from pages.ui.state import session

PREVIEW_ROWS = 200


def show_rows(table: Table) -> None:
    """Show the first rows, and a picture of all of them."""
    picture, preview = st.columns([3, 2], gap="medium")
    with picture, st.container(border=True, height="stretch"):
        show_picture(table)
    with preview, st.container(border=True, height="stretch"):
        shape = f"{count_text(len(table.frame))} rows, {len(table.frame.columns)} columns"
        st.markdown(f"**Rows** · {shape}")
        day = {"Date": st.column_config.DateColumn()} if table.is_prices else None
        rows_shown = table.frame.head(PREVIEW_ROWS)
        st.dataframe(rows_shown, hide_index=True, height=320, column_config=day)


def show_picture(table: Table) -> None:
    """Show prices over time, or the classes and the empty cells of a table."""
    if table.is_prices:
        st.markdown("**Prices**, adjusted for splits and dividends")
        chart.show(price_lines(table), key="prices")
        return
    st.markdown("**Target**, how often each class occurs")
    if table.columns.target:
        chart.show(class_balance(table), key="classes")
    missing = missing_values(table)
    if missing.figure.data[0].y:
        chart.show(missing, key="missing")
    else:
        st.caption(missing.alt)


def show_split() -> None:
    """Show which rows teach, which choose and which judge."""
    with st.container(border=True):
        st.markdown("**Split**: learn, choose the best epoch, judge")
        try:
            picture = split_timeline(prepared.dataset())
        except LabError as error:
            error_box(error)
            return
        chart.show(picture, key="split")
        st.caption(picture.alt)


title, action = st.columns([4, 1], vertical_alignment="center")
with title:
    heading("Data")
with action, st.container(horizontal=True, horizontal_alignment="right"):
    demo_button()
if session().refused:
    st.caption(f"The address holds values that cannot be used, so these are usual: {refused()}.")
choose_source()
try:
    rows = prepared.table() if is_ready() else None
except LabError as error:
    rows = None
    error_box(error)
    correct_columns(prepared.column_names(), None)
if rows is not None:
    show_rows(rows)
    left, right = st.columns(2, gap="medium")
    with left, st.container(border=True, height="stretch"):
        show_columns(rows)
        correct_columns(tuple(map(str, rows.frame.columns)), rows.columns)
    with right, st.container(border=True, height="stretch"):
        show_findings(rows)
    show_split()
    st.page_link("pages/distill.py", label="Next: choose teacher and student")
