"""From the bytes of a CSV file to a frame; whatever is no CSV is refused in one sentence."""

from __future__ import annotations

import csv
import io
import re
import warnings
from collections import Counter

import pandas as pd

from core.data.decode import decode, not_a_csv
from core.data.limits import MAX_COLUMNS, MAX_ROWS
from core.data.quote import quote, quote_all
from core.errors import DataError, UnreadableFileError

SEPARATORS = (",", ";", "\t", "|")
MISSING_MARKS = ["?", "-", "."]

_COMMA_NUMBER = re.compile(r"(?<![\d,.])-?(?:0,\d+|\d+,(?!\d{3}(?!\d))\d+)(?![\d,.])")
_POINT_NUMBER = re.compile(r"(?<![\d,.])-?\d+\.\d+(?![\d,.])")
_SAMPLE_CHARACTERS = 200_000


def read_csv(content: bytes) -> pd.DataFrame:
    """Read a CSV file: encoding, separator and decimal mark are recognised.

    UTF-8 (with or without a mark), UTF-16 with a mark, else Latin-1; separated by comma,
    semicolon, tab or bar; a decimal comma where the separator is not a comma.

    Parameters
    ----------
    content : bytes
        The file as it was uploaded.

    Returns
    -------
    DataFrame
        One row a line, blank lines left out. `row_in_file` turns a label of its index
        into the row of the file.

    Raises
    ------
    UnreadableFileError
        When the file is too large, no CSV, or has lines of different length.
    DataError
        When it has no rows, one column only, or two columns of one name.
    """
    decoded = decode(content)
    text = decoded.lstrip("\r\n")
    separator = _separator(text)
    header = _header(text, separator)
    _check_header(header)
    frame = _parse(text, separator, header)
    _check_rows(frame)
    frame.index += decoded.count("\n", 0, len(decoded) - len(text))
    return frame


def row_in_file(label: object) -> int:
    """Row of the file, its header being row 1, of a label in the index of `read_csv`."""
    return int(str(label)) + 2


def _separator(text: str) -> str:
    first_line = re.split(r"[\r\n]", text, maxsplit=1)[0]
    outside_quotes = re.sub(r'"[^"]*"', "", first_line)
    return max(SEPARATORS, key=outside_quotes.count)


def _header(text: str, separator: str) -> list[str]:
    lines = csv.reader(
        io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True, strict=True
    )
    try:
        cells = next(lines)
    except (csv.Error, StopIteration) as error:
        raise not_a_csv("its first line cannot be read as column names") from error
    names = [cell.strip() for cell in cells]
    return [name or f"Unnamed: {place}" for place, name in enumerate(names)]


def _check_header(names: list[str]) -> None:
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
    repeated = [name for name, count in Counter(names).items() if count > 1]
    if repeated:
        raise DataError(
            "Every column must have a name of its own",
            f"the header repeats {quote_all(repeated)}",
            "Rename or remove the repeated columns.",
        )


def _parse(text: str, separator: str, header: list[str]) -> pd.DataFrame:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)
            frame = pd.read_csv(
                io.StringIO(text),
                sep=separator,
                names=header,
                header=0,
                index_col=False,
                decimal=_decimal(text, separator),
                na_values=MISSING_MARKS,
                skip_blank_lines=False,
                skipinitialspace=True,
                low_memory=False,
                nrows=MAX_ROWS + 1,
            )
    except (pd.errors.ParserError, pd.errors.ParserWarning) as error:
        raise _uneven(str(error), len(header)) from error
    return frame.dropna(how="all")


def _decimal(text: str, separator: str) -> str:
    if separator == ",":
        return "."
    sample = text[:_SAMPLE_CHARACTERS]
    commas, points = len(_COMMA_NUMBER.findall(sample)), len(_POINT_NUMBER.findall(sample))
    return "," if commas > points else "."


def _uneven(message: str, columns: int) -> UnreadableFileError:
    place = re.search(r"line (\d+), saw (\d+)", message)
    found = f"row {place[1]} has {place[2]}" if place else "a row has more, or an open quote"
    return UnreadableFileError(
        f"Every row must have as many cells as the header, {columns}",
        found,
        "Put text that contains the separator, or a quote, in double quotes.",
    )


def _check_rows(frame: pd.DataFrame) -> None:
    if frame.empty:
        raise DataError(
            "A CSV file must have rows below its header",
            "there is only a header",
            "Choose a file with at least a few hundred rows.",
        )
    if len(frame) > MAX_ROWS:
        raise UnreadableFileError(
            f"A file may have at most {MAX_ROWS:,} rows",
            "it has more",
            "Keep a shorter period or a sample of the rows.",
        )
