"""The one door to rows: from a `DataSpec` to a `Table`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from core.data import prices, roles, tabular
from core.data.checks.reading import encoding_finding
from core.data.files import Upload, UploadedFile, content_hash, read_files
from core.data.findings import fired, inspect
from core.data.fingerprint import frame_hash
from core.data.samples import SAMPLES
from core.data.table import CheckReport, Origin, Table
from core.data.upload import Reading
from core.data.yahoo_fetch import Way, fetch
from core.errors import DataError, SpecError
from core.spec import DataSpec

if TYPE_CHECKING:
    from core.data.yahoo import Session

__all__ = ["Upload", "UploadedFile", "content_hash", "load"]

YAHOO_NOTICE = (
    "Yahoo Finance through yfinance, which Yahoo does not endorse. For personal research and "
    "education only; see Yahoo's terms."
)


def load(spec: DataSpec, csv: Upload | None = None, session: Session | None = None) -> Table:
    """Read the rows a spec names, and say what is known about them.

    Parameters
    ----------
    spec : DataSpec
        Source, days and corrected columns.
    csv : bytes or tuple of UploadedFile, optional
        The uploaded file, or several with the prices of one ticker each; needed when the source
        is "csv".
    session : Session, optional
        How to reach Yahoo Finance, without keeping what is fetched. When left out, the way of
        the running app: the setting of the environment is followed and bars are kept on disk.

    Returns
    -------
    Table
        Its frame is canonical where the rows are prices; otherwise it holds the columns as
        `core.data.tabular.tidy` makes them, its index counting from 0.

    Raises
    ------
    SpecError
        When the source is "csv" and there is no file, or the setting of the environment is wrong.
    DataError
        When the rows cannot be used; each kind has its own sentence.
    """
    if spec.source == "yahoo":
        fetched = fetch(spec.tickers, spec.start, spec.end, Way(session) if session else None)
        return _table(Reading(fetched.rows), spec, fetched.reports)
    return _table(_reading(spec, csv), _corrected(spec, csv))


def _reading(spec: DataSpec, csv: Upload | None) -> Reading:
    if spec.source == "sample":
        return read_files(SAMPLES[spec.sample].read(), spec)
    if csv is None:
        raise SpecError(
            "A CSV file must be chosen",
            "there is none",
            "Upload the file, or choose one of the samples.",
        )
    if spec.content_hash and spec.content_hash != content_hash(csv):
        raise DataError(
            "The file must be the one that the settings name",
            "its content is another",
            "Upload the same file again, or start from its own settings.",
        )
    return read_files(csv, spec)


def _corrected(spec: DataSpec, csv: Upload | None) -> DataSpec:
    """Return the spec without the columns that were corrected in each of several files."""
    if csv is None or isinstance(csv, bytes) or len(csv) == 1:
        return spec
    return spec.model_copy(update={"date_column": None, "ticker_column": None})


def _table(reading: Reading, spec: DataSpec, fetching: tuple[CheckReport, ...] = ()) -> Table:
    columns = roles.recognise(reading.frame, spec)
    if columns.has_prices:
        rows, found = prices.canonical(
            reading.frame, columns, spec.start, spec.end, reading.decimal
        )
        columns = prices.canonical_columns(columns)
    else:
        rows, found = tabular.tidy(reading.frame, columns, reading.decimal)
        rows = rows.reset_index(drop=True)
    findings = (*encoding_finding(reading.encoding), *reading.findings, *found)
    table = Table(rows, columns, _origin(spec, rows), findings, frame_hash(rows))
    reports = (*fetching, *inspect(table))
    return replace(table, findings=fired(reports), reports=reports)


def _origin(spec: DataSpec, rows: pd.DataFrame) -> Origin:
    if spec.source == "sample":
        sample = SAMPLES[spec.sample]
        return Origin(sample.title, "sample", sample.attribution, sample.licence)
    if spec.source == "yahoo":
        return Origin(", ".join(rows["Ticker"].unique()), "yahoo", YAHOO_NOTICE)
    return Origin("Uploaded CSV", "csv")
