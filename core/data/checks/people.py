"""Checks of columns that say who a row is about: identifiers and protected attributes."""

from __future__ import annotations

from core.data.checks.applies import to_tables
from core.data.checks.check import Check, NotApplicable, Sight, Spotted
from core.data.quote import quote_all
from core.data.table import Table

_THE_LAW = (
    "Lending law forbids decisions by attributes such as sex, age, marital status or origin, "
    "and a model that reads them would make such decisions."
)
_BY_HEART = (
    "A model that can tell every row apart learns the rows by heart instead of a rule, and has "
    "nothing to say about new ones."
)


def _identifiers_set_aside(table: Table) -> Sight:
    names = _unused(table.columns.identifiers, table)
    what = "Columns that only tell rows apart were set aside"
    return Spotted(what, quote_all(names)) if names else None


def _protected_set_aside(table: Table) -> Sight:
    names = _unused(table.columns.protected, table)
    return Spotted("Protected attributes were set aside", quote_all(names)) if names else None


def _protected_in_use(table: Table) -> Sight:
    if not table.columns.protected:
        return NotApplicable("No column is named like a protected attribute.")
    names = _used(table.columns.protected, table)
    return Spotted("Protected attributes are used as features", quote_all(names)) if names else None


def _identifiers_in_use(table: Table) -> Sight:
    if not table.columns.identifiers:
        return NotApplicable("No column looks like an identifier.")
    names = _used(table.columns.identifiers, table)
    what = "Columns that look like identifiers are used as features"
    return Spotted(what, quote_all(names)) if names else None


def _used(names: tuple[str, ...], table: Table) -> list[str]:
    return [name for name in names if name in table.columns.features]


def _unused(names: tuple[str, ...], table: Table) -> list[str]:
    return [name for name in names if name not in table.columns.features]


IDENTIFIERS_SET_ASIDE = Check(
    code="D103",
    title="Identifiers set aside",
    severity="informs",
    why=_BY_HEART,
    remedy="Bring a column back only if it describes the row.",
    look=to_tables(_identifiers_set_aside),
)
PROTECTED_SET_ASIDE = Check(
    code="D104",
    title="Protected attributes set aside",
    severity="informs",
    why=f"{_THE_LAW} They are kept to check fairness.",
    remedy="Bring a column back only if you may use it.",
    look=to_tables(_protected_set_aside),
)
PROTECTED_IN_USE = Check(
    code="D105",
    title="Protected attributes in use",
    severity="advises",
    why=_THE_LAW,
    remedy="Set the columns aside, unless you may use them.",
    look=to_tables(_protected_in_use),
)
IDENTIFIERS_IN_USE = Check(
    code="D108",
    title="Identifiers in use",
    severity="advises",
    why=_BY_HEART,
    remedy="Set the columns aside, unless they describe the row.",
    look=to_tables(_identifiers_in_use),
)
