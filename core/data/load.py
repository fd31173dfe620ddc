"""The one door to rows: from a `DataSpec` to a `Table`."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pandas as pd

from core.data import prices, roles, tabular, yahoo
from core.data.findings import inspect
from core.data.samples import SAMPLES
from core.data.table import Origin, Table
from core.data.upload import read_csv
from core.errors import DataError, SpecError
from core.spec import DataSpec

if TYPE_CHECKING:
    from core.data.yahoo import Session

YAHOO_NOTICE = (
    "Yahoo Finance through yfinance, which Yahoo does not endorse. For personal research and "
    "education only; see Yahoo's terms."
)


def load(spec: DataSpec, csv: bytes | None = None, session: Session | None = None) -> Table:
    """Read the rows a spec names, and say what is known about them.

    Parameters
    ----------
    spec : DataSpec
        Source, days and corrected columns.
    csv : bytes, optional
        The uploaded file; needed when the source is "csv".
    session : Session, optional
        How to reach Yahoo Finance; yfinance's own way when left out.

    Returns
    -------
    Table
        Its frame is canonical where the rows are prices; otherwise it holds the columns as
        they were read, its index counting from 0.

    Raises
    ------
    SpecError
        When the source is "csv" and there is no file.
    DataError
        When the rows cannot be used; each kind has its own sentence.
    """
    return _table(_frame(spec, csv, session), spec)


def content_hash(csv: bytes) -> str:
    """Fingerprint of an uploaded file: sha256, 64 hexadecimal digits."""
    return hashlib.sha256(csv).hexdigest()


def _frame(spec: DataSpec, csv: bytes | None, session: Session | None) -> pd.DataFrame:
    if spec.source == "yahoo":
        return yahoo.fetch(spec.tickers, spec.start, spec.end, session)
    if spec.source == "sample":
        return read_csv(SAMPLES[spec.sample].read())
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
    return read_csv(csv)


def _table(frame: pd.DataFrame, spec: DataSpec) -> Table:
    columns = roles.recognise(frame, spec)
    if columns.has_prices:
        rows, findings = prices.canonical(frame, columns, spec.start, spec.end)
        columns = prices.canonical_columns(columns)
    else:
        rows, findings = tabular.tidy(frame, columns)
        rows = rows.reset_index(drop=True)
        findings = (*findings, *inspect(rows, columns))
    return Table(rows, columns, _origin(spec), findings, _frame_hash(rows))


def _origin(spec: DataSpec) -> Origin:
    if spec.source == "sample":
        sample = SAMPLES[spec.sample]
        return Origin(sample.title, "sample", sample.attribution, sample.licence)
    if spec.source == "yahoo":
        return Origin(", ".join(spec.tickers), "yahoo", YAHOO_NOTICE)
    return Origin("Your CSV", "csv")


def _frame_hash(rows: pd.DataFrame) -> str:
    """sha256 of names, kinds and cells; equal in every process."""
    digest = hashlib.sha256()
    for name in rows.columns:
        digest.update(f"{name!r}:{rows[name].dtype.kind}".encode())
        digest.update(pd.util.hash_pandas_object(rows[name], index=False).to_numpy().tobytes())
    return digest.hexdigest()
