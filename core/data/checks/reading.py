"""Checks of how a file was read where it could have been read in another way."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from core.data.checks.applies import Look, as_read
from core.data.checks.check import Check, NotApplicable, Sight
from core.data.day_formats import DayReading
from core.data.decode import UNSURE_ENCODINGS
from core.data.quote import quote
from core.data.table import Finding, Table

NO_FILE = NotApplicable("These rows do not come from a file of yours.")


def _of_files(code: str) -> Look:
    repeat = as_read(code)

    def only_files(table: Table) -> Sight:
        return repeat(table) if table.origin.source == "csv" else NO_FILE

    return only_files


def encoding_finding(encoding: str) -> tuple[Finding, ...]:
    """Tell of an encoding that was guessed."""
    if encoding not in UNSURE_ENCODINGS:
        return ()
    return (ENCODING.finding(f"The file is not UTF-8; it was read as {encoding}", "all text"),)


def style_finding(read: Iterable[tuple[pd.Series, pd.Series]]) -> tuple[Finding, ...]:
    """Tell of text that was read as numbers, from pairs of cells and numbers."""
    examples = [_example(cells, values) for cells, values in read]
    shown = ", ".join(example for example in examples if example)
    what = "Numbers with signs or marks, read as plain numbers"
    return (NUMBER_STYLE.finding(what, shown),) if shown else ()


def _example(cells: pd.Series, values: pd.Series) -> str:
    if pd.api.types.is_numeric_dtype(cells):
        return ""
    # By position: the rows of several tickers in one file repeat their labels.
    first = (cells.notna() & ~cells.duplicated()).to_numpy()
    distinct = cells[first].astype("object").reset_index(drop=True)
    read = values[first].reset_index(drop=True)
    plain = pd.to_numeric(distinct, errors="coerce")
    styled = distinct[(plain != read) & read.notna()]
    if styled.empty:
        return ""
    return f"{quote(cells.name)} ({quote(styled.iloc[0])} is {read[styled.index[0]]:.12g})"


def day_finding(name: str, reading: DayReading) -> tuple[Finding, ...]:
    """Tell how day was told from month."""
    if not reading.evidence:
        return ()
    check = DAY_ORDER if reading.is_sure else UNKNOWN_DAY_ORDER
    return (check.finding(f"Days were read {reading.evidence}", quote(name)),)


ENCODING = Check(
    code="R101",
    title="Encoding that was guessed",
    severity="informs",
    why="Letters with accents may be wrong where the guess is.",
    remedy="If names look odd, save the file as UTF-8.",
    look=_of_files("R101"),
)
NUMBER_STYLE = Check(
    code="R102",
    title="Numbers with signs, or with marks between digits",
    severity="informs",
    why="Whether a comma parts thousands or decimals was told from the whole column; a wrong "
    "guess changes every number in it.",
    remedy="If a number is wrong, write plain numbers such as 1234.5.",
    look=_of_files("R102"),
)
DAY_ORDER = Check(
    code="R103",
    title="Day told from month",
    severity="informs",
    why="03/04 is March or April, and the order of rows hangs on it.",
    remedy="If a day is wrong, write days such as 2024-01-31.",
    look=_of_files("R103"),
)
UNKNOWN_DAY_ORDER = Check(
    code="R104",
    title="Days that could be read two ways",
    severity="advises",
    why="If the guess is wrong, rows are in the wrong order, and the split in time is too.",
    remedy="Write days such as 2024-01-31.",
    look=_of_files("R104"),
)
