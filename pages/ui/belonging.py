"""Which of several uploaded files are used together, and what is said of the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from core.data.files import UploadedFile
from core.data.names import price_columns
from core.data.upload import column_names
from core.errors import LabError

TOGETHER = "Several files go together only where each holds the daily prices of one ticker."
TO_CHANGE = "Remove a file from the list to use another one."


def belonging(files: Sequence[UploadedFile]) -> tuple[UploadedFile, ...]:
    """Return the newest file with those that it goes together with, oldest first.

    Prices go together; a table stands alone. A file that is no prices and comes after some is
    kept among them, to be refused by its name.
    """
    *earlier, newest = files
    priced = [file for file in earlier if _has_prices(file)]
    if _has_prices(newest):
        return (*priced, newest)
    return tuple(files) if priced else (newest,)


def unused_sentence(names: Sequence[str], used: Sequence[UploadedFile]) -> str:
    """Say which of the uploaded files are used and which are not; empty where all are."""
    used_names = [file.name for file in used]
    unused = (Counter(names) - Counter(used_names)).elements()
    left_out = ", ".join(unused)
    if not left_out:
        return ""
    words = f"Used, as the newest: {', '.join(used_names)}. Not used: {left_out}."
    return f"{words} {TOGETHER} {TO_CHANGE}"


def _has_prices(file: UploadedFile) -> bool:
    try:
        return bool(price_columns(column_names(file.content)))
    except LabError:
        return False
