"""Text from a file, made safe to repeat in a sentence."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from core.data.limits import MAX_LISTED_NAMES, MAX_QUOTED_CHARACTERS


def quote(value: object) -> str:
    """Quote a cell or a column name: one line, no control characters, at most 40 characters.

    Parameters
    ----------
    value : object
        Anything that was read from a file.

    Returns
    -------
    str
        The text in double quotes, with "..." where it was cut.
    """
    text = " ".join(str(value).split())
    text = "".join(letter for letter in text if unicodedata.category(letter)[0] != "C")
    if len(text) > MAX_QUOTED_CHARACTERS:
        text = text[: MAX_QUOTED_CHARACTERS - 3] + "..."
    return f'"{text}"'


def quote_all(values: Iterable[object]) -> str:
    """Quote several names, separated by commas; a long list is cut and its rest counted."""
    names = [quote(value) for value in values]
    shown = ", ".join(names[:MAX_LISTED_NAMES])
    rest = len(names) - MAX_LISTED_NAMES
    return f"{shown} and {rest} more" if rest > 0 else shown or "nothing"
