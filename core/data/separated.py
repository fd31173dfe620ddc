"""How a file of separated values is written: encoding, separator, decimal mark, missing cells.

This file needs nothing but Python, so that a deployed model can carry the very code that
recognised the file it learned from.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Sequence

SEPARATORS = (",", ";", "\t", "|")
MISSING_MARKS = (
    "", "?", "-", ".", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan",
    "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null",
)  # fmt: skip
MISSING_WORDS = frozenset(
    {
        "", "?", "*", "-", "--", "---", "–", "—", "#na", "#n/a", "n/a", "na", "nan", "null", "none",
        "ka", "oa", "nv", "keineangabe", "keineangaben", "ohneangabe", "unbekannt", "nichtbekannt",
        "fehlt", "fehlend", "missing", "unknown", "notavailable", "notapplicable", "notstated",
    }
)  # fmt: skip
"""What stands for a missing number where a column holds numbers, without case, points, blanks."""

UNSURE_MISSING_WORD = "none"
"""Stands for zero as often as for a number that is not known."""

TOTAL_WORDS = frozenset(
    {
        "summe", "summen", "zwischensumme", "gesamt", "gesamtsumme", "gesamtergebnis", "insgesamt",
        "durchschnitt", "mittelwert", "total", "totals", "grandtotal", "subtotal", "sum", "average",
        "mean",
    }
)  # fmt: skip
MOST_TOTAL_LINES = 3

NAMED_SEPARATOR = re.compile(r'"?sep=([,;\t|])"?\s*', re.IGNORECASE)
"""First line of a file that names its separator, as Excel writes it."""

_COMMA_NUMBER = re.compile(
    r"(?<![\d,.])-?(?:\d{1,3}(?:\.\d{3})+,\d+|0,\d+|\d+,(?!\d{3}(?!\d))\d+)(?![\d,.])"
)
_POINT_NUMBER = re.compile(
    r"(?<![\d,.])-?(?:\d{1,3}(?:,\d{3})+\.\d+|0\.\d+|\d+\.(?!\d{3}(?!\d))\d+)(?![\d,.])"
)
_QUOTED = re.compile(r'"[^"]*"')
_NOT_IN_WINDOWS_1252 = (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d")
_SAMPLE_BYTES = 2**20
_DECIMAL_CHARACTERS = 200_000
_COMPARED_LINES = 10


def encoding_of(content: bytes) -> str:
    """Return the codec of a text: UTF-16 or UTF-8, with a mark or without, else one byte a letter.

    Returns
    -------
    str
        "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-8", "cp1252" or "latin-1".
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    sample = content[:_SAMPLE_BYTES]
    variant = _utf16_variant(sample) if b"\0" in sample else None
    if variant:
        return variant
    if _is_utf8(content):
        return "utf-8-sig" if content.startswith(codecs.BOM_UTF8) else "utf-8"
    return "latin-1" if any(byte in content for byte in _NOT_IN_WINDOWS_1252) else "cp1252"


def _utf16_variant(sample: bytes) -> str | None:
    """Tell UTF-16 by zeros at every other byte, as in Western text."""
    even, odd = sample[0::2], sample[1::2]
    zeros = even.count(0) / len(even), odd.count(0) / max(1, len(odd))
    if zeros[1] > 0.7 and zeros[0] < 0.1:
        return "utf-16-le"
    return "utf-16-be" if zeros[0] > 0.7 and zeros[1] < 0.1 else None


def _is_utf8(content: bytes) -> bool:
    if content.isascii():
        return True
    decoder = codecs.getincrementaldecoder("utf-8")()
    view = memoryview(content)
    try:
        for place in range(0, len(content), _SAMPLE_BYTES):
            decoder.decode(view[place : place + _SAMPLE_BYTES])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def separator_of(head: str) -> str:
    """Return the separator that splits the most lines like the header, and splits it most."""
    lines = [_QUOTED.sub("", line) for line in head.splitlines()[:_COMPARED_LINES]]

    def fit(separator: str) -> tuple[int, int]:
        count = lines[0].count(separator) if lines else 0
        alike = sum(line.count(separator) == count for line in lines) if count else 0
        return alike, count

    return max(SEPARATORS, key=fit)


def says_missing(cell: str) -> bool:
    """Whether a cell among numbers says that its number is missing: "k. A.", "n/a", "NULL"."""
    return "".join(cell.casefold().replace(".", "").split()) in MISSING_WORDS


def first_cell(cells: Sequence[str]) -> int:
    """Return the place of the first cell that holds anything; 0 where none does."""
    return next((place for place, cell in enumerate(cells) if cell), 0)


def is_total_line(cells: Sequence[str], above: Sequence[Sequence[str]]) -> bool:
    """Whether the last line adds up those above it: it begins with a word such as "Summe".

    Where a line above has the same word in the same column, it is a value like others.

    Parameters
    ----------
    cells : sequence of str
        Of the last line, without blanks around them.
    above : sequence of sequences of str
        Lines above it; without any there is nothing to add up.
    """
    place = first_cell(cells)
    word = _total_word(cells, place)
    if word not in TOTAL_WORDS or not above:
        return False
    return all(_total_word(row, place) != word for row in above)


def _total_word(cells: Sequence[str], place: int) -> str:
    cell = cells[place] if place < len(cells) else ""
    return "".join(cell.casefold().rstrip(":").split())


def clean_name(name: str) -> str:
    """Return the name of a column without letters that cannot be seen."""
    seen = "".join(letter for letter in name if unicodedata.category(letter) not in ("Cc", "Cf"))
    return seen.strip()


def decimal_of(head: str, separator: str) -> str:
    """Return the decimal mark that most numbers at the beginning of a text have."""
    points = head[:_DECIMAL_CHARACTERS]
    commas = " ".join(_QUOTED.findall(points)) if separator == "," else points
    found = len(_COMMA_NUMBER.findall(commas)), len(_POINT_NUMBER.findall(points))
    return "," if found[0] > found[1] else "."
