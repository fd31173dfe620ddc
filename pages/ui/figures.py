"""Small tables of figures: words on the left, numbers on the right."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

import streamlit as st

from core.charts.section import Cell
from core.language.sentences import told


def figures_html(rows: Iterable[Sequence[Cell]], header: Sequence[str] = ()) -> str:
    """Return a table as HTML in the language spoken; all is escaped, first come words."""
    head = "".join(_tag("th", name, number) for number, name in enumerate(header))
    body = "".join(
        f"<tr>{''.join(_tag('td', cell, number) for number, cell in enumerate(row))}</tr>"
        for row in rows
    )
    return f"<table class='figures'>{f'<tr>{head}</tr>' if head else ''}{body}</table>"


def figures(rows: Iterable[Sequence[Cell]], header: Sequence[str] = ()) -> None:
    """Show a table of words and numbers."""
    st.html(figures_html(rows, header))


def wide_figures(rows: Iterable[Sequence[Cell]], header: Sequence[str] = ()) -> None:
    """Show a table of many columns, which a narrow window scrolls."""
    st.html(scrolling_html(figures_html(rows, header)))


def _tag(tag: str, cell: Cell, column: int) -> str:
    text, small = (cell, "") if isinstance(cell, str) else cell
    inner = html.escape(told(text))
    inner += f"<small>{html.escape(told(small))}</small>" if small else ""
    return f"<{tag}{' class=number' if column else ''}>{inner}</{tag}>"


def scrolling_html(table: str, kind: str = "") -> str:
    """Wrap a table that may be wider than the page; a keyboard can scroll it too."""
    return f"<div class='{f'scrolls {kind}'.strip()}' tabindex='0'>{table}</div>"
