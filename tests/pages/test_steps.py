"""Steps of small numbers follow their size."""

from __future__ import annotations

import pytest

from pages.ui.steps import unit_of


@pytest.mark.parametrize(
    ("value", "step"),
    [(0.005, 0.001), (0.0005, 0.0001), (0.001, 0.0001), (0.0, 0.0001), (0.3, 0.1), (1.0, 0.1)],
)
def test_a_step_is_one_unit_of_the_first_digit(value: float, step: float) -> None:
    assert unit_of(value) == step
