"""Slices of a CSV file as pandas reads them: slower, and sure of quotes, blank and short lines."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from core.data.assemble import Kind, cast
from core.data.decode import Text
from core.data.dialect import Dialect
from core.data.separated import MISSING_MARKS
from core.errors import UnreadableFileError

SLICE_ROWS = 50_000


def careful_slices(text: Text, dialect: Dialect) -> Iterator[CarefulSlice]:
    """Read the rows of a text piece by piece, every cell as text; a short row is filled up.

    Raises
    ------
    UnreadableFileError
        Where a row has more cells than the header, or a quote stays open.
    """
    body = text.content[dialect.start : text.end]
    if not body.strip():
        return
    with _told(dialect):
        reader = _reader(body, dialect)
    label = dialect.lines_above
    while True:
        with _told(dialect):
            rows = next(reader, None)
        if rows is None:
            return
        is_filled = rows.notna().any(axis=1).to_numpy()
        labels = np.flatnonzero(is_filled) + label
        label += len(rows)
        yield CarefulSlice(rows[is_filled], labels, dialect.decimal)


def _reader(body: bytes, dialect: Dialect) -> Iterator[pd.DataFrame]:
    return pd.read_csv(
        io.BytesIO(body),
        sep=dialect.separator,
        names=list(dialect.names),
        header=None,
        index_col=False,
        dtype="str",
        keep_default_na=False,
        na_values=list(MISSING_MARKS),
        skip_blank_lines=False,
        skipinitialspace=True,
        chunksize=SLICE_ROWS,
    )


@contextmanager
def _told(dialect: Dialect) -> Iterator[None]:
    """Turn what the parser says into the sentence of this app."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)
            yield
    except (pd.errors.ParserError, pd.errors.ParserWarning) as error:
        raise _uneven(str(error), dialect) from error


def _uneven(message: str, dialect: Dialect) -> UnreadableFileError:
    place = re.search(r"line (\d+), saw (\d+)", message)
    found = "a row has more, or an open quote"
    if place:
        found = f"row {int(place[1]) + dialect.lines_above + 1:,} has {place[2]}"
    return UnreadableFileError(
        f"Every row must have as many cells as the header, {len(dialect.names)}",
        found,
        "Put text that contains the separator, or a quote, in double quotes.",
    )


@dataclass(frozen=True)
class CarefulSlice:
    """Rows as text, the number of each, and the decimal mark of the file."""

    rows: pd.DataFrame
    labels: np.ndarray
    decimal: str

    def typed(self, kinds: dict[str, Kind]) -> pa.Table:
        """Read every column as its kind."""
        written = self.text()
        return pa.table(
            {name: cast(written[name], kind, self.decimal) for name, kind in kinds.items()}
        )

    def text(self) -> pa.Table:
        """Read every column as text."""
        return pa.table(
            {name: pa.chunked_array([self.rows[name]], pa.string()) for name in self.rows}
        )
