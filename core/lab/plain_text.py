"""Text for a terminal: lines that keep to themselves, and columns below each other."""

from __future__ import annotations

from collections.abc import Sequence


def printable(text: str) -> str:
    """Return a text as one line, without what could steer a terminal."""
    letters = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(letters.split())


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Write rows of cells as lines, each column as wide as its widest cell.

    Parameters
    ----------
    rows : sequence of sequences of str
        All of one length, at least one.
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)
