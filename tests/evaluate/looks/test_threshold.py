import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score, confusion_matrix, f1_score

from core.errors import SpecError
from core.evaluate.looks.threshold import HALF, MOST_POINTS, choose_threshold, threshold_effect
from tests.evaluate.made_up import probabilities

NAMES = ("paid", "default")


def _two_columns(scores) -> np.ndarray:
    scores = np.asarray(scores, float)
    return np.column_stack((1 - scores, scores))


def _answers(n_rows: int = 60, decimals: int = 12, seed: int = 0):
    rng = np.random.default_rng(seed)
    target = (rng.random(n_rows) < 0.2).astype(np.int64)
    scores = probabilities(rng, target, 2, skill=0.7)[:, 1]
    return target, _two_columns(np.round(scores, decimals))


def _cost(target, called, missed_cost) -> float:
    (_, false_alarms), (missed, _) = confusion_matrix(target, called, labels=[0, 1])
    return (missed_cost * missed + false_alarms) / len(target)


def _every_cut(scores) -> np.ndarray:
    return np.unique(np.concatenate((scores, [0.0, 1.0])))


@pytest.mark.parametrize("decimals", [12, 1], ids=["distinct scores", "tied scores"])
def test_no_threshold_has_a_better_f1_on_validation(decimals):
    target, table = _answers(decimals=decimals)
    scores = table[:, 1]
    best = max(f1_score(target, scores > cut, zero_division=0) for cut in _every_cut(scores))
    value = choose_threshold(target, table, NAMES).value
    assert f1_score(target, scores > value) == pytest.approx(best, abs=1e-9)


@pytest.mark.parametrize("missed_cost", [0.01, 0.5, 1.0, 5.0, 1000.0])
@pytest.mark.parametrize("decimals", [12, 1], ids=["distinct scores", "tied scores"])
def test_no_threshold_costs_less_on_validation(missed_cost, decimals):
    target, table = _answers(decimals=decimals)
    scores = table[:, 1]
    least = min(_cost(target, scores > cut, missed_cost) for cut in _every_cut(scores))
    value = choose_threshold(target, table, NAMES, "cost", missed_cost).value
    assert _cost(target, scores > value, missed_cost) == pytest.approx(least, abs=1e-9)


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 1), st.floats(0, 1, allow_subnormal=False)),
        min_size=2,
        max_size=12,
    ).filter(lambda rows: len({truth for truth, _ in rows}) == 2),
    st.sampled_from(["f1", "cost"]),
)
def test_chosen_threshold_is_best_whatever_the_scores(rows, rule):
    target = np.array([truth for truth, _ in rows])
    scores = np.array([score for _, score in rows])
    threshold = choose_threshold(target, _two_columns(scores), NAMES, rule, 5.0)

    def loss(cut):
        if rule == "cost":
            return _cost(target, scores > cut, 5.0)
        return -f1_score(target, scores > cut, zero_division=0)

    assert loss(threshold.value) == pytest.approx(min(map(loss, _every_cut(scores))), abs=1e-9)
    assert 0 <= threshold.value <= 1


def test_a_dearer_miss_lowers_the_threshold():
    target, table = _answers(2000)
    cheap, dear = (
        choose_threshold(target, table, NAMES, "cost", cost).value for cost in (0.5, 10.0)
    )
    assert dear < cheap


def test_among_equally_good_thresholds_the_nearest_to_half_is_taken():
    target = np.array([0, 0, 1, 1])
    assert choose_threshold(target, _two_columns([0.1, 0.2, 0.8, 0.9]), NAMES).value == HALF


def test_the_curve_is_short_and_holds_the_chosen_threshold():
    target, table = _answers(3000)
    threshold = choose_threshold(target, table, NAMES)
    curve = threshold.curve
    assert len(curve.values) == len(curve.f1) == len(curve.cost) <= MOST_POINTS + 1
    assert curve.f1[curve.values.index(threshold.value)] == max(curve.f1)


@pytest.mark.parametrize("place", [0, 17, 43, -1])
def test_every_point_of_the_curve_is_what_scikit_learn_counts(place):
    target, table = _answers()
    curve = choose_threshold(target, table, NAMES, missed_cost=3.0).curve
    called = table[:, 1] > curve.values[place]
    assert curve.f1[place] == pytest.approx(f1_score(target, called, zero_division=0), abs=1e-9)
    assert curve.cost[place] == pytest.approx(_cost(target, called, 3.0), abs=1e-9)


def test_effect_on_test_rows_equals_scikit_learn_beside_half():
    threshold = choose_threshold(*_answers(), NAMES, "cost", 4.0)
    target, table = _answers(seed=1)
    effect = threshold_effect(threshold, target, table)
    for found, value in ((effect.chosen, threshold.value), (effect.half, 0.5)):
        called = (table[:, 1] > value).astype(int)
        assert found.accuracy.value == pytest.approx(accuracy_score(target, called), abs=1e-9)
        assert found.f1.value == pytest.approx(f1_score(target, called), abs=1e-9)
        assert found.cost.value == pytest.approx(_cost(target, called, 4.0), abs=1e-9)
        assert found.missed.value == np.sum((target == 1) & (called == 0))
        assert found.false_alarms.value == np.sum((target == 0) & (called == 1))


def test_half_gives_the_most_probable_class():
    target, table = _answers(decimals=1)
    effect = threshold_effect(choose_threshold(target, table, NAMES), target, table)
    most_probable = accuracy_score(target, table.argmax(axis=1))
    assert effect.half.accuracy.value == pytest.approx(most_probable, abs=1e-9)


@pytest.mark.parametrize(
    ("target", "table", "why"),
    [
        (np.zeros(20, int), _two_columns(np.full(20, 0.3)), "all 20 validation rows belong"),
        (np.array([0, 1]), np.full((2, 2), math.nan), "no probability for 2 of 2 validation rows"),
        (np.array([], int), np.empty((0, 2)), "there are no validation rows"),
    ],
    ids=["one class", "diverged", "no rows"],
)
def test_without_a_choice_the_threshold_is_half_and_says_why(target, table, why):
    threshold = choose_threshold(target, table, NAMES)
    assert not threshold.is_chosen
    assert threshold.value == HALF
    assert why in threshold.reason


def test_constant_scores_call_all_rows_or_none():
    target = np.array([0, 0, 0, 1])
    table = _two_columns(np.full(4, 0.25))
    by_f1 = choose_threshold(target, table, NAMES)
    by_cost = choose_threshold(target, table, NAMES, "cost", 1.0)
    assert by_f1.value < 0.25 <= by_cost.value


def test_test_rows_without_a_positive_have_no_f1_but_an_accuracy():
    threshold = choose_threshold(*_answers(), NAMES)
    effect = threshold_effect(threshold, np.zeros(5, int), _two_columns(np.zeros(5)))
    assert effect.chosen.f1.reason == "no test row belongs to 'default' or is called so"
    assert effect.chosen.accuracy.value == 1.0


def test_a_model_diverged_on_test_rows_has_no_effect():
    threshold = choose_threshold(*_answers(), NAMES)
    at = threshold_effect(threshold, np.array([0, 1]), np.full((2, 2), math.nan)).chosen
    assert not any(x.is_defined for x in (at.accuracy, at.f1, at.cost, at.missed, at.false_alarms))


@pytest.mark.parametrize("missed_cost", [0.0, -1.0, math.inf, math.nan])
def test_cost_of_a_missed_positive_must_be_positive(missed_cost):
    with pytest.raises(SpecError, match="cost of a missed positive"):
        choose_threshold(*_answers(), NAMES, "cost", missed_cost)
