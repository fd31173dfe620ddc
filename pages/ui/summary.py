"""The small print of a finished run: baselines and settings."""

from __future__ import annotations

import streamlit as st

from core.charts.small_print import baselines_table, data_rows, seconds_rows
from core.lab.result import Result
from core.lab.summary import tuning_sentence
from core.lab.told_settings import told_settings
from core.language.sentences import told
from pages.ui.figures import figures


def other_baselines(result: Result) -> None:
    """Show the baselines that are not one of the four columns."""
    table = baselines_table(result)
    figures(table.rows, header=table.header)


def settings(result: Result) -> None:
    """Show the rows, every choice that played a part, and the time of each part of the run."""
    said = told_settings(result.spec)
    groups = {one.group: [] for one in said}
    for one in said:
        groups[one.group].append((one.label, one.value))
    blocks = {"Rows": [*data_rows(result)], **groups, "Time": [*seconds_rows(result)]}
    columns = st.columns(3, gap="medium")
    for place, (title, rows) in enumerate(blocks.items()):
        with columns[place % 3]:
            st.markdown(f"**{told(title)}**")
            figures(rows)
    st.caption(told(tuning_sentence(result.tuned)))
