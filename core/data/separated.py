"""How a file of separated values is written: encoding, separator, decimal mark, missing cells.

This file needs nothing but Python, so that a deployed model can carry the very code that
recognised the file it learned from.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

SEPARATORS = (",", ";", "\t", "|")
MISSING_MARKS = (
    "", "?", "-", ".", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan",
    "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null",
)  # fmt: skip
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
