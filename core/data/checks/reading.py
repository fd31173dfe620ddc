"""Checks of how a file was read where it could have been read in another way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from core.data.checks.applies import Look, as_read
from core.data.checks.check import Check, NotApplicable, Sight
from core.data.day_formats import DayReading
from core.data.decode import UNSURE_ENCODINGS
from core.data.missing_words import missing_words
from core.data.quote import quote
from core.data.table import Finding, Table
from core.data.total_lines import TotalLine

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


def missing_word_finding(read: Iterable[tuple[pd.Series, pd.Series]]) -> tuple[Finding, ...]:
    """Tell of words that were read as missing numbers, from pairs of cells and numbers."""
    examples = [_missing_words_of(cells, values) for cells, values in read]
    shown = ", ".join(example for example in examples if example)
    what = "Words among numbers, read as missing"
    return (MISSING_WORD.finding(what, shown),) if shown else ()


def _missing_words_of(cells: pd.Series, values: pd.Series) -> str:
    if pd.api.types.is_numeric_dtype(cells):
        return ""
    unread = cells[(values.isna() & cells.notna()).to_numpy()]
    words = unread[missing_words(unread).to_numpy()]
    if words.empty:
        return ""
    count = f"{len(words):,} cell{'' if len(words) == 1 else 's'}"
    return f"{quote(cells.name)} ({quote(words.iloc[0])}, {count})"


def total_finding(lines: Sequence[TotalLine]) -> tuple[Finding, ...]:
    """Tell of the total lines at the end of a file that were left out."""
    if not lines:
        return ()
    shown = ", ".join(f"row {line.row:,}, {quote(line.word)}" for line in lines)
    what = "Lines at the end that add up the rows were left out"
    return (TOTAL_LINE.finding(what, shown),)


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
MISSING_WORD = Check(
    code="R105",
    title="Words among numbers",
    severity="informs",
    why="Words such as n/a or k.A. would make text of a whole column of numbers; as missing cells "
    "they are filled with the median of the training rows.",
    remedy="If a word stands for a number, such as none for 0, write that number.",
    look=_of_files("R105"),
)
TOTAL_LINE = Check(
    code="R106",
    title="Total lines at the end",
    severity="informs",
    why="A line that adds up the others is no case: a model would learn from it as from one, and "
    "its word would make text of a column of numbers.",
    remedy="If the line is a case, write another word in its first cell.",
    look=_of_files("R106"),
)
