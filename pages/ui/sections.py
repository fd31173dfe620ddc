"""A section on the screen: its question, words, tables and pictures."""

from __future__ import annotations

import html
from collections.abc import Callable

import streamlit as st

from core.charts.section import Figures, Picture, Section
from core.language.sentences import told
from pages.ui import chart
from pages.ui.figures import figures_html, scrolling_html

KEPT_LOOKS = 64
MOST_BESIDE = 4
"""Columns of a table that still fits beside a picture."""


def show_section(section: Section, key: str) -> None:
    """Show a section: two pictures in a row, and a table where the last row has room for it.

    Parameters
    ----------
    section : Section
    key : str
        Tells its pictures from those of other sections.
    """
    st.html(f"<p class='question'>{html.escape(told(section.question))}</p>{_sentences(section)}")
    has_room = len(section.pictures) % 2 == 1
    beside = [table for table in section.tables if has_room and len(table.header) <= MOST_BESIDE]
    blocks = [*section.pictures, *beside[:1]]
    for at in range(0, len(blocks), 2):
        for column, block in zip(st.columns(2, gap="medium"), blocks[at : at + 2], strict=False):
            with column:
                _show(block, key)
    for table in section.tables:
        if table not in beside[:1]:
            _show(table, key)


def _sentences(section: Section) -> str:
    return "".join(f"<p class='told'>{html.escape(told(one))}</p>" for one in section.sentences)


def _show(block: Picture | Figures, key: str) -> None:
    title = f"<p class='caption'>{html.escape(told(block.title))}</p>"
    if isinstance(block, Picture):
        st.html(title)
        chart.show(block.chart, key=f"{key}_{block.title}")
    else:
        st.html(title + scrolling_html(figures_html(block.rows, block.header)))


@st.cache_resource(max_entries=KEPT_LOOKS, show_spinner=False)
def once(run_id: str, subject: str, _make: Callable[[], Section]) -> Section:  # noqa: ARG001
    """Compute a section of a run once, however often it is looked at."""
    return _make()
