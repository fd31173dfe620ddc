"""The rows of a CSV file as text; whatever cannot be read is refused in one sentence."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

HEAD_CHARACTERS = 2**20
ROWS_ABOVE = 1000


def is_empty(cell: str) -> bool:
    """Whether a cell holds nothing."""
    return not cell


@dataclass(frozen=True)
class Sheet:
    """Cells without blanks around them; a missing cell is empty.

    Parameters
    ----------
    names : tuple of str
        Of the columns.
    rows : tuple of list of str
        As many cells each as there are columns; rows without any cell are left out.
    lines : tuple of int
        Last line of the file that each row stands on.
    decimal : str
        The decimal mark of the file.
    says_missing : callable
        Whether a cell among numbers says that its number is missing.
    """

    names: tuple[str, ...]
    rows: tuple[list[str], ...]
    lines: tuple[int, ...]
    decimal: str
    says_missing: Callable[[str], bool] = is_empty

    def column(self, name: str) -> list[str]:
        """Return the cells of one column."""
        place = self.names.index(name)
        return [row[place] for row in self.rows]

    def numbers(self, name: str) -> list[str]:
        """Return the cells of a column of numbers; a word for a missing one is empty."""
        return ["" if self.says_missing(cell) else cell for cell in self.column(name)]


def read_sheet(content: bytes, separated: Any) -> Sheet:
    """Read a CSV file in any encoding, with any separator and decimal mark, of training.

    Parameters
    ----------
    content : bytes
    separated : module
        Recognises how the file is written.

    Raises
    ------
    ValueError
        When the file is no CSV, or its rows do not fit its header.
    """
    text = _decoded(content, separated)
    body = text.lstrip("\r\n")
    first, _, below = body.partition("\n")
    named = separated.NAMED_SEPARATOR.fullmatch(first)
    body = below if named else body
    lines_above = text[: len(text) - len(body)].count("\n")
    head = body[:HEAD_CHARACTERS]
    separator = named[1] if named else separated.separator_of(head)
    records = _records(body, separator, lines_above)
    _, header = next(records, (1, []))
    names = _names(header, separated)
    missing = frozenset(separated.MISSING_MARKS)
    rows, lines = [], []
    for line, cells in records:
        _check_length(cells, names, line)
        own = ["" if cell in missing else cell for cell in cells]
        if any(own):
            rows.append(own + [""] * (len(names) - len(own)))
            lines.append(line)
    kept = len(rows) - _total_lines(rows, separated)
    decimal = separated.decimal_of(head, separator)
    return Sheet(names, tuple(rows[:kept]), tuple(lines[:kept]), decimal, separated.says_missing)


def _total_lines(rows: list[list[str]], separated: Any) -> int:
    """Count the lines at the end that add up the rows, as training left them out too."""
    found = 0
    while found < separated.MOST_TOTAL_LINES and len(rows) > found:
        last = len(rows) - 1 - found
        if not separated.is_total_line(rows[last], rows[max(0, last - ROWS_ABOVE) : last]):
            break
        found += 1
    return found


def _decoded(content: bytes, separated: Any) -> str:
    try:
        text: str = content.decode(separated.encoding_of(content)) if content else ""
    except UnicodeError as error:
        raise _not_a_csv("its text cannot be decoded") from error
    if "\0" in text:
        raise _not_a_csv("it holds bytes that are no text")
    return text


def _records(body: str, separator: str, lines_above: int) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that is not blank, after the last line it stands on."""
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=separator, skipinitialspace=True)
    try:
        for cells in reader:
            if cells:
                yield lines_above + reader.line_num, [cell.strip() for cell in cells]
    except csv.Error as error:
        raise _not_a_csv(f"line {lines_above + reader.line_num} cannot be read") from error


def _names(header: list[str], separated: Any) -> tuple[str, ...]:
    cleaned = [separated.clean_name(name) for name in header]
    names = tuple(name or f"Unnamed: {place}" for place, name in enumerate(cleaned))
    repeated = [name for name in names if names.count(name) > 1]
    if repeated:
        raise ValueError(
            f"Every column must have a name of its own, however: {repeated[0]!r} is there twice. "
            "Rename or remove one of them."
        )
    return names


def _check_length(cells: list[str], names: tuple[str, ...], line: int) -> None:
    if len(cells) > len(names):
        raise ValueError(
            f"Every row must have at most {len(names)} cells, as the header has, however: line "
            f"{line} has {len(cells)}. Put text that contains the separator in double quotes."
        )


def _not_a_csv(found: str) -> ValueError:
    return ValueError(
        f"The input must be a CSV file, which is plain text, however: {found}. Save it as UTF-8, "
        "with one row a line and its cells separated by commas."
    )
