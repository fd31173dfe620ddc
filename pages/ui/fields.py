"""What a field of the spec says of itself: its help, its usual value and its bounds."""

from __future__ import annotations

from typing import Any

from core.spec import RunSpec
from pages.ui.address import ADDRESS, current


def field_of(name: str) -> Any:
    """Return a field of the spec by its name in the address."""
    group, field = ADDRESS[name]
    return type(getattr(RunSpec(), group)).model_fields[field]


def default_of(name: str) -> Any:
    """Return the usual value of a field."""
    return current(RunSpec(), name)


def bounds_of(name: str, step: float) -> tuple[float, float]:
    """Return the bounds that the field itself names, one step inside where they are excluded."""
    low, high = 0.0, 1.0
    for bound in field_of(name).metadata:
        low = getattr(bound, "ge", low)
        high = getattr(bound, "le", high)
        low = bound.gt + step if hasattr(bound, "gt") else low
        high = bound.lt - step if hasattr(bound, "lt") else high
    return low, high
