"""Text of a user, such as a column's name, made safe for Markdown."""

from __future__ import annotations

import re
import unicodedata

SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&:@$^!])")
AUTOLINK = re.compile(r"(?i)\bwww\.")


def plain(text: str) -> str:
    """Return one line of Markdown that shows exactly `text`: no markup, link or HTML."""
    spaced = " ".join(text.split())
    printable = "".join(sign for sign in spaced if unicodedata.category(sign)[0] != "C")
    return AUTOLINK.sub(lambda found: found[0][:-1] + r"\.", SPECIAL.sub(r"\\\1", printable))


def table(header: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> str:
    """Return a Markdown table: the first column to the left, numbers to the right.

    Cells are Markdown: text of a user goes through `plain` first.
    """
    rule = ("---", *("---:" for _ in header[1:]))
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (header, rule, *rows))
