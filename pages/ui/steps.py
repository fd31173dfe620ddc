"""How far one click moves a number that may be very small."""

from __future__ import annotations

import math

STEP_FROM_ZERO = 0.0001


def unit_of(value: float) -> float:
    """Return one unit of the first digit of a number, a tenth of it for a power of ten."""
    if value <= 0:
        return STEP_FROM_ZERO
    power = math.floor(math.log10(value))
    return float(f"1e{power - math.isclose(value, 10.0**power)}")
