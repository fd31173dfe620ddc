"""Numbers of a closer look as text for a table."""

from __future__ import annotations

from collections.abc import Iterable

from core.charts.numbers import MISSING
from core.charts.template import ROLES
from core.distill.reports import Role
from core.evaluate.looks.defined import Defined


def number(found: Defined, decimals: int = 3) -> str:
    """Write a number, or a dash where it is not defined; `reasons` says why."""
    return f"{found.value:z.{decimals}f}" if found.is_defined else MISSING


def reasons(*named: tuple[str, Defined]) -> tuple[str, ...]:
    """Say of each number that is not defined why; alike reasons are told once."""
    told = {
        f"{name} is not defined: {found.reason}." for name, found in named if not found.is_defined
    }
    return tuple(sorted(told))


def of_model(role: Role, *named: tuple[str, Defined]) -> tuple[str, ...]:
    """Say of each number of one model that is not defined why."""
    return tuple(f"{ROLES[role].title}: {sentence}" for sentence in reasons(*named))


def of_each(name: str, numbers: Iterable[Defined]) -> tuple[tuple[str, Defined], ...]:
    """Name several numbers alike."""
    return tuple((name, found) for found in numbers)
