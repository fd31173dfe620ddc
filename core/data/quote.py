"""Text from a file, made safe to repeat in a sentence."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from core.data.limits import MAX_LISTED_NAMES, MAX_QUOTED_CHARACTERS


def plain(value: object) -> str:
    """Return a cell or a column name as one line without control characters, cut at 40.

    Parameters
    ----------
    value : object
        Anything that was read from a file.

    Returns
    -------
    str
        The text, with "..." where it was cut; still to be escaped where a screen reads markup.
    """
    text = " ".join(str(value).split())
    text = "".join(letter for letter in text if unicodedata.category(letter)[0] != "C")
    if len(text) > MAX_QUOTED_CHARACTERS:
        text = text[: MAX_QUOTED_CHARACTERS - 3] + "..."
    return text


def quote(value: object) -> str:
    """Quote a cell or a column name as `plain` writes it, in double quotes."""
    return f'"{plain(value)}"'


def quote_all(values: Iterable[object]) -> str:
    """Quote several names, separated by commas; a long list is cut and its rest counted."""
    names = [quote(value) for value in values]
    shown = ", ".join(names[:MAX_LISTED_NAMES])
    rest = len(names) - MAX_LISTED_NAMES
    return f"{shown} and {rest} more" if rest > 0 else shown or "nothing"
