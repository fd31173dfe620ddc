"""What a part of a page or of a report is made of: sentences, tables and pictures."""

from __future__ import annotations

from dataclasses import dataclass

from core.charts.template import Chart

Cell = str | tuple[str, str]
"""Text of a cell, or the text with a smaller second line."""


@dataclass(frozen=True)
class Figures:
    """A table: words in the first column, numbers in the others; all of it plain text."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Picture:
    """A picture under its title."""

    title: str
    chart: Chart


@dataclass(frozen=True)
class Section:
    """One subject: what it answers, then sentences, tables and pictures, all plain text."""

    title: str
    question: str
    sentences: tuple[str, ...] = ()
    tables: tuple[Figures, ...] = ()
    pictures: tuple[Picture, ...] = ()
