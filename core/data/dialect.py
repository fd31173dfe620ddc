"""How a CSV file is written: its separator, its decimal mark and its header."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from core.data.decode import Text, as_utf8, not_a_csv
from core.data.limits import MAX_COLUMNS, MAX_NAME_CHARACTERS
from core.data.quote import quote, quote_all
from core.data.separated import NAMED_SEPARATOR, clean_name, decimal_of, separator_of
from core.errors import DataError, UnreadableFileError

_HEAD_BYTES = 2**20


@dataclass(frozen=True)
class Dialect:
    """How the rows of a text are written.

    Parameters
    ----------
    separator, decimal : str
        One character each.
    names : tuple of str
        Of the columns, as in the header.
    start : int
        Byte of the text at which the first row begins.
    lines_above : int
        Lines above the first row, the header's own one not counted.
    tickers : tuple of str
        Empty, or one a column but the first where a second line of the header has them.
    """

    separator: str
    decimal: str
    names: tuple[str, ...]
    start: int
    lines_above: int
    tickers: tuple[str, ...] = ()

    def numbered(self) -> Dialect:
        """Return the same with numbers for names."""
        return replace(self, names=tuple(map(str, range(len(self.names)))))


def recognise_dialect(text: Text) -> Dialect:
    """Look at the beginning of a text.

    Raises
    ------
    UnreadableFileError
        When the first line is no header, or has too many or too long names.
    DataError
        When there is one column only, or two have one name.
    """
    head = text.content[text.start : text.start + _HEAD_BYTES].decode("utf-8", "ignore")
    lines = io.StringIO(head, newline="")
    above = _skip_blank_lines(lines)
    first = lines.readline()
    named = NAMED_SEPARATOR.fullmatch(first)
    if named:
        above += first
        first = lines.readline()
    separator = named[1] if named else separator_of(head[len(above) :])
    taken: list[str] = []
    records = _records(_taking(first, lines, taken), separator)
    names, tickers = _header(records, taken)
    _check_names(names, tickers)
    read = above + "".join(taken)
    decimal = decimal_of(head, separator)
    start = text.start + len(read.encode())
    return Dialect(separator, decimal, names, start, max(0, _line_count(read) - 1), tickers)


def check_header(content: bytes) -> None:
    """Refuse a file that cannot be read by what needs no reading of its rows.

    Raises
    ------
    DataError
        As `core.data.upload.read_csv` where the file is no text, its header is at fault, or
        there is nothing below it.
    """
    text = as_utf8(content)
    if not text.content[recognise_dialect(text).start : text.end].strip():
        raise only_a_header()


def only_a_header() -> DataError:
    """Return the error for a file without rows."""
    return DataError(
        "A CSV file must have rows below its header",
        "there is only a header",
        "Choose a file with at least a few hundred rows.",
    )


def _skip_blank_lines(lines: io.StringIO) -> str:
    above = ""
    while True:
        place = lines.tell()
        line = lines.readline()
        if not line or line.strip("\r\n"):
            lines.seek(place)
            return above
        above += line


def _line_count(text: str) -> int:
    return text.count("\n") + (not text.endswith("\n"))


def _taking(first: str, rest: io.StringIO, taken: list[str]) -> Iterator[str]:
    for line in (first, *rest.readlines(_HEAD_BYTES)):
        taken.append(line)
        yield line


def _records(lines: Iterator[str], separator: str) -> Iterator[list[str]]:
    return csv.reader(lines, delimiter=separator, skipinitialspace=True, strict=True)


def _header(
    records: Iterator[list[str]], taken: list[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    try:
        names = [clean_name(cell) for cell in next(records)]
    except (csv.Error, StopIteration) as error:
        raise not_a_csv("its first line cannot be read as column names") from error
    tickers = _second_line(names[0], records, taken) if names[:1] == ["Price"] else ()
    if tickers and len(tickers) == len(names) - 1:
        return ("Date", *names[1:]), tickers
    return tuple(name or f"Unnamed: {place}" for place, name in enumerate(names)), ()


def _second_line(
    first_name: str, records: Iterator[list[str]], taken: list[str]
) -> tuple[str, ...]:
    """Tickers of a file as yfinance writes it: Price, Ticker and Date below one another."""
    kept = len(taken)
    try:
        second, third = next(records), next(records)
    except (csv.Error, StopIteration):
        second, third = [], []
    is_yfinance = second[:1] == ["Ticker"] and third[:1] == ["Date"] and first_name == "Price"
    if is_yfinance and not any(third[1:]):
        return tuple(second[1:])
    del taken[kept:]
    return ()


def _check_names(names: tuple[str, ...], tickers: tuple[str, ...]) -> None:
    if len(names) > MAX_COLUMNS:
        raise UnreadableFileError(
            f"A file may have at most {MAX_COLUMNS} columns",
            f"it has {len(names)}",
            "Leave out the columns that the question does not need.",
        )
    if len(names) == 1:
        raise DataError(
            "A CSV file must have at least two columns",
            f"only one was found, {quote(names[0])}",
            "Separate the columns by commas, semicolons, tabs or bars.",
        )
    longest = max(names, key=len)
    if len(longest) > MAX_NAME_CHARACTERS:
        raise UnreadableFileError(
            f"A column name may have at most {MAX_NAME_CHARACTERS:,} characters",
            f"{quote(longest)} has {len(longest):,}",
            "Put short names in the first line of the file.",
        )
    owners = ("", *tickers) if tickers else ("",) * len(names)
    keys = zip(names, owners, strict=True)
    repeated = [name for (name, _), count in Counter(keys).items() if count > 1]
    if repeated:
        raise DataError(
            "Every column must have a name of its own",
            f"the header repeats {quote_all(repeated)}",
            "Rename or remove the repeated columns.",
        )
