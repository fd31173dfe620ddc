from __future__ import annotations

import pytest

from core.charts.template import ROLES, blank

WHITE, NIGHT = "#FFFFFF", "#0E131B"


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("background", [WHITE, NIGHT])
@pytest.mark.parametrize("role", ROLES)
def test_roles_can_be_seen_on_light_and_dark(role: str, background: str) -> None:
    assert contrast(ROLES[role].colour, background) >= 3


def test_roles_differ_by_more_than_colour() -> None:
    assert len({(style.dash, style.width) for style in ROLES.values()}) == len(ROLES)


def test_backgrounds_are_transparent() -> None:
    layout = blank().layout.template.layout
    assert layout.paper_bgcolor == layout.plot_bgcolor == "rgba(0, 0, 0, 0)"
