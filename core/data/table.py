"""A table of rows with what is known about it: the object that leaves the data room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from core.spec import SourceName

Severity = Literal["blocks", "advises", "informs"]


@dataclass(frozen=True)
class Finding:
    """One thing noticed about the rows: what, where, why it matters, what to do."""

    code: str
    severity: Severity
    what: str
    where: str
    why: str
    remedy: str


@dataclass(frozen=True)
class Origin:
    """Where the rows come from and on what terms."""

    name: str
    source: SourceName
    attribution: str = ""
    licence: str = ""


@dataclass(frozen=True)
class Columns:
    """The role of each column, by the column's name, and the reason for each guess.

    ``reasons`` holds pairs of column name and one plain sentence.
    ``features`` are the columns a model may see when the task is credit scoring.
    """

    date: str | None = None
    ticker: str | None = None
    open: str | None = None
    high: str | None = None
    low: str | None = None
    close: str | None = None
    adjusted_close: str | None = None
    volume: str | None = None
    target: str | None = None
    identifiers: tuple[str, ...] = ()
    protected: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()

    @property
    def has_prices(self) -> bool:
        """Whether a day and the four prices of a bar are all there."""
        return None not in (self.date, self.open, self.high, self.low, self.close)


@dataclass(frozen=True)
class Table:
    """Rows as they were read, the role of each column, and what was noticed.

    For prices the frame is canonical: columns Date, Ticker, Open, High, Low, Close
    and Volume, adjusted for splits and dividends, sorted by ticker and day.
    """

    frame: pd.DataFrame
    columns: Columns
    origin: Origin
    findings: tuple[Finding, ...]
    content_hash: str

    @property
    def is_prices(self) -> bool:
        """Whether the rows are daily bars of one or more securities."""
        return self.columns.has_prices
