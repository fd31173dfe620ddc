"""Uploaded files: one table, or the prices of one ticker each."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import pandas as pd

from core.data import prices, roles
from core.data.checks.reading import encoding_finding
from core.data.limits import MAX_FILE_BYTES, MAX_FILES, MAX_TICKER_CHARACTERS
from core.data.quote import quote
from core.data.sound_bars import ADJUSTED_CLOSE
from core.data.table import Finding
from core.data.upload import Reading, read_upload
from core.errors import DataError, MissingColumnError, UnreadableFileError
from core.spec import DataSpec

_COPY_NUMBER = re.compile(r"\s*\(\d+\)$")
_NO_TICKER = re.compile(r"[^A-Za-z0-9.^=_-]+")


@dataclass(frozen=True)
class UploadedFile:
    """One file as the browser sent it; its name is text and never a path."""

    name: str
    content: bytes

    @property
    def ticker(self) -> str:
        """The ticker its name suggests: "AAPL" for "AAPL (1).csv"; may be empty."""
        last = re.split(r"[\\/]", self.name)[-1]
        stem = last.rsplit(".", 1)[0] if "." in last else last
        plain = _NO_TICKER.sub("_", _COPY_NUMBER.sub("", stem.strip()))
        return plain.strip("_").lstrip("=-.")[:MAX_TICKER_CHARACTERS]


Upload = bytes | tuple[UploadedFile, ...]


def content_hash(csv: Upload) -> str:
    """Fingerprint of what was uploaded: sha256, 64 hexadecimal digits.

    One file has the same whatever its name; of several, the names count and their order
    does not.
    """
    if isinstance(csv, bytes):
        return hashlib.sha256(csv).hexdigest()
    if len(csv) == 1:
        return content_hash(csv[0].content)
    parts = sorted(f"{file.ticker} {content_hash(file.content)}" for file in csv)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def read_files(csv: Upload, spec: DataSpec) -> Reading:
    """Read what was uploaded; several files are put below each other, each with its ticker.

    Parameters
    ----------
    csv : bytes or tuple of UploadedFile
    spec : DataSpec
        Its corrections hold for each file.

    Returns
    -------
    Reading
        Of several files: Date, Ticker, Open, High, Low, Close, Volume and, where a file has
        them, adjusted closes.

    Raises
    ------
    DataError
        As `read_upload`; also when files are too many, share a name, or hold no prices. The
        file at fault is named.
    """
    if isinstance(csv, bytes):
        return _reading(csv, spec)
    if len(csv) == 1:
        return _with_ticker(_reading(csv[0].content, spec), csv[0], spec)
    _check_files(csv)
    bars: list[pd.DataFrame] = []
    findings: list[Finding] = []
    for file in csv:
        with _naming(file):
            own, found = _bars(file, spec)
        bars.append(own)
        findings.extend(found)
    return Reading(pd.concat(bars, ignore_index=True), findings=_one_of_each(findings))


def _reading(content: bytes, spec: DataSpec) -> Reading:
    return read_upload(content, narrow=lambda names: not roles.are_prices(names, spec))


def _with_ticker(reading: Reading, file: UploadedFile, spec: DataSpec) -> Reading:
    columns = roles.recognise(reading.frame, spec)
    if not columns.has_prices or columns.ticker or not file.ticker:
        return reading
    frame = reading.frame.assign(**{prices.TICKER: file.ticker})
    return Reading(frame, reading.decimal, reading.encoding, reading.findings)


def _check_files(files: Sequence[UploadedFile]) -> None:
    if not 0 < len(files) <= MAX_FILES:
        raise UnreadableFileError(
            f"There may be at most {MAX_FILES} files",
            f"there are {len(files):,}",
            "Put the tickers in a column of one file.",
        )
    size_bytes = sum(len(file.content) for file in files)
    if size_bytes > MAX_FILE_BYTES:
        raise UnreadableFileError(
            f"All files together may have at most {MAX_FILE_BYTES // 2**20} MB",
            f"they have {size_bytes / 2**20:.1f} MB",
            "Keep a shorter period or fewer tickers.",
        )
    counts = Counter(file.ticker.upper() for file in files)
    repeated = [name for name, count in counts.items() if count > 1]
    if repeated or not all(file.ticker for file in files):
        named = f"several are called {quote(repeated[0])}" if repeated else "one has no name"
        raise DataError(
            "Each of several files must be named by its ticker, such as AAPL.csv",
            named,
            "Rename the files, or put the tickers in a column of one file.",
        )


@contextmanager
def _naming(file: UploadedFile) -> Iterator[None]:
    try:
        yield
    except DataError as error:
        found = f"in {quote(file.name)}, {error.found}"
        raise type(error)(error.must, found, error.remedy) from error


def _bars(file: UploadedFile, spec: DataSpec) -> tuple[pd.DataFrame, tuple[Finding, ...]]:
    reading = _with_ticker(read_upload(file.content), file, spec)
    columns = roles.recognise(reading.frame, spec)
    if not columns.has_prices:
        raise MissingColumnError(
            "Each of several files must hold the daily prices of one ticker",
            "there is no day with open, high, low and close",
            "Choose one file, or one file of prices a ticker.",
        )
    bars, findings = prices.parse(reading.frame, columns, reading.decimal)
    if columns.adjusted_close is None:
        bars[ADJUSTED_CLOSE] = bars["Close"]
    return bars, (*encoding_finding(reading.encoding), *reading.findings, *findings)


def _one_of_each(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the first finding of each code, as most files of one download are written alike."""
    return tuple({finding.code: finding for finding in reversed(findings)}.values())
