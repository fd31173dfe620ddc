"""Text of a user, made inert before it stands where Streamlit reads Markdown."""

from __future__ import annotations

import re
import unicodedata

MOST_CHARACTERS = 80
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>$:~&])")


def md_escape(text: object, most: int = MOST_CHARACTERS) -> str:
    """Return one line of plain text in which no character means anything to Markdown."""
    line = " ".join(str(text).split())
    line = "".join(letter for letter in line if unicodedata.category(letter)[0] != "C")
    if len(line) > most:
        line = f"{line[: most - 1]}…"
    return _SPECIAL.sub(r"\\\1", line)
