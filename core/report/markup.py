"""Sections as HTML: every text is escaped, every picture has its words beside it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence

from core.charts.embedded import figure_json
from core.charts.section import Cell, Figures, Picture, Section
from core.charts.template import ROLES
from core.lab.plain_text import printable

MOST_BESIDE = 4
"""Columns of a table that still fits beside a picture."""

MARKS = {style.title: f"<i class='mark {role}'></i>" for role, style in ROLES.items()}


def escaped(text: str) -> str:
    """Return a text as one line of HTML that shows exactly it, also within an attribute."""
    return html.escape(printable(text))


def anchor_of(section: Section) -> str:
    """Return the name by which a link within the page finds a section."""
    return re.sub(r"[^a-z0-9]+", "-", section.title.lower()).strip("-")


def section_html(section: Section) -> str:
    """Write a section: its question, sentences, pictures and tables.

    Parameters
    ----------
    section : Section
        Its title tells it from the other sections of the page.

    Returns
    -------
    str
        A section element; pictures are drawn by the script of the page.
    """
    anchor = anchor_of(section)
    blocks = [
        *(
            picture_html(picture, f"{anchor}-{number}")
            for number, picture in enumerate(section.pictures, start=1)
        ),
        *map(table_html, section.tables),
    ]
    question = f"<p class='question'>{escaped(section.question)}</p>" if section.question else ""
    return (
        f"<section id='{anchor}'><h2>{escaped(section.title)}</h2>{question}"
        f"{told_html(section.sentences)}<div class='blocks'>{''.join(blocks)}</div></section>"
    )


def told_html(sentences: Sequence[str]) -> str:
    """Write sentences, each as a paragraph."""
    return "".join(f"<p class='told'>{escaped(one)}</p>" for one in sentences)


def picture_html(picture: Picture, name: str) -> str:
    """Write a picture: its title, the place it is drawn in, its data and its words.

    Parameters
    ----------
    picture : Picture
    name : str
        Letters, digits and dashes; tells it from other pictures of the page.
    """
    alt = escaped(picture.chart.alt)
    height_px = picture.chart.figure.layout.height
    return (
        f"<figure class='picture'><figcaption>{escaped(picture.title)}</figcaption>"
        f"<div class='drawing' id='{name}' role='img' aria-label=\"{alt}\" "
        f"style='min-height: {height_px:g}px'></div>"
        f"<script type='application/json' class='data'>{figure_json(picture.chart)}</script>"
        f"<details><summary>In words</summary><p>{alt}</p></details></figure>"
    )


def table_html(table: Figures) -> str:
    """Write a table: words in its first column, numbers in the others."""
    head = "".join(_head(name, place) for place, name in enumerate(table.header))
    width = max(len(table.header), *(len(row) for row in table.rows), 0)
    kind = " wide" if width > MOST_BESIDE else ""
    return (
        f"<div class='table{kind}'><table><caption>{escaped(table.title)}</caption>"
        f"{f'<thead><tr>{head}</tr></thead>' if head else ''}"
        f"<tbody>{''.join(_rows(table))}</tbody></table></div>"
    )


def _rows(table: Figures) -> Iterator[str]:
    marks = MARKS if table.header else {}
    for row in table.rows:
        cells = (_cell(cell, place, marks) for place, cell in enumerate(row))
        yield f"<tr>{''.join(cells)}</tr>"


def _head(name: str, place: int) -> str:
    if not name:
        return "<td></td>"
    kind = " class='number'" if place else ""
    return f"<th scope='col'{kind}>{MARKS.get(name, '')}{escaped(name)}</th>"


def _cell(cell: Cell, place: int, marks: Mapping[str, str]) -> str:
    text, small = (cell, "") if isinstance(cell, str) else cell
    mark = marks.get(text, "")
    inner = mark + escaped(text) + (f"<small>{escaped(small)}</small>" if small else "")
    return f"<td class='number'>{inner}</td>" if place else f"<th scope='row'>{inner}</th>"
