"""One number of a report as one line of a CSV."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields

from core.charts.numbers import MISSING
from core.charts.section import Cell, Figures, Section
from core.evaluate.scores import Interval
from core.lab.plain_text import printable
from core.lab.spreadsheet import inert

NOT_DEFINED = "not defined"
SHOWN_NUMBER = re.compile(r"[+-]?(0|[1-9]\d{0,2}(,\d{3})+|[1-9]\d*)(\.\d+)?%?", re.ASCII)
PERCENT = 100

Value = float | int | str


@dataclass(frozen=True)
class Record:
    """A number by its place in the report; ``low`` and ``high`` are None without an interval."""

    section: str
    table: str
    row: str
    column: str
    value: Value
    low: Value | None = None
    high: Value | None = None


def of_interval(section: str, table: str, row: str, column: str, found: Interval) -> Record:
    """Return an interval at full precision."""
    return Record(section, table, row, column, found.mean, found.low, found.high)


def of_section(section: Section) -> Iterator[Record]:
    """Yield the cells of a section's tables as they are shown: numbers where they read as such."""
    for table in section.tables:
        yield from of_table(section.title, table)


def of_table(section: str, table: Figures) -> Iterator[Record]:
    """Yield the cells of a table; its first column names the rows."""
    for row in table.rows:
        name = _joined(row[0])
        header = table.header or ("",) * len(row)
        for column, cell in zip(header[1:], row[1:], strict=True):
            yield from _of_cell(section, table.title, name, column, cell)


def to_csv(records: Iterable[Record]) -> str:
    """Write records as CSV (RFC 4180); numbers that do not exist are "not defined".

    A text that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([field.name for field in fields(Record)])
    writer.writerows([_written(value) for value in astuple(record)] for record in records)
    return text.getvalue()


def _of_cell(section: str, table: str, row: str, column: str, cell: Cell) -> Iterator[Record]:
    text, small = (cell, "") if isinstance(cell, str) else cell
    low, to, high = small.partition(" to ")
    if to and all(isinstance(_as_number(end), float | int) for end in (low, high)):
        ends = _as_number(low), _as_number(high)
        yield Record(section, table, row, column, _as_number(text), *ends)
        return
    yield Record(section, table, row, column, _as_number(text))
    if small:
        yield Record(section, table, row, f"{column}, note".removeprefix(", "), small)


def _as_number(text: str) -> Value:
    """Read a shown number, a percentage as a share; anything else stays text."""
    if text == MISSING:
        return math.nan
    if not SHOWN_NUMBER.fullmatch(text):
        return text
    plain = text.replace(",", "")
    if plain.endswith("%"):
        return float(plain[:-1]) / PERCENT
    return float(plain) if "." in plain else int(plain)


def _joined(cell: Cell) -> str:
    return cell if isinstance(cell, str) else ", ".join(filter(None, cell))


def _written(value: Value | None) -> object:
    if value is None:
        return ""
    if isinstance(value, float) and not math.isfinite(value):
        return NOT_DEFINED
    return inert(printable(value)) if isinstance(value, str) else value
