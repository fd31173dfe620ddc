"""Small tables of figures: words on the left, numbers on the right."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

import streamlit as st

from core.charts.section import Cell


def figures_html(rows: Iterable[Sequence[Cell]], header: Sequence[str] = ()) -> str:
    """Return a table as HTML; every text is escaped, the first column holds words."""
    head = "".join(_tag("th", name, number) for number, name in enumerate(header))
    body = "".join(
        f"<tr>{''.join(_tag('td', cell, number) for number, cell in enumerate(row))}</tr>"
        for row in rows
    )
    return f"<table class='figures'>{f'<tr>{head}</tr>' if head else ''}{body}</table>"


def figures(rows: Iterable[Sequence[Cell]], header: Sequence[str] = ()) -> None:
    """Show a table of words and numbers."""
    st.html(figures_html(rows, header))


def _tag(tag: str, cell: Cell, column: int) -> str:
    text, small = (cell, "") if isinstance(cell, str) else cell
    inner = html.escape(text) + (f"<small>{html.escape(small)}</small>" if small else "")
    return f"<{tag}{' class=number' if column else ''}>{inner}</{tag}>"
