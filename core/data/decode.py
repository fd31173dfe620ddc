"""From the bytes of a file to UTF-8 text; what is no plain text is refused in one sentence."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import cached_property

from core.data.limits import MAX_FILE_BYTES
from core.data.separated import encoding_of
from core.errors import DataError, UnreadableFileError

UNSURE_ENCODINGS = ("Windows-1252", "Latin-1", "UTF-16 without a mark")
"""Encodings that the bytes suggest and do not prove."""

_ENCODING_NAMES = {
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16 without a mark",
    "utf-16-be": "UTF-16 without a mark",
    "utf-8-sig": "UTF-8",
    "utf-8": "UTF-8",
    "cp1252": "Windows-1252",
    "latin-1": "Latin-1",
}
_BINARY_KINDS = (
    (b"PK\x03\x04", "a ZIP archive or an Excel workbook"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "a text document"),
    (b"PAR1", "a Parquet file"),
    (b"ARROW1", "an Arrow file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3", "a database"),
)
_TEXT_KINDS = (
    (re.compile(r"<!|<html"), "a web page"),
    (re.compile(r"<\?xml"), "XML"),
    (re.compile(r'\{|\[\s*[\[{"\d-]|\[\s*$'), "JSON"),
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")
_SAMPLE_BYTES = 2**20
_BLANK = b" \t\r\n"


@dataclass(frozen=True)
class Text:
    """UTF-8 text from ``start`` to ``end`` of the bytes, lines ended by a line feed.

    The bytes are those of the upload wherever they can be read as they are, as a copy of a
    large file would double the memory it takes.
    """

    content: bytes
    start: int
    end: int
    encoding: str

    @cached_property
    def has_quotes(self) -> bool:
        """Whether there is a double quote anywhere."""
        return self.content.find(b'"', self.start, self.end) >= 0


def as_utf8(content: bytes) -> Text:
    """Return the text of a file: UTF-8 or UTF-16, with a mark or without, else Windows-1252.

    Parameters
    ----------
    content : bytes
        The file as it was uploaded.

    Returns
    -------
    Text
        At least one printable character; no byte of zero.

    Raises
    ------
    UnreadableFileError
        When the file is too large or another kind of file.
    DataError
        When it is empty.
    """
    check_size(len(content))
    _check_kind(content)
    text = _decoded(content)
    if b"\n" not in text.content and b"\r" in text.content:
        ended = text.content.replace(b"\r", b"\n")
        text = Text(ended, text.start, text.end, text.encoding)
    _check_is_text(text)
    return text


def check_size(size_bytes: int) -> None:
    """Raise an `UnreadableFileError` where a file is too large to be read."""
    if size_bytes > MAX_FILE_BYTES:
        raise UnreadableFileError(
            f"A file may have at most {MAX_FILE_BYTES // 2**20} MB",
            f"it has {size_bytes / 2**20:.1f} MB",
            "Keep fewer rows or columns and upload it again.",
        )


def _check_kind(content: bytes) -> None:
    for magic, kind in _BINARY_KINDS:
        if content.startswith(magic):
            raise not_a_csv(f"it is {kind}")


def _decoded(content: bytes) -> Text:
    codec = encoding_of(content)
    name = _ENCODING_NAMES[codec]
    if name == "UTF-8":
        start = len(codecs.BOM_UTF8) if codec == "utf-8-sig" else 0
        return Text(content, start, len(content), name)
    if codec.startswith("utf-16"):
        return _from_utf16(content, codec, name)
    as_bytes = content.decode(codec).encode("utf-8")
    return Text(as_bytes, 0, len(as_bytes), name)


def _from_utf16(content: bytes, codec: str, name: str) -> Text:
    try:
        decoded = content.decode(codec).encode("utf-8")
    except UnicodeError as error:
        raise not_a_csv("it starts like UTF-16 text and does not go on so") from error
    return Text(decoded, 0, len(decoded), name)


def _check_is_text(text: Text) -> None:
    beginning = text.content[text.start : text.start + _SAMPLE_BYTES].lstrip(_BLANK)
    if not beginning and not text.content[text.start :].strip(_BLANK):
        raise DataError(
            "A CSV file must have a header and rows",
            "the file is empty",
            "Choose a file with a header in its first line and one row a line below it.",
        )
    control = _CONTROL.search(text.content, text.start, text.start + _SAMPLE_BYTES)
    place = control.start() if control else text.content.find(b"\0", text.start)
    if place >= 0:
        line = text.content.count(b"\n", text.start, place) + 1
        raise not_a_csv(f"line {line} holds bytes that are no text")
    letters = beginning[:40].decode("utf-8", "replace").lower()
    for mark, kind in _TEXT_KINDS:
        if mark.match(letters):
            raise not_a_csv(f"it looks like {kind}")


def not_a_csv(found: str) -> UnreadableFileError:
    """Return the error for a file that is something else; `found` says what."""
    return UnreadableFileError(
        "The file must be a CSV, which is plain text",
        found,
        "Export the sheet as CSV and choose that file.",
    )
