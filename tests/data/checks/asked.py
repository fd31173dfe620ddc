"""How one check ended."""

from __future__ import annotations

from core.data.table import CheckReport, Table


def report(table: Table, code: str) -> CheckReport:
    """How the check ended when the table was loaded."""
    (ended,) = (ended for ended in table.reports if ended.code == code)
    return ended


def state(table: Table, code: str) -> str:
    """Fired, passed or not applicable."""
    return report(table, code).state
