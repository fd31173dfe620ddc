from dataclasses import fields

import pytest

from core.evaluate.scores import METRICS, Interval, Scores


def test_metrics_are_named_in_the_order_of_scores():
    assert tuple(field.name for field in fields(Scores)) == METRICS


@pytest.mark.parametrize(("value", "inside"), [(0.1, True), (0.3, True), (0.31, False)])
def test_interval_contains_its_ends_and_what_lies_between(value, inside):
    assert Interval(0.2, 0.1, 0.3).contains(value) is inside


def test_interval_without_a_value_contains_nothing():
    assert not Interval(float("nan"), float("nan"), float("nan")).contains(0.5)
