"""Lines at the end of a file that add up the rows above them and are no rows themselves."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace

from core.data.decode import Text
from core.data.dialect import Dialect
from core.data.separated import MOST_TOTAL_LINES, first_cell, is_total_line

_TAIL_BYTES = 2**16
_QUOTE = b'"'


@dataclass(frozen=True)
class TotalLine:
    """A line that was left out: its row in the file, the header being row 1, and its first cell."""

    row: int
    word: str


def without_total_lines(text: Text, dialect: Dialect) -> tuple[Text, tuple[TotalLine, ...]]:
    """Return a text that ends above its total lines, and those lines in their order.

    Only the last lines are looked at. A word such as "Summe" that the same column holds
    further up is a value like others, and its line is kept.

    Parameters
    ----------
    text : Text
    dialect : Dialect
        Says where the first row begins, and how cells are separated.
    """
    found: list[TotalLine] = []
    while len(found) < MOST_TOTAL_LINES:
        cut = _last_total(text, dialect)
        if cut is None:
            break
        start, word = cut
        row = text.content.count(b"\n", text.start, start) + 1
        found.insert(0, TotalLine(row, word))
        text = replace(text, end=start)
    return text, tuple(found)


def _last_total(text: Text, dialect: Dialect) -> tuple[int, str] | None:
    """Return where the last line begins, and its first cell, where it is a total line."""
    start = max(dialect.start, text.end - _TAIL_BYTES)
    lines = text.content[start : text.end].splitlines(keepends=True)
    if start > dialect.start:
        # The first line was cut in its middle.
        lines = lines[1:]
    end = text.end
    while lines and not any(_cells(lines[-1], dialect)):
        end -= len(lines.pop())
    if not lines or any(line.count(_QUOTE) % 2 for line in lines):
        return None
    last = _cells(lines[-1], dialect)
    if not is_total_line(last, [_cells(line, dialect) for line in lines[:-1]]):
        return None
    return end - len(lines[-1]), last[first_cell(last)]


def _cells(line: bytes, dialect: Dialect) -> list[str]:
    written = line.decode("utf-8", "replace").strip("\r\n")
    rows = csv.reader([written], delimiter=dialect.separator, skipinitialspace=True)
    return [cell.strip() for row in rows for cell in row]
