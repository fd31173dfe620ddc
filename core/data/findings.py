"""What is worth knowing about the rows of a table before a model sees them."""

from __future__ import annotations

from collections.abc import Iterable

from core.data.checks import bars, columns, leftovers, people, reading, rows, sessions
from core.data.checks.check import Check
from core.data.table import CheckReport, Finding, Table
from core.errors import DataError

TABLE_CHECKS: tuple[Check[Table], ...] = (
    columns.CONSTANT,
    columns.MOSTLY_EMPTY,
    people.IDENTIFIERS_SET_ASIDE,
    people.PROTECTED_SET_ASIDE,
    people.PROTECTED_IN_USE,
    rows.REPEATED,
    columns.ENDLESS,
    people.IDENTIFIERS_IN_USE,
    columns.MANY_CATEGORIES,
    leftovers.LEFTOVERS,
    rows.WITHOUT_ANSWER,
    bars.ADJUSTED,
    bars.UNSOUND_PRICES,
    bars.REPEATED_DAYS,
    bars.HIGH_AND_LOW,
    bars.NO_VOLUME,
    sessions.GAPS,
    sessions.SPLITS,
    reading.ENCODING,
    reading.NUMBER_STYLE,
    reading.DAY_ORDER,
    reading.UNKNOWN_DAY_ORDER,
    reading.MISSING_WORD,
    reading.TOTAL_LINE,
)


def inspect(table: Table) -> tuple[CheckReport, ...]:
    """Ask every check of a table, in the order of `TABLE_CHECKS`.

    Parameters
    ----------
    table : Table
        Its ``findings`` tell what was seen, and mended, while the rows were read.

    Returns
    -------
    tuple of CheckReport
        One of each check: fired, passed or not applicable.
    """
    return tuple(check.report(table) for check in TABLE_CHECKS)


def fired(reports: Iterable[CheckReport]) -> tuple[Finding, ...]:
    """Return what the checks found, without those that passed or do not apply."""
    return tuple(report.finding for report in reports if report.finding is not None)


def refuse_blocked(findings: Iterable[Finding]) -> None:
    """Stop before a training that could not mean anything.

    Raises
    ------
    DataError
        Telling of the first finding that blocks.
    """
    for finding in findings:
        if finding.severity == "blocks":
            raise DataError(
                "The rows must be fit to learn from",
                f"{finding.what[0].lower()}{finding.what[1:]}, {finding.where} ({finding.code})",
                finding.remedy,
            )
