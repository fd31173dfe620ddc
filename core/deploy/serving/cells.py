"""The rows of a request as the cells of a CSV file, so that the code of bundles reads both."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.exceptions import HTTPException

from core.data import separated
from core.data.limits import MAX_COLUMNS
from core.data.quote import quote
from core.deploy.serving.limits import MOST_ROWS
from core.deploy.serving.refusal import INVALID, refusal
from core.deploy.sheet import Sheet

POINT = "."
MISSING = frozenset(separated.MISSING_MARKS)
Record = dict[str, object]


def records_of(body: object) -> list[Record]:
    """Return the rows of a body, each an object.

    Raises
    ------
    HTTPException
        When the body has no rows, or too many, or one is no object.
    """
    rows = body.get("rows") if isinstance(body, dict) else None
    if not isinstance(rows, list) or not 1 <= len(rows) <= MOST_ROWS:
        found = f"it holds {len(rows):,} rows" if isinstance(rows, list) else "it has no such list"
        raise refusal(
            INVALID,
            f"The body must be an object with a list named rows, of 1 to {MOST_ROWS:,} rows",
            found,
            'Send {"rows": [{"column": value}]}.',
        )
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict):
            raise refusal(
                INVALID,
                "Every row must be an object with the name and value of each column",
                f"row {number} is none",
                'Send {"rows": [{"column": value}]}.',
            )
    return rows


def table_sheet(records: Sequence[Record], names: Sequence[str]) -> Sheet:
    """Return the cells of the columns that a model reads; other columns are left aside.

    Raises
    ------
    HTTPException
        When a row lacks a column, or a cell is neither text, number, yes or no, nor null.
    """
    rows = []
    for number, record in enumerate(records, start=1):
        try:
            rows.append([_text(record[name]) for name in names])
        except (KeyError, TypeError):
            raise _bad_row(record, names, number) from None
    return _sheet(names, rows)


def price_sheet(records: Sequence[Record]) -> Sheet:
    """Return every cell of daily prices; a cell that a row lacks is a missing one.

    Raises
    ------
    HTTPException
        When there are too many columns, one has two names that look alike, or a cell is
        neither text, number, yes or no, nor null.
    """
    keys = list(dict.fromkeys(key for record in records for key in record))
    names = [separated.clean_name(key) for key in keys]
    if len(names) > MAX_COLUMNS or len(set(names)) < len(names):
        raise refusal(
            INVALID,
            f"Every column must have a name of its own, and there may be {MAX_COLUMNS}",
            f"the rows have {len(names)} columns, of which {len(set(names))} differ",
            "Give each column one name in all rows.",
        )
    rows = []
    for number, record in enumerate(records, start=1):
        try:
            rows.append([_text(record.get(key)) for key in keys])
        except TypeError:
            raise _bad_row(record, [key for key in keys if key in record], number) from None
    return _sheet(names, rows)


def _sheet(names: Sequence[str], rows: list[list[str]]) -> Sheet:
    lines = tuple(range(1, len(rows) + 1))
    return Sheet(tuple(names), tuple(rows), lines, POINT, separated.says_missing)


def _text(cell: object) -> str:
    """Return a cell as a CSV file would hold it."""
    if isinstance(cell, str):
        stripped = cell.strip()
        return "" if stripped in MISSING else stripped
    if cell is None:
        return ""
    if isinstance(cell, bool | int | float):
        return repr(cell)
    raise TypeError


def _bad_row(record: Record, names: Sequence[str], number: int) -> HTTPException:
    """Return the error that names the first column that a row lacks or fills wrongly."""
    for name in names:
        if name not in record:
            return refusal(
                INVALID,
                "Every row must have every column that the model reads",
                f"row {number} has no {quote(name)}",
                "Write null where a value is missing.",
            )
        if isinstance(record[name], list | dict):
            break
    return refusal(
        INVALID,
        f"Column {quote(name)} must hold text or numbers",
        f"row {number} holds a list or an object",
        "Write one value, or null where it is missing.",
    )
