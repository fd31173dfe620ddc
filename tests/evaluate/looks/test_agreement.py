from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial.distance import cityblock
from scipy.stats import pearsonr

from core.evaluate.looks.agreement import MOST_POINTS, agreement
from tests.evaluate.made_up import probabilities
from tests.evaluate.sheets import sheet_of, two_classes

N_ROWS = 4000


def pair(n_classes: int = 2, n_rows: int = N_ROWS):
    rng = np.random.default_rng(3)
    target = rng.integers(0, n_classes, n_rows)
    return tuple(sheet_of(probabilities(rng, target, n_classes, skill)) for skill in (2.0, 1.0))


@pytest.mark.parametrize("n_classes", [2, 3])
def test_numbers_equal_those_of_scipy(n_classes: int) -> None:
    teacher, student = pair(n_classes)
    found = agreement(teacher, student, class_index=n_classes - 1)
    one, other = teacher.probabilities[:, -1], student.probabilities[:, -1]
    assert found.correlation.value == pytest.approx(pearsonr(one, other).statistic, abs=1e-9)
    assert found.mean_absolute_difference.value == pytest.approx(
        cityblock(one, other) / N_ROWS, abs=1e-9
    )
    halves = [
        cityblock(*rows) / 2
        for rows in zip(teacher.probabilities, student.probabilities, strict=True)
    ]
    assert found.total_variation.value == pytest.approx(np.mean(halves), abs=1e-9)


def test_a_model_agrees_with_itself() -> None:
    teacher, _ = pair()
    found = agreement(teacher, teacher)
    assert found.correlation.value == pytest.approx(1.0)
    assert found.same_class.value == 1.0
    assert found.total_variation.value == found.mean_absolute_difference.value == 0.0
    assert all(point.teacher == point.student for point in found.points)


def test_same_class_follows_the_class_that_was_given() -> None:
    teacher = two_classes([0.3, 0.3, 0.3, 0.3], classes=[1, 1, 1, 0])
    assert agreement(teacher, two_classes([0.3] * 4)).same_class.value == 0.25


def test_points_are_few_and_stand_for_every_row() -> None:
    teacher, student = pair()
    points = agreement(teacher, student).points
    assert 500 < len(points) <= MOST_POINTS
    assert sum(point.rows for point in points) == N_ROWS
    mean = sum(point.rows * point.teacher for point in points) / N_ROWS
    assert mean == pytest.approx(teacher.probabilities[:, 1].mean())


def test_few_rows_are_drawn_as_they_are() -> None:
    found = agreement(two_classes([0.1, 0.9, 0.9]), two_classes([0.2, 0.7, 0.7]))
    assert [(p.teacher, p.student, p.rows) for p in found.points] == [(0.1, 0.2, 1), (0.9, 0.7, 2)]


def test_uniform_answers_everywhere_still_fit_the_picture() -> None:
    rng = np.random.default_rng(0)
    found = agreement(two_classes(rng.random(60_000)), two_classes(rng.random(60_000)))
    assert len(found.points) <= MOST_POINTS


def test_points_do_not_depend_on_the_order_of_rows() -> None:
    teacher, student = pair()
    order = np.random.default_rng(1).permutation(N_ROWS)
    turned = [sheet_of(sheet.probabilities[order]) for sheet in (teacher, student)]
    assert agreement(*turned).points == agreement(teacher, student).points


def test_constant_probabilities_leave_only_the_correlation_undefined() -> None:
    found = agreement(two_classes([0.1, 0.6, 0.8]), two_classes([0.3, 0.3, 0.3]))
    assert found.correlation.reason == "the student gives every row the same probability"
    assert found.mean_absolute_difference.value == pytest.approx(1.0 / 3)
    assert found.same_class.value == pytest.approx(1 / 3)


def test_a_diverged_student_leaves_nothing_defined() -> None:
    found = agreement(two_classes([0.1, 0.6]), two_classes([np.nan, 0.3]))
    assert found.points == ()
    for number in (found.correlation, found.same_class, found.total_variation):
        assert "the student gives no probability for 1 of 2" in number.reason
