"""To which tables a check applies, and what is already known from reading them."""

from __future__ import annotations

from collections.abc import Callable

from core.data.checks.check import NotApplicable, Sight, Spotted
from core.data.table import Table

Look = Callable[[Table], Sight]

ARE_PRICES = NotApplicable("These rows are daily prices, not columns to learn from.")
NO_PRICES = NotApplicable("These rows are no daily prices.")
NO_FEATURES = NotApplicable("No column is left to learn from.")


def to_features(look: Look) -> Look:
    """Ask only tables that have columns to learn from."""

    def only_features(table: Table) -> Sight:
        if table.is_prices:
            return ARE_PRICES
        return look(table) if table.columns.features else NO_FEATURES

    return only_features


def to_tables(look: Look) -> Look:
    """Ask only tables that are no prices."""
    return lambda table: ARE_PRICES if table.is_prices else look(table)


def to_prices(look: Look) -> Look:
    """Ask only daily prices."""
    return lambda table: look(table) if table.is_prices else NO_PRICES


def as_read(code: str) -> Look:
    """Repeat what was seen, and mended, while the rows were read."""

    def repeat(table: Table) -> Sight:
        found = (finding for finding in table.findings if finding.code == code)
        return next((Spotted(finding.what, finding.where) for finding in found), None)

    return repeat
