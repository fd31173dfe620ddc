from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.charts.softening import soften, softened_answer


def test_temperature_one_changes_nothing() -> None:
    assert soften((0.7, 0.2, 0.1), 1.0) == pytest.approx((0.7, 0.2, 0.1))


def test_temperature_two_takes_square_roots() -> None:
    assert soften((0.9, 0.1), 2.0) == pytest.approx((0.75, 0.25))


@given(
    weights=st.lists(st.floats(0.01, 1.0), min_size=2, max_size=5),
    temperature=st.floats(1.0, 20.0),
)
def test_a_higher_temperature_never_makes_the_teacher_surer(
    weights: list[float], temperature: float
) -> None:
    answer = [weight / sum(weights) for weight in weights]
    softer = soften(answer, temperature)
    assert sum(softer) == pytest.approx(1.0)
    assert max(softer) <= max(answer) + 1e-9


def test_names_of_classes_are_escaped() -> None:
    chart = softened_answer((0.9, 0.1), ("<b>no</b>", "yes"), 2.0)
    assert chart.figure.data[0].y[0] == "&lt;b&gt;no&lt;/b&gt;"
