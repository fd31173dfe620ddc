"""From the bytes of a CSV file to a frame; whatever is no CSV is refused in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa

from core.data.assemble import assemble
from core.data.careful import careful_slices
from core.data.checks.reading import total_finding
from core.data.decode import Text, as_utf8
from core.data.dialect import Dialect, only_a_header, recognise_dialect
from core.data.quick import quick_slices
from core.data.table import Finding
from core.data.total_lines import without_total_lines


@dataclass(frozen=True)
class Reading:
    """The rows of one file as they were read, and how it was written.

    Parameters
    ----------
    frame : DataFrame
        As `read_csv` gives it.
    decimal : str
        The decimal mark of the file.
    encoding : str
        Such as "UTF-8".
    findings : tuple of Finding
        What was noticed already.
    """

    frame: pd.DataFrame
    decimal: str = "."
    encoding: str = "UTF-8"
    findings: tuple[Finding, ...] = ()


def read_csv(content: bytes) -> pd.DataFrame:
    """Read a CSV file: encoding, separator and decimal mark are recognised.

    UTF-8 and UTF-16, with a mark or without, else Windows-1252; separated by comma, semicolon,
    tab or bar. The two lines that yfinance writes above its rows are understood.

    Parameters
    ----------
    content : bytes
        The file as it was uploaded.

    Returns
    -------
    DataFrame
        One row a line, blank lines left out; text as categories. `row_in_file` turns a label
        of its index into the row of the file.

    Raises
    ------
    UnreadableFileError
        When the file is too large, no CSV, or has lines with more cells than the header.
    DataError
        When it has no rows, one column only, or two columns of one name.
    """
    return read_upload(content).frame


def read_upload(content: bytes, narrow: Callable[[Sequence[str]], bool] | None = None) -> Reading:
    """Read a CSV file as `read_csv` does, and tell how it was written.

    ``narrow`` says from the names of the columns whether decimal numbers may be held in the 32
    bits that models compute with; prices need 64. Total lines at the end are left out.
    """
    text = as_utf8(content)
    dialect = recognise_dialect(text)
    text, totals = without_total_lines(text, dialect)
    frame = _rows(text, dialect, narrow is not None and narrow(dialect.names))
    if frame.empty:
        raise only_a_header()
    if dialect.tickers:
        frame = _one_row_a_ticker(frame, dialect)
    return Reading(frame, dialect.decimal, text.encoding, total_finding(totals))


def column_names(content: bytes) -> tuple[str, ...]:
    """Return the names in the header of a file, without reading its rows.

    Raises
    ------
    DataError
        As `read_csv` where it is the header that is at fault.
    """
    dialect = recognise_dialect(as_utf8(content))
    names = tuple(dict.fromkeys(dialect.names))
    return (names[0], "Ticker", *names[1:]) if dialect.tickers else names


def row_in_file(label: object) -> int:
    """Row of the file, its header being row 1, of a label in the index of `read_csv`."""
    return int(str(label)) + 2


def _rows(text: Text, dialect: Dialect, narrow: bool) -> pd.DataFrame:
    # Two columns may have one name where a second line tells them apart.
    unique = dialect.numbered() if dialect.tickers else dialect
    if not _needs_care(text, unique):
        with suppress(pa.ArrowInvalid):
            return assemble(lambda: quick_slices(text, unique), unique.names, narrow)
    return assemble(lambda: careful_slices(text, unique), unique.names, narrow)


def _needs_care(text: Text, dialect: Dialect) -> bool:
    """Whether a quote stays open, or stands behind a blank, which Arrow takes as part of a cell."""
    if not text.has_quotes:
        return False
    behind_blank = f'{dialect.separator} "'.encode()
    is_odd = text.content.count(b'"', dialect.start, text.end) % 2 == 1
    return is_odd or text.content.find(behind_blank, dialect.start, text.end) >= 0


def _one_row_a_ticker(frame: pd.DataFrame, dialect: Dialect) -> pd.DataFrame:
    """Put the columns of one ticker below those of another."""
    days = frame.iloc[:, 0].rename(dialect.names[0])
    parts = []
    for ticker in dict.fromkeys(dialect.tickers):
        own = [place for place, name in enumerate(dialect.tickers, 1) if name == ticker]
        bars = frame.iloc[:, own].set_axis([dialect.names[place] for place in own], axis=1)
        # Before the first session of a ticker its cells are empty.
        known = bars.notna().any(axis=1)
        parts.append(pd.concat([days, bars], axis=1)[known].assign(Ticker=ticker))
    return pd.concat(parts)
