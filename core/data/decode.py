"""From the bytes of a file to its text; what is no plain text is refused in one sentence."""

from __future__ import annotations

import re

from core.data.limits import MAX_FILE_BYTES
from core.errors import DataError, UnreadableFileError

_BINARY_KINDS = (
    (b"PK\x03\x04", "a ZIP archive or an Excel workbook"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"%PDF", "a PDF document"),
    (b"PAR1", "a Parquet file"),
)
_TEXT_KINDS = (
    ("<!", "a web page"),
    ("<html", "a web page"),
    ("<?xml", "XML"),
    ("{", "JSON"),
    ("[", "JSON"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def decode(content: bytes) -> str:
    """Return the text of a file: UTF-8 or UTF-16 with a mark, UTF-8 without, else Latin-1.

    Parameters
    ----------
    content : bytes
        The file as it was uploaded.

    Returns
    -------
    str
        At least one printable character, no control characters.

    Raises
    ------
    UnreadableFileError
        When the file is too large or another kind of file.
    DataError
        When it is empty.
    """
    _check_size(content)
    _check_kind(content)
    text = _as_text(content)
    _check_is_text(text)
    return text


def _check_size(content: bytes) -> None:
    if len(content) > MAX_FILE_BYTES:
        raise UnreadableFileError(
            f"A file may have at most {MAX_FILE_BYTES // 2**20} MB",
            f"it has {len(content) / 2**20:.1f} MB",
            "Keep fewer rows or columns and upload it again.",
        )


def _check_kind(content: bytes) -> None:
    for magic, kind in _BINARY_KINDS:
        if content.startswith(magic):
            raise not_a_csv(f"it is {kind}")


def _as_text(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "latin-1"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise not_a_csv("it starts like UTF-16 text and does not go on so")


def _check_is_text(text: str) -> None:
    if not text.strip():
        raise DataError(
            "A CSV file must have a header and rows",
            "the file is empty",
            "Choose a file with a header in its first line and one row a line below it.",
        )
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        raise not_a_csv(f"line {line} holds bytes that are no text")
    beginning = text.lstrip()[:10].lower()
    for mark, kind in _TEXT_KINDS:
        if beginning.startswith(mark):
            raise not_a_csv(f"it looks like {kind}")


def not_a_csv(found: str) -> UnreadableFileError:
    """Return the error for a file that is something else; `found` says what."""
    return UnreadableFileError(
        "The file must be a CSV, which is plain text",
        found,
        "Export the sheet as CSV and choose that file.",
    )
