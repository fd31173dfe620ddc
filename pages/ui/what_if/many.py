"""Many at once: whether teaching helps with other rows too."""

from __future__ import annotations

import streamlit as st

from core.charts.what_if.many import differences, many_table
from core.lab.many.nameless import nameless, nameless_rows
from core.lab.many.outcome import ManyFound, RowTold
from core.lab.many.report import items_csv, to_json
from core.language import sentences
from core.language.speak import tr
from core.runs.jobs import JobSnapshot
from pages.ui import chart
from pages.ui.figures import wide_figures
from pages.ui.pool import current_study, desk, may_control
from pages.ui.what_if.many_choices import choose
from pages.ui.what_if.study import another_button

__all__ = ["choose", "show", "show_so_far"]


def show(found: ManyFound) -> None:
    """Show what many runs found together, and each of them."""
    found = found if _is_own(current_study()) else nameless(found)
    with st.container(border=True, key="many_sentence"):
        st.text(sentences.told(found.sentence))
    with st.container(border=True):
        picture = differences(found.rows)
        chart.show(picture, key="many_differences")
        st.caption(
            tr(
                "With 95 % intervals · filled: clear after widening for the number of items · "
                "dashed: the student alone"
            )
        )
        _table(found.rows)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            tr("Download items as CSV"),
            data=lambda: items_csv(found),
            file_name="items.csv",
            mime="text/csv",
            on_click="ignore",
            key="items_csv",
        )
        st.download_button(
            tr("Download as JSON"),
            data=lambda: to_json(found),
            file_name="many.json",
            mime="application/json",
            on_click="ignore",
            key="many_json",
        )
        another_button()


def show_so_far(job: JobSnapshot) -> None:
    """Show the items that are done."""
    rows = tuple(event for event in job.events if isinstance(event, RowTold))
    if not _is_own(job):
        rows = nameless_rows(desk().studies.spec_of(job.id), rows)
    if not rows:
        st.caption(tr("The table begins with the first item that is done."))
        return
    _table(rows)


def _is_own(study: JobSnapshot | None) -> bool:
    return study is not None and may_control(study)


def _table(rows: tuple[RowTold, ...]) -> None:
    table = many_table(rows)
    wide_figures(table.rows, header=table.header)
    for row in rows:
        if row.scored is None:
            st.text(f"{row.name}: {sentences.told(row.sentence)}")
