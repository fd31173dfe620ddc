import math
from itertools import pairwise

import numpy as np
import pytest
from sklearn.metrics import (
    auc,
    average_precision_score,
    precision_recall_curve,
    roc_auc_score,
    roc_curve,
)

from core.evaluate.looks.operating import MOST_POINTS, operating_curves
from tests.evaluate.made_up import probabilities

NAMES = ("down", "flat", "up")


def _answers(n_classes: int = 2, n_rows: int = 4000):
    rng = np.random.default_rng(n_classes)
    target = rng.integers(0, n_classes, n_rows)
    return target, probabilities(rng, target, n_classes, skill=0.8), NAMES[:n_classes]


def _step_area(line) -> float:
    return sum(
        (after - before) * height
        for (before, after), height in zip(pairwise(line.x), line.y[1:], strict=True)
    )


@pytest.mark.parametrize("judged", [0, 1, 2])
def test_areas_equal_scikit_learn_for_a_chosen_class(judged):
    target, table, names = _answers(3)
    found = operating_curves(target, table, names, judged)
    assert found.judged == names[judged]
    truth, scores = target == judged, table[:, judged]
    assert found.auc.value == pytest.approx(roc_auc_score(truth, scores), abs=1e-9)
    assert found.average_precision.value == pytest.approx(
        average_precision_score(truth, scores), abs=1e-9
    )
    assert found.base_rate == pytest.approx(truth.mean())


def test_second_of_two_classes_is_judged_unless_told_otherwise():
    target, table, names = _answers()
    assert operating_curves(target, table, names).judged == "flat"


def test_few_rows_keep_every_point_of_scikit_learn():
    target, table, names = _answers(2, 60)
    found = operating_curves(target, table, names)
    false_alarms, hits, _ = roc_curve(target, table[:, 1])
    assert np.allclose(found.roc.x, false_alarms, atol=1e-9)
    assert np.allclose(found.roc.y, hits, atol=1e-9)
    precision, recall, _ = precision_recall_curve(target, table[:, 1], drop_intermediate=True)
    assert np.allclose(found.precision_recall.x[::-1], recall, atol=1e-9)
    assert np.allclose(found.precision_recall.y[::-1], precision, atol=1e-9)


@pytest.mark.parametrize("n_classes", [2, 3], ids=["one class", "mean over classes"])
def test_many_rows_are_drawn_with_few_points_that_keep_the_areas(n_classes):
    found = operating_curves(*_answers(n_classes))
    for line in (found.roc, found.precision_recall):
        assert len(line.x) == len(line.y) <= MOST_POINTS
        assert list(line.x) == sorted(line.x)
    assert auc(found.roc.x, found.roc.y) == pytest.approx(found.auc.value, abs=0.005)
    area = _step_area(found.precision_recall)
    assert area == pytest.approx(found.average_precision.value, abs=0.01)


def test_mean_over_classes_equals_scikit_learn():
    target, table, names = _answers(3)
    found = operating_curves(target, table, names)
    assert found.judged == ""
    expected = roc_auc_score(target, table, multi_class="ovr")
    assert found.auc.value == pytest.approx(expected, abs=1e-9)


def test_mean_leaves_out_a_class_without_rows():
    target, table, names = _answers(3)
    kept = target < 2
    found = operating_curves(target[kept], table[kept], names)
    expected = np.mean([roc_auc_score(target[kept] == k, table[kept, k]) for k in (0, 1)])
    assert found.auc.value == pytest.approx(expected, abs=1e-9)
    missing = operating_curves(target[kept], table[kept], names, judged=2)
    assert missing.auc.reason == "no test row belongs to 'up'"


def test_constant_probabilities_are_guessing():
    target, _, names = _answers(2, 100)
    found = operating_curves(target, np.full((100, 2), 0.5), names)
    assert found.auc.value == 0.5
    assert found.average_precision.value == pytest.approx(found.base_rate, abs=1e-9)


@pytest.mark.parametrize("n_classes", [2, 3])
def test_one_class_has_no_curves(n_classes):
    _, table, names = _answers(n_classes, 20)
    found = operating_curves(np.ones(20, int), table, names)
    assert found.auc.reason == found.average_precision.reason
    assert found.auc.reason == "all 20 test rows belong to 'flat'"
    assert found.roc.x == found.precision_recall.x == ()


@pytest.mark.parametrize("n_classes", [2, 3])
def test_a_diverged_model_has_no_curves(n_classes):
    target, table, names = _answers(n_classes, 50)
    table[0] = math.nan
    found = operating_curves(target, table, names)
    assert "for 1 of 50 test rows" in found.auc.reason
    assert found.roc.x == ()


def test_no_rows_have_no_curves():
    found = operating_curves(np.array([], int), np.empty((0, 2)), NAMES[:2])
    assert found.auc.reason == "there are no test rows"
