"""From slices of a file to one frame: numbers in as few bytes as hold them, text as categories."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from core.data.limits import MAX_ROWS
from core.data.separated import MISSING_MARKS
from core.errors import UnreadableFileError

Kind = Literal["whole", "number", "text"]

ARROW_TYPES: dict[Kind, pa.DataType] = {
    "whole": pa.int64(),
    "number": pa.float64(),
    "text": pa.dictionary(pa.int32(), pa.string()),
}
EXACT_IN_FLOAT32 = 2**24
"""Whole numbers up to this are exact in 32-bit floats."""

_KINDS: tuple[Kind, ...] = ("whole", "number", "text")


class Slice(Protocol):
    """Some rows of a file, which can be read as numbers or as text."""

    def typed(self, kinds: dict[str, Kind]) -> pa.Table:
        """Read every column as its kind; `pa.ArrowInvalid` where a cell is of another."""

    def text(self) -> pa.Table:
        """Read every column as text."""

    @property
    def labels(self) -> np.ndarray:
        """Number of each row, counted from 0 at the line below the first line of the file."""

    @property
    def decimal(self) -> str:
        """The decimal mark of the file."""


@dataclass
class _Parts:
    """What was read so far."""

    columns: dict[str, list[np.ndarray | pa.Array]]
    labels: list[np.ndarray] = field(default_factory=list)
    rows: int = 0


def assemble(
    slices: Callable[[], Iterator[Slice]], names: Sequence[str], narrow: bool
) -> pd.DataFrame:
    """Read slice after slice; a column in which any cell is no number is text as a whole.

    Parameters
    ----------
    slices : callable
        Begins again with the first slice at each call.
    names : sequence of str
        Of the columns.
    narrow : bool
        Hold decimal numbers in 32 bits where they have no more than seven digits before the
        point.

    Returns
    -------
    DataFrame
        Whole numbers as integers (floats where cells are missing), decimal ones as floats, true
        and false as booleans, text as categories; rows without any cell left out.

    Raises
    ------
    UnreadableFileError
        When there are too many rows.
    ArrowInvalid
        When a slice cannot be read, not even as text.
    """
    kinds: dict[str, Kind] = dict.fromkeys(names, "whole")
    parts, is_whole = _one_pass(slices(), kinds, narrow)
    if not is_whole:
        parts, _ = _one_pass(slices(), kinds, narrow)
    # What Arrow keeps for later slices would add to the peak.
    pa.default_memory_pool().release_unused()
    labels = np.concatenate(parts.labels) if parts.labels else np.empty(0, np.int64)
    columns = {name: _joined(parts.columns.pop(name), kinds[name]) for name in names}
    frame = pd.DataFrame(columns, copy=False)
    frame.index = pd.Index(labels)
    return _without_empty_rows(frame)


def _one_pass(slices: Iterator[Slice], kinds: dict[str, Kind], narrow: bool) -> tuple[_Parts, bool]:
    """Read all slices, weakening `kinds` on the way; False where earlier parts need it again."""
    parts = _Parts({name: [] for name in kinds})
    is_whole = True
    for rows in slices:
        table, turned = _typed(rows, kinds)
        is_whole = is_whole and not (parts.rows and turned)
        parts.rows += table.num_rows
        _check_count(parts.rows)
        parts.labels.append(rows.labels)
        for name in kinds:
            parts.columns[name] += _pieces(table[name], narrow)
    return parts, is_whole


def _typed(rows: Slice, kinds: dict[str, Kind]) -> tuple[pa.Table, bool]:
    """Return the slice read by the weakest kinds it needs, and whether a column became text."""
    try:
        return rows.typed(kinds), False
    except pa.ArrowInvalid:
        text = rows.text()
    turned = False
    for name, kind in kinds.items():
        weaker = _kind_of(text[name], kind, rows.decimal)
        turned = turned or (weaker != kind and weaker == "text")
        kinds[name] = weaker
    try:
        return rows.typed(kinds), turned
    except pa.ArrowInvalid:
        kinds.update(dict.fromkeys(kinds, "text"))
        return rows.typed(kinds), True


def _kind_of(cells: pa.ChunkedArray, at_best: Kind, decimal: str) -> Kind:
    for kind in _KINDS[_KINDS.index(at_best) : -1]:
        try:
            cast(cells, kind, decimal)
        except pa.ArrowInvalid:
            continue
        return kind
    return "text"


def cast(cells: pa.ChunkedArray, kind: Kind, decimal: str) -> pa.ChunkedArray:
    """Return text as the kind; `pa.ArrowInvalid` where a cell is of another."""
    if kind != "text":
        cells = pc.utf8_trim_whitespace(cells)
        if decimal == ",":
            # A point is no part of a number here, so it is made into a letter.
            cells = pc.replace_substring(pc.replace_substring(cells, ".", "x"), ",", ".")
    return pc.cast(cells, ARROW_TYPES[kind])


def _check_count(rows: int) -> None:
    if rows > MAX_ROWS:
        raise UnreadableFileError(
            f"A file may have at most {MAX_ROWS:,} rows",
            "it has more",
            "Keep a shorter period or a sample of the rows.",
        )


def _pieces(cells: pa.ChunkedArray, narrow: bool) -> list[np.ndarray | pa.Array]:
    if pa.types.is_dictionary(cells.type):
        return list(cells.chunks)
    values = cells.to_numpy()
    if pa.types.is_integer(cells.type) and cells.null_count == 0:
        return [_smallest_integers(values)]
    if narrow and np.nanmax(np.abs(values), initial=0.0) <= EXACT_IN_FLOAT32:
        return [values.astype(np.float32)]
    return [values.astype(np.float64, copy=False)]


def _smallest_integers(values: np.ndarray) -> np.ndarray:
    limits = np.iinfo(np.int32)
    if len(values) and limits.min <= values.min() and values.max() <= limits.max:
        return values.astype(np.int32)
    return values


def _joined(pieces: list[np.ndarray | pa.Array], kind: Kind) -> np.ndarray | pd.Categorical:
    if kind == "text":
        return _categories(pieces)
    if not pieces:
        return np.empty(0)
    if all(piece.dtype.kind == "i" for piece in pieces):
        return np.concatenate(pieces)
    # numpy would widen a mixture of 32-bit floats and integers to 64 bits.
    is_narrow = all(_fits_float32(piece) for piece in pieces)
    return np.concatenate(pieces, dtype=np.float32 if is_narrow else np.float64)


def _fits_float32(piece: np.ndarray) -> bool:
    if piece.dtype.kind == "f":
        return bool(piece.dtype == np.float32)
    return bool(np.abs(piece).max(initial=0) <= EXACT_IN_FLOAT32)


def _categories(pieces: list[pa.DictionaryArray]) -> np.ndarray | pd.Categorical:
    """Join dictionaries into categories without surrounding blanks; true and false are booleans."""
    whole = pa.chunked_array(pieces, ARROW_TYPES["text"]).unify_dictionaries()
    codes = [chunk.indices.fill_null(-1).to_numpy() for chunk in whole.chunks if len(chunk)]
    written = whole.chunk(0).dictionary.to_pandas() if whole.num_chunks else pd.Series(dtype="str")
    trimmed = written.astype("str").str.strip()
    trimmed = trimmed.where(~trimmed.isin(MISSING_MARKS))
    place, categories = pd.factorize(trimmed)
    place = np.append(place, -1)
    joined = place[np.concatenate(codes)] if codes else np.empty(0, np.int64)
    values = pd.Categorical.from_codes(joined, categories=pd.Index(categories, dtype="str"))
    lower = values.categories.str.lower()
    if len(lower) and lower.isin(["true", "false"]).all() and (joined >= 0).all():
        is_true: np.ndarray = np.asarray(lower == "true", dtype=bool)[joined]
        return is_true
    return values


def _without_empty_rows(frame: pd.DataFrame) -> pd.DataFrame:
    is_empty = np.ones(len(frame), dtype=bool)
    for name in frame.columns:
        is_empty &= frame[name].isna().to_numpy()
        if not is_empty.any():
            return frame
    return frame[~is_empty]
