from itertools import pairwise

import numpy as np
import pytest
from sklearn import metrics as oracle

from core.evaluate.metrics import ECE_BINS
from core.evaluate.scores import METRICS
from tests.evaluate.made_up import point_scores, probabilities, weighted_scores

N_ROWS = 400


def _answers(n_classes: int, decimals: int | None = None, seed: int = 0):
    rng = np.random.default_rng(seed)
    target = rng.integers(0, n_classes, N_ROWS)
    table = probabilities(rng, target, n_classes, skill=0.7)
    if decimals is not None:
        table = np.round(table * 10**decimals) + 1
        table /= table.sum(axis=1, keepdims=True)
    return target, table


def _by_scikit_learn(target, table, sample_weight=None, predicted=None) -> dict[str, float]:
    chosen = table.argmax(axis=1) if predicted is None else predicted
    is_binary = table.shape[1] == 2
    area = (
        oracle.roc_auc_score(target, table[:, 1], sample_weight=sample_weight)
        if is_binary
        else oracle.roc_auc_score(target, table, multi_class="ovr", sample_weight=sample_weight)
    )
    return {
        "accuracy": oracle.accuracy_score(target, chosen, sample_weight=sample_weight),
        "f1": oracle.f1_score(target, chosen, average="macro", sample_weight=sample_weight),
        "auc": area,
        "log_loss": oracle.log_loss(target, table, sample_weight=sample_weight),
        "brier": oracle.brier_score_loss(
            target, table[:, 1] if is_binary else table, sample_weight=sample_weight
        ),
    }


def _named(values) -> dict[str, float]:
    return dict(zip(METRICS, values, strict=True))


@pytest.mark.parametrize("n_classes", [2, 3, 5])
@pytest.mark.parametrize("decimals", [None, 1], ids=["distinct scores", "tied scores"])
@pytest.mark.parametrize("metric", ["accuracy", "f1", "auc", "log_loss", "brier"])
def test_point_metric_equals_scikit_learn(metric, n_classes, decimals):
    target, table = _answers(n_classes, decimals)
    expected = _by_scikit_learn(target, table)[metric]
    assert _named(point_scores(target, table))[metric] == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("n_classes", [2, 3])
@pytest.mark.parametrize("decimals", [None, 1], ids=["distinct scores", "tied scores"])
def test_counts_as_weights_equal_repeated_rows(n_classes, decimals):
    target, table = _answers(n_classes, decimals)
    counts = np.random.default_rng(1).poisson(1.0, (3, N_ROWS)).astype(float)
    found = weighted_scores(target, table, counts)
    for row, weights in zip(found, counts, strict=True):
        drawn = np.repeat(np.arange(N_ROWS), weights.astype(int))
        assert row == pytest.approx(point_scores(target[drawn], table[drawn]), abs=1e-9)
        expected = _by_scikit_learn(target[drawn], table[drawn])
        for metric, value in expected.items():
            assert _named(row)[metric] == pytest.approx(value, abs=1e-9), metric


def test_fractional_weights_equal_sample_weight_of_scikit_learn():
    target, table = _answers(3, decimals=1)
    weights = np.random.default_rng(2).random((1, N_ROWS))
    found = _named(weighted_scores(target, table, weights)[0])
    for metric, value in _by_scikit_learn(target, table, weights[0]).items():
        assert found[metric] == pytest.approx(value, abs=1e-9), metric


@pytest.mark.parametrize("n_classes", [2, 3])
def test_single_precision_weights_agree_to_six_digits(n_classes):
    target, table = _answers(n_classes)
    counts = np.random.default_rng(3).poisson(1.0, (5, N_ROWS))
    single = weighted_scores(target, table, counts.astype(np.float32))
    assert single == pytest.approx(weighted_scores(target, table, counts * 1.0), abs=1e-6)


@pytest.mark.parametrize("metric", ["accuracy", "f1"])
def test_explicit_classes_replace_the_most_probable_ones(metric):
    target, table = _answers(3)
    chosen = (table.argmax(axis=1) + 1) % 3
    expected = _by_scikit_learn(target, table, predicted=chosen)[metric]
    assert _named(point_scores(target, table, chosen))[metric] == pytest.approx(expected, abs=1e-9)


def _ece_by_hand(target, table) -> float:
    chosen, confidence = table.argmax(axis=1), table.max(axis=1)
    edges = np.linspace(0, 1, ECE_BINS + 1)
    error = 0.0
    for low, high in pairwise(edges):
        inside = (confidence > low) & (confidence <= high)
        if inside.any():
            gap = (chosen == target)[inside].mean() - confidence[inside].mean()
            error += inside.mean() * abs(gap)
    return error


@pytest.mark.parametrize("n_classes", [2, 3])
def test_ece_equals_the_sum_over_bins_written_out(n_classes):
    target, table = _answers(n_classes)
    assert _named(point_scores(target, table))["ece"] == pytest.approx(_ece_by_hand(target, table))


def test_ece_is_zero_when_confidence_is_right_on_average():
    target = np.array([1, 1, 1, 0])
    table = np.tile([0.25, 0.75], (4, 1))
    assert _named(point_scores(target, table))["ece"] == pytest.approx(0)


def test_ece_uses_the_probability_of_the_class_that_was_given():
    target = np.array([0, 0, 0, 1])
    table = np.tile([0.25, 0.75], (4, 1))
    found = _named(point_scores(target, table, np.zeros(4, int)))
    assert found["ece"] == pytest.approx(0.75 - 0.25)


def test_certain_and_wrong_costs_a_finite_log_loss():
    found = _named(point_scores(np.array([0, 1]), np.array([[0.0, 1.0], [0.0, 1.0]])))
    assert found["log_loss"] == pytest.approx(-np.log(np.finfo(float).eps) / 2)


def test_auc_has_no_value_when_a_class_is_missing_but_the_rest_has():
    table = np.tile([0.4, 0.6], (3, 1))
    found = _named(point_scores(np.ones(3, int), table))
    assert np.isnan(found.pop("auc"))
    assert all(np.isfinite(value) for value in found.values())


def test_constant_answers_give_an_auc_of_one_half():
    target, _ = _answers(2)
    assert _named(point_scores(target, np.full((N_ROWS, 2), 0.5)))["auc"] == 0.5


def test_f1_leaves_out_a_class_that_neither_occurs_nor_is_predicted():
    table = np.array([[0.9, 0.1, 0.0], [0.2, 0.8, 0.0]])
    assert _named(point_scores(np.array([0, 1]), table))["f1"] == 1.0


def test_auc_leaves_out_a_class_that_no_row_has():
    rng = np.random.default_rng(3)
    target = rng.integers(0, 2, N_ROWS)
    table = probabilities(rng, target, 3, 1.0)
    areas = [oracle.roc_auc_score(target == k, table[:, k]) for k in (0, 1)]
    assert _named(point_scores(target, table))["auc"] == pytest.approx(np.mean(areas))
