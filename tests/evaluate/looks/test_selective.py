from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.evaluate.compare import Truth
from core.evaluate.looks.selective import MOST_POINTS, selective
from tests.evaluate.made_up import probabilities
from tests.evaluate.sheets import sheet_of, two_classes

Z = 1.959963984540054


def made_up(n_rows: int, n_classes: int = 2, seed: int = 0):
    rng = np.random.default_rng(seed)
    target = rng.integers(0, n_classes, n_rows)
    return target, probabilities(rng, target, n_classes, 1.5)


def wilson(share: float, n: int) -> tuple[float, float]:
    """The interval of Wilson (1927) as it is printed."""
    middle = (share + Z**2 / (2 * n)) / (1 + Z**2 / n)
    half = Z / (1 + Z**2 / n) * np.sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))
    return middle - half, middle + half


@pytest.mark.parametrize("n_classes", [2, 3])
def test_accuracy_is_that_of_the_rows_above_each_confidence(n_classes: int) -> None:
    target, table = made_up(3000, n_classes)
    found = selective(Truth(target), sheet_of(table))
    right, sure = table.argmax(axis=1) == target, table.max(axis=1)
    for point in found.points:
        kept = sure >= point.confidence
        assert point.rows == kept.sum()
        assert point.coverage == pytest.approx(kept.mean())
        assert point.accuracy.mean == pytest.approx(right[kept].mean(), abs=1e-12)


def test_intervals_of_independent_rows_are_wilsons() -> None:
    target, table = made_up(500)
    for point in selective(Truth(target), sheet_of(table)).points:
        ends = wilson(point.accuracy.mean, point.rows)
        assert (point.accuracy.low, point.accuracy.high) == pytest.approx(ends, abs=1e-9)


def test_curve_has_few_points_and_ends_with_all_rows() -> None:
    target, table = made_up(7000)
    found = selective(Truth(target), sheet_of(table))
    assert len(found.points) == MOST_POINTS
    assert found.points[0].coverage == pytest.approx(0.01)
    assert found.points[-1].coverage == 1.0


def test_twenty_rows_give_a_point_each() -> None:
    target, table = made_up(20)
    assert len(selective(Truth(target), sheet_of(table)).points) == 20


def test_confidence_is_that_of_the_given_class() -> None:
    sheet = two_classes([0.3, 0.1], classes=[1, 0])
    points = selective(Truth(np.array([1, 0])), sheet).points
    assert [point.confidence for point in points] == pytest.approx([0.9, 0.3])


def test_area_is_the_mean_share_of_errors_over_all_coverages() -> None:
    sheet = two_classes([0.9, 0.8, 0.7, 0.6])
    found = selective(Truth(np.array([1, 0, 1, 0])), sheet)
    assert found.area.value == pytest.approx((0 + 1 / 2 + 1 / 3 + 2 / 4) / 4)


def test_area_counts_ties_as_in_a_random_order() -> None:
    positive, target = [0.9, 0.9, 0.9, 0.6, 0.6, 0.6], np.array([1, 0, 1, 0, 1, 0])
    errors = (target == 0).astype(float)
    areas = [
        np.mean(np.cumsum(errors[[*first, *last]]) / np.arange(1, 7))
        for first in permutations((0, 1, 2))
        for last in permutations((3, 4, 5))
    ]
    found = selective(Truth(target), two_classes(positive))
    assert found.area.value == pytest.approx(np.mean(areas), abs=1e-12)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_curve_does_not_depend_on_the_order_of_rows(data) -> None:
    rows = data.draw(
        st.lists(st.tuples(st.sampled_from((0.1, 0.4, 0.5, 0.8)), st.integers(0, 1)), min_size=2)
    )
    shuffled = data.draw(st.permutations(rows))
    curves = [
        selective(Truth(np.array([true for _, true in drawn])), two_classes([p for p, _ in drawn]))
        for drawn in (rows, shuffled)
    ]
    assert repr(curves[0]) == repr(curves[1])


def test_sentence_says_what_the_surest_half_reaches() -> None:
    sheet = two_classes([0.95, 0.9, 0.6, 0.55])
    found = selective(Truth(np.array([1, 1, 1, 0])), sheet)
    assert found.sentence == (
        "If it answers only its surest half, accuracy is 1.000 instead of 0.750."
    )


def test_sentence_names_the_coverage_that_ties_allow() -> None:
    sheet = two_classes([0.9, 0.9, 0.9, 0.6])
    found = selective(Truth(np.array([1, 1, 1, 0])), sheet)
    assert found.half_coverage == 0.75
    assert "only its surest 75% of rows, accuracy is 1.000 instead" in found.sentence


def test_constant_probabilities_have_no_surest_half() -> None:
    found = selective(Truth(np.array([1, 0, 1, 0])), two_classes([0.7] * 4))
    assert [point.coverage for point in found.points] == [1.0]
    assert found.points[0].accuracy.mean == 0.5
    assert "not defined: it is equally sure of every row" in found.sentence
    assert not found.area.is_defined


def test_ties_down_to_the_last_row_leave_the_half_undefined() -> None:
    found = selective(Truth(np.array([1, 0, 1, 0, 1])), two_classes([0.9, 0.7, 0.7, 0.7, 0.7]))
    assert found.half.reason == "it is equally sure of 80% of the rows"
    assert found.area.is_defined


def test_a_diverged_student_has_no_curve() -> None:
    found = selective(Truth(np.array([1, 0])), two_classes([0.7, np.nan]))
    assert found.points == ()
    assert "1 of 2" in found.area.reason
    assert "not defined" in found.sentence


def test_one_class_still_has_its_accuracy() -> None:
    found = selective(Truth(np.ones(4, dtype=int)), two_classes([0.9, 0.8, 0.7, 0.45]))
    assert (found.half.value, found.half_coverage) == (1.0, 0.5)
    assert found.points[-1].accuracy.mean == 0.75


def days(n_days: int, a_day: int):
    return np.repeat(np.datetime64("2020-01-01") + np.arange(n_days), a_day)


def test_days_that_go_wrong_together_widen_the_interval() -> None:
    rng = np.random.default_rng(0)
    target = np.repeat(rng.integers(0, 2, 200), 10)
    sheet = two_classes(0.5 + rng.random(2000) / 2)
    apart = selective(Truth(target), sheet).points[-1].accuracy
    together = selective(Truth(target, days(200, 10)), sheet).points[-1].accuracy
    assert together.mean == apart.mean
    assert together.high - together.low > 2 * (apart.high - apart.low)


def test_a_few_right_days_are_not_certainty() -> None:
    sheet = two_classes(np.linspace(0.99, 0.51, 200))
    truth = Truth(np.ones(200, dtype=int), days(200, 1))
    for point in selective(truth, sheet).points:
        assert point.accuracy.low <= wilson(1.0, point.rows)[0] + 1e-9
        assert point.accuracy.high == 1.0
