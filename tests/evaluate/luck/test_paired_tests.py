import numpy as np
import pytest
from scipy import stats
from sklearn.metrics import roc_auc_score
from statsmodels.stats.contingency_tables import mcnemar as oracle_mcnemar

from core.evaluate.compare import Answers, Truth
from core.evaluate.luck.paired_tests import (
    ALL_ALIKE,
    DATED,
    NO_ROW_APART,
    delong,
    mcnemar,
    paired_tests,
)
from tests.evaluate.made_up import probabilities

N_ROWS = 240


def _case(seed, n_rows=N_ROWS, n_classes=2):
    rng = np.random.default_rng(seed)
    target = rng.integers(0, n_classes, n_rows)
    tables = [probabilities(rng, target, n_classes, skill) for skill in (1.2, 0.8)]
    return Truth(target), *(Answers("ab"[k], table[None]) for k, table in enumerate(tables))


def _days(n_rows=N_ROWS):
    return np.datetime64("2020-01-01") + np.arange(n_rows)


def _right_and_wrong(both, only_first, only_second, neither):
    """Answers of two models with these counts of rows; the truth is always class 1."""
    first = np.repeat([1, 1, 0, 0], [both, only_first, only_second, neither])
    second = np.repeat([1, 0, 1, 0], [both, only_first, only_second, neither])
    return Truth(np.ones_like(first)), first, second


@pytest.mark.parametrize("counts", [(50, 3, 9, 4), (5, 6, 6, 0), (0, 1, 0, 9), (90, 40, 70, 8)])
def test_exact_mcnemar_equals_statsmodels(counts):
    both, only_first, only_second, neither = counts
    found = mcnemar(*_right_and_wrong(*counts))
    table = [[both, only_first], [only_second, neither]]
    assert found.exact.value == pytest.approx(oracle_mcnemar(table, exact=True).pvalue, abs=1e-9)
    assert (found.only_first, found.only_second) == (only_first, only_second)


@pytest.mark.parametrize(("only_first", "only_second"), [(3, 9), (0, 5), (17, 2), (6, 6)])
def test_mid_p_takes_half_of_the_chance_of_what_was_seen(only_first, only_second):
    found = mcnemar(*_right_and_wrong(8, only_first, only_second, 8))
    unlike = only_first + only_second
    seen = stats.binom.pmf(only_first, unlike, 0.5)
    chances = stats.binom.pmf(np.arange(unlike + 1), unlike, 0.5)
    rarer = chances[chances < seen * (1 - 1e-9)].sum()
    as_rare = chances[np.isclose(chances, seen, rtol=1e-9)].sum()
    assert found.mid_p.value == pytest.approx(rarer + as_rare / 2, abs=1e-9)


def test_models_right_on_the_same_rows_give_no_evidence():
    found = mcnemar(*_right_and_wrong(30, 0, 0, 10))
    assert found.exact.value == 1
    assert found.mid_p.reason == NO_ROW_APART


def _brute_force_delong(target, first, second):
    """Every pair of rows looked at, as in the paper of 1988."""
    inside, outside = target == 1, target == 0
    parts = []
    for scores in (first, second):
        ahead = scores[inside][:, None] - scores[outside][None]
        parts.append((ahead > 0) + 0.5 * (ahead == 0))
    wins = parts[0] - parts[1]
    variance = wins.mean(axis=1).var(ddof=1) / len(wins)
    variance += wins.mean(axis=0).var(ddof=1) / wins.shape[1]
    return wins.mean(), np.sqrt(variance)


@pytest.mark.parametrize("decimals", [1, 2, 12], ids=["many ties", "some ties", "no ties"])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_delong_equals_looking_at_every_pair_of_rows(seed, decimals):
    truth, first, second = _case(seed)
    scores = [model.probabilities[0][:, 1].round(decimals) for model in (first, second)]
    found = delong(truth, *scores)
    difference, error = _brute_force_delong(truth.target, *scores)
    assert found.difference.value == pytest.approx(difference, abs=1e-12)
    assert found.standard_error.value == pytest.approx(error, abs=1e-12)
    assert found.p_value.value == pytest.approx(2 * stats.norm.sf(abs(difference / error)))
    low, high = stats.norm.interval(0.95, difference, error)
    assert (found.interval.low, found.interval.high) == pytest.approx((low, high), abs=1e-12)


def test_difference_of_delong_is_that_of_scikit_learn():
    truth, first, second = _case(4)
    areas = [roc_auc_score(truth.target, m.probabilities[0][:, 1]) for m in (first, second)]
    found = delong(truth, first.probabilities[0][:, 1], second.probabilities[0][:, 1])
    assert found.difference.value == pytest.approx(areas[0] - areas[1], abs=1e-12)


def test_constant_scores_against_a_ranking_are_tested_like_any_other():
    truth, first, _ = _case(5)
    scores = first.probabilities[0][:, 1]
    found = delong(truth, scores, np.full(N_ROWS, 0.3))
    assert found.difference.value == pytest.approx(roc_auc_score(truth.target, scores) - 0.5)
    assert found.p_value.value < 1e-6


def test_equal_rankings_leave_only_the_p_value_undefined():
    truth, first, _ = _case(6)
    scores = first.probabilities[0][:, 1]
    found = delong(truth, scores, 2 * scores)
    assert (found.difference.value, found.standard_error.value) == (0, 0)
    assert found.p_value.reason == ALL_ALIKE


def test_days_that_hang_together_get_no_p_value_but_the_reason():
    truth, first, second = _case(7)
    dated = Truth(truth.target, _days(), 10)
    found = paired_tests(dated, first, second)
    numbers = (found.mcnemar.exact, found.mcnemar.mid_p, found.delong.p_value)
    assert {number.reason for number in numbers} == {DATED}
    assert np.isnan(found.delong.interval.low)


def test_a_diverged_student_gets_the_reason_and_no_count():
    truth, first, second = _case(8)
    second.probabilities[0, 5] = np.nan
    found = paired_tests(truth, first, second)
    assert "diverged" in found.mcnemar.exact.reason
    assert "diverged" in found.delong.difference.reason
    assert found.mcnemar.only_first is None


@pytest.mark.parametrize("n_positive", [0, 1, N_ROWS])
def test_delong_needs_two_rows_of_each_class(n_positive):
    _, first, second = _case(9)
    truth = Truth(np.repeat([1, 0], [n_positive, N_ROWS - n_positive]))
    found = paired_tests(truth, first, second)
    assert "fewer than 2 test rows" in found.delong.p_value.reason
    assert found.mcnemar.exact.is_defined


def test_three_classes_have_mcnemar_only():
    found = paired_tests(*_case(10, n_classes=3))
    assert found.mcnemar.exact.is_defined
    assert "two classes" in found.delong.p_value.reason


def test_the_seeds_asked_for_are_tested():
    truth, first, second = _case(11)
    both = Answers("both", np.concatenate((first.probabilities, second.probabilities)))
    assert paired_tests(truth, both, both, 0, 1) == paired_tests(truth, first, second)


def test_delong_is_right_about_chance_when_two_models_are_equally_good():
    p_values = []
    for seed in range(300):
        rng = np.random.default_rng(seed)
        target = rng.integers(0, 2, 200)
        shared = rng.normal(size=200) + target
        first, second = (shared + rng.normal(size=200) for _ in range(2))
        p_values.append(delong(Truth(target), first, second).p_value.value)
    assert stats.kstest(p_values, "uniform").pvalue > 0.001
