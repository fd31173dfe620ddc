"""Slices of a CSV file as the Arrow parser reads them, in constant memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from core.data.assemble import ARROW_TYPES, Kind
from core.data.decode import Text
from core.data.dialect import Dialect
from core.data.separated import MISSING_MARKS

SLICE_BYTES = 16 * 2**20
_BLOCK_BYTES = 2**20


def quick_slices(text: Text, dialect: Dialect) -> Iterator[QuickSlice]:
    """Cut the rows of a text into slices that end with a line.

    Parameters
    ----------
    text : Text
    dialect : Dialect
        Says where the first row begins.

    Yields
    ------
    QuickSlice
        Reading it raises `pa.ArrowInvalid` where rows are uneven, a quote stays open, or lines
        and rows cannot be told to agree.
    """
    start, line = dialect.start, dialect.lines_above
    while start < text.end:
        end = _end_of_slice(text, start)
        rows = QuickSlice(text, dialect, start, end, line)
        yield rows
        start, line = end, line + rows.lines


def _end_of_slice(text: Text, start: int) -> int:
    end = start
    while end < text.end:
        beyond = end + SLICE_BYTES
        if beyond >= text.end:
            return text.end
        line_end = text.content.rfind(b"\n", end, beyond)
        if line_end < 0:
            line_end = text.content.find(b"\n", beyond, text.end)
        end = text.end if line_end < 0 else line_end + 1
        if not text.has_quotes or text.content.count(b'"', start, end) % 2 == 0:
            return end
    return end


@dataclass
class QuickSlice:
    """The bytes from ``start`` to ``end``, and the number of the first line among them."""

    source: Text
    dialect: Dialect
    start: int
    end: int
    first_line: int
    labels: np.ndarray = field(default_factory=lambda: np.empty(0, np.int64))

    @cached_property
    def lines(self) -> int:
        """Lines of the slice, blank ones too."""
        ended = self.source.content.count(b"\n", self.start, self.end)
        return ended + (self.source.content[self.end - 1 : self.end] != b"\n")

    @property
    def decimal(self) -> str:
        """The decimal mark of the file."""
        return self.dialect.decimal

    def typed(self, kinds: dict[str, Kind]) -> pa.Table:
        """Read every column as its kind."""
        return self._read({name: ARROW_TYPES[kind] for name, kind in kinds.items()})

    def text(self) -> pa.Table:
        """Read every column as text."""
        return self._read(dict.fromkeys(self.dialect.names, pa.string()))

    def _read(self, types: dict[str, pa.DataType]) -> pa.Table:
        view = memoryview(self.source.content)[self.start : self.end]
        table = pacsv.read_csv(
            pa.py_buffer(view),
            read_options=pacsv.ReadOptions(
                column_names=list(self.dialect.names), block_size=_BLOCK_BYTES
            ),
            parse_options=pacsv.ParseOptions(
                delimiter=self.dialect.separator, newlines_in_values=self.source.has_quotes
            ),
            convert_options=pacsv.ConvertOptions(
                column_types=types,
                null_values=list(MISSING_MARKS),
                strings_can_be_null=True,
                decimal_point=self.dialect.decimal,
            ),
        )
        self.labels = self._labels(table.num_rows)
        return table

    def _labels(self, rows: int) -> np.ndarray:
        if rows == self.lines:
            return np.arange(self.first_line, self.first_line + rows)
        if self.source.has_quotes:
            raise pa.ArrowInvalid("a quoted cell may hold a line end")
        written = np.frombuffer(self.source.content, np.uint8)[self.start : self.end]
        line_ends = np.append(np.flatnonzero(written == ord("\n")), len(written))
        lengths = np.diff(line_ends, prepend=-1) - 1
        returns = written[np.maximum(line_ends - 1, 0)] == ord("\r")
        filled = np.flatnonzero(lengths - (returns & (lengths > 0)) > 0)
        if len(filled) != rows:
            raise pa.ArrowInvalid("blank lines cannot be told from rows")
        return self.first_line + filled
