"""What the columns hold: one line each, with a small distribution."""

from __future__ import annotations

import streamlit as st

from core.charts.column_rows import column_rows, sample_sentence
from core.charts.coverage import coverage
from core.charts.numbers import count_text
from core.charts.template import DATA_COLOUR
from core.data.profile import Profile
from core.data.table import Table
from core.language.sentences import told
from core.language.speak import tr
from pages.ui import chart

PREVIEW_ROWS = 200
HEIGHT_PX = 330


def show_profile(table: Table, profile: Profile) -> None:
    """Show every column in one line, and the first rows as they are."""
    shape = f"{count_text(profile.rows)} rows, {len(profile.columns)} columns"
    st.markdown(told(f"**Columns** of {shape}"))
    rows = column_rows(profile)
    st.dataframe(
        {
            tr("Column"): [row.name for row in rows],
            tr("Role"): [told(row.role) for row in rows],
            tr("Distribution"): [list(row.distribution) for row in rows],
            tr("Values"): [told(row.values) for row in rows],
            tr("Missing"): [row.missing_percent for row in rows],
            tr("Different"): [row.distinct for row in rows],
            tr("Kind"): [told(row.kind) for row in rows],
        },
        hide_index=True,
        key="profile",
        column_config={
            tr("Column"): st.column_config.TextColumn(pinned=True),
            tr("Distribution"): st.column_config.BarChartColumn(
                y_min=0, width="small", color=DATA_COLOUR
            ),
            tr("Missing"): st.column_config.NumberColumn(format="%.1f %%"),
            tr("Different"): st.column_config.NumberColumn(format="localized"),
        },
    )
    if profile.is_sampled:
        st.caption(told(sample_sentence(profile)))
    with st.expander(told(f"The first {min(PREVIEW_ROWS, profile.rows)} rows")):
        _show_rows(table)


def show_coverage(profile: Profile) -> None:
    """Show which days each security has."""
    st.markdown(tr("**Coverage**, the sessions of each security"))
    chart.show(coverage(profile), key="coverage")


def _show_rows(table: Table) -> None:
    day = {"Date": st.column_config.DateColumn()} if table.is_prices else None
    rows = table.frame.head(PREVIEW_ROWS)
    st.dataframe(rows, hide_index=True, height=HEIGHT_PX, column_config=day, key="rows")
