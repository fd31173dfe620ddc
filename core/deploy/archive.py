"""The files of a zip from somebody else: few, small, plain, and only in memory."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib

from core.data.quote import quote
from core.errors import BundleError

MB = 2**20
MOST_BUNDLE_BYTES = 64 * MB
MOST_ENTRY_BYTES = 64 * MB
MOST_TOTAL_BYTES = 128 * MB
MOST_ENTRIES = 40
MOST_RATIO = 100
RATIO_COUNTS_FROM_BYTES = MB
ENTRY_MARK = b"PK\x01\x02"
IS_ENCRYPTED = 0x1
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
UNREADABLE = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError,
    RuntimeError, OverflowError, IndexError,
)  # fmt: skip


def read_archive(data: bytes, allowed: frozenset[str]) -> dict[str, bytes]:
    """Return the files of a zip without writing any of them to a disk.

    Parameters
    ----------
    data : bytes
        The zip.
    allowed : frozenset of str
        Names that may be in it, none of them in a folder.

    Raises
    ------
    BundleError
        When the zip is damaged or encrypted, or holds other names, a name twice, a link, too
        many files, or files that are too large or shrink suspiciously well.
    """
    if len(data) > MOST_BUNDLE_BYTES:
        raise refusal(f"it is larger than {MOST_BUNDLE_BYTES // MB} MB")
    # Counted before the list of files is read, since the list itself may fill the memory.
    if data.count(ENTRY_MARK) > MOST_ENTRIES:
        raise refusal(f"it holds more than {MOST_ENTRIES} files")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_names([entry.filename for entry in entries], allowed)
            for entry in entries:
                _check_entry(entry)
            _check_total(entries)
            return {entry.filename: archive.read(entry) for entry in entries}
    except UNREADABLE as error:
        raise refusal("it cannot be read as a zip, or is damaged") from error


def refusal(found: str) -> BundleError:
    """Return the error of a file that is not a bundle as it was written."""
    return BundleError(
        "A bundle must be a zip exactly as it was exported",
        found,
        "Export it again, and do not use this file.",
    )


def _check_names(names: list[str], allowed: frozenset[str]) -> None:
    strange = [name for name in names if name not in allowed]
    if strange:
        raise refusal(f"it holds {quote(strange[0])}, which no bundle has")
    repeated = [name for name in names if names.count(name) > 1]
    if repeated:
        raise refusal(f"{repeated[0]} is in it twice")


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name, kind = entry.filename, stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        raise refusal(f"{name} is a link or a folder, not a plain file")
    if entry.flag_bits & IS_ENCRYPTED:
        raise refusal(f"{name} is encrypted")
    if entry.compress_type not in METHODS:
        raise refusal(f"{name} is compressed in a way that bundles are not")
    if entry.file_size > MOST_ENTRY_BYTES:
        raise refusal(f"{name} is larger than {MOST_ENTRY_BYTES // MB} MB")
    ratio = entry.file_size / max(1, entry.compress_size)
    if entry.file_size > RATIO_COUNTS_FROM_BYTES and ratio > MOST_RATIO:
        raise refusal(f"{name} would unpack to {ratio:.0f} times its size")


def _check_total(entries: list[zipfile.ZipInfo]) -> None:
    if sum(entry.file_size for entry in entries) > MOST_TOTAL_BYTES:
        raise refusal(f"its files are larger than {MOST_TOTAL_BYTES // MB} MB together")
