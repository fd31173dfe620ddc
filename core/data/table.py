"""A table of rows with what is known about it: the object that leaves the data room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from core.spec import SourceName

Severity = Literal["blocks", "advises", "informs"]
CheckState = Literal["fired", "passed", "not applicable"]


@dataclass(frozen=True)
class Finding:
    """One thing noticed about the rows: what, where, why it matters, what to do."""

    code: str
    severity: Severity
    what: str
    where: str
    why: str
    remedy: str

    @property
    def sentence(self) -> str:
        """What, where and what to do, in one line."""
        return f"{self.what.rstrip('.')}: {self.where.rstrip('.')}. {self.remedy}"


@dataclass(frozen=True)
class CheckReport:
    """How one numbered check ended, with the text that explains it either way.

    ``what`` and ``where`` are empty unless the check fired; ``reason`` says why it does not
    apply, and is empty otherwise.
    """

    code: str
    title: str
    severity: Severity
    why: str
    remedy: str
    state: CheckState
    what: str = ""
    where: str = ""
    reason: str = ""

    @property
    def finding(self) -> Finding | None:
        """What the check found, or None where it did not fire."""
        if self.state != "fired":
            return None
        return Finding(self.code, self.severity, self.what, self.where, self.why, self.remedy)


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
    ``findings`` are the checks that fired; ``reports`` tell of every check.
    """

    frame: pd.DataFrame
    columns: Columns
    origin: Origin
    findings: tuple[Finding, ...]
    content_hash: str
    reports: tuple[CheckReport, ...] = ()

    @property
    def is_prices(self) -> bool:
        """Whether the rows are daily bars of one or more securities."""
        return self.columns.has_prices
