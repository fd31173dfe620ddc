from __future__ import annotations

import fairlearn.metrics as oracle
import numpy as np
import pytest
from sklearn.metrics import zero_one_loss

from core.evaluate.fairness.group_rates import (
    RATES,
    favourable_class,
    group_rates,
    rate_cells,
    rates_of,
    rows_behind,
)


@pytest.fixture
def answered() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Truth and answer, 1 meaning bad, and a group of each row."""
    rng = np.random.default_rng(0)
    bad = (rng.random(600) < 0.3).astype(int)
    said = np.where(rng.random(600) < 0.75, bad, 1 - bad)
    return bad, said, rng.choice(["a", "b", "c"], 600, p=[0.6, 0.3, 0.1])


def sums_of(bad: np.ndarray, said: np.ndarray) -> np.ndarray:
    return rate_cells(bad == 0, said == 0).sum(axis=0, dtype=np.float64)[None]


def test_rates_are_those_of_fairlearn(answered):
    bad, said, groups = answered
    metrics = {
        "selection": lambda y, p: oracle.selection_rate(y, p, pos_label=0),
        "error": zero_one_loss,
        "false_positive": oracle.false_positive_rate,
        "false_negative": oracle.false_negative_rate,
        "adverse": lambda y, _: y.mean(),
        "rows": oracle.count,
    }
    table = oracle.MetricFrame(
        metrics=metrics, y_true=bad, y_pred=said, sensitive_features=groups
    ).by_group
    for group, expected in table.iterrows():
        own = groups == group
        found = group_rates(group, sums_of(bad[own], said[own]))
        for name in (*RATES, "adverse"):
            assert getattr(found, name).value == pytest.approx(expected[name], abs=1e-9)
        assert found.rows == expected["rows"]


def test_rates_are_means_over_seeds(answered):
    bad, said, _ = answered
    seeds = np.concatenate((sums_of(bad, said), sums_of(bad, bad)))
    found = group_rates("all", seeds)
    assert found.error.value == pytest.approx(zero_one_loss(bad, said) / 2)


def test_weights_count_rows_as_often_as_they_say(answered):
    bad, said, _ = answered
    weights = np.random.default_rng(1).integers(0, 3, len(bad))
    weighted = weights @ rate_cells(bad == 0, said == 0)
    repeated = sums_of(np.repeat(bad, weights), np.repeat(said, weights))
    np.testing.assert_allclose(rates_of(weighted), rates_of(repeated)[0])


@pytest.mark.parametrize(
    ("bad", "missing", "word"),
    [([0, 0], "false_negative", "bad"), ([1, 1], "false_positive", "good")],
)
def test_a_group_of_one_outcome_lacks_one_rate(bad, missing, word):
    found = group_rates("a", sums_of(np.array(bad), np.array([0, 1])))
    assert found.rate(missing).reason == f"no row of the group has a {word} outcome"
    assert found.selection.value == 0.5


def test_a_group_without_rows_has_no_rate():
    found = group_rates("a", np.zeros((2, 4)))
    assert found.adverse.reason == found.error.reason == "the group has no row"


def test_unusable_answers_have_no_rate_but_the_truth_stands():
    found = group_rates("a", sums_of(np.array([0, 1]), np.array([0, 0])), "it diverged")
    assert all(found.rate(rate).reason == "it diverged" for rate in RATES)
    assert found.adverse.value == 0.5


@pytest.mark.parametrize(("rows", "too_small"), [(29, True), (30, False)])
def test_groups_of_fewer_than_thirty_rows_are_too_small(rows, too_small):
    bad = np.zeros(rows, dtype=int)
    assert group_rates("a", sums_of(bad, bad)).is_too_small == too_small


def test_a_rate_can_be_a_share_of_too_few_rows():
    bad = np.repeat([0, 1], [100, 29])
    found = group_rates("a", sums_of(bad, bad))
    assert [found.is_too_small_for(rate) for rate in RATES] == [False, False, False, True]
    assert [rows_behind(rate, 129, 100) for rate in RATES] == [129, 129, 100, 29]


@pytest.mark.parametrize(
    ("class_names", "target_column", "expected"),
    [
        (("0", "1"), "", "0"),
        (("0", "1"), "default", "0"),
        (("0", "1"), "loan_approved", "1"),
        (("no", "yes"), "Repaid", "yes"),
        (("no", "yes"), "not_repaid", "no"),
        (("False", "True"), "is_fraud", "False"),
        (("bad", "good"), "", "good"),
        (("Charged Off", "Fully Paid"), "", "Fully Paid"),
        (("default", "other"), "", "other"),
        (("not default", "default"), "", "not default"),
        (("Current", "Late (31 days)", "Default"), "", "Current"),
        (("A", "B"), "", "B"),
        (("A", "B", "C"), "", "B"),
    ],
)
def test_the_favourable_outcome_is_recognised(class_names, target_column, expected):
    target = np.array([0, 1, 1])
    found = favourable_class(class_names, target, target_column)
    assert (found.name, class_names[found.place]) == (expected, expected)
    assert found.reason.endswith(".")
