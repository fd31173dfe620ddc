import math

import numpy as np
import pytest
from scipy.stats import ks_2samp
from sklearn.metrics import roc_auc_score

from core.evaluate.looks.credit_figures import (
    SMALLEST_SHARE,
    CreditFigures,
    credit_figures,
    population_stability,
    shift_sentence,
)
from core.evaluate.looks.defined import Defined
from tests.evaluate.made_up import probabilities

NAMES = ("paid", "default")
EXACT = 1e-9


def _two_columns(scores) -> np.ndarray:
    scores = np.asarray(scores, float)
    return np.column_stack((1 - scores, scores))


def _answers(n_rows: int = 400, decimals: int = 12, skill: float = 0.8, seed: int = 0):
    rng = np.random.default_rng(seed)
    target = (rng.random(n_rows) < 0.25).astype(np.int64)
    table = probabilities(rng, target, 2, skill)
    return target, _two_columns(np.round(table[:, 1], decimals))


@pytest.mark.parametrize("decimals", [12, 1], ids=["distinct scores", "tied scores"])
@pytest.mark.parametrize("skill", [0.8, -0.8], ids=["good", "upside down"])
def test_ks_equals_scipy_and_gini_follows_the_auc(decimals, skill):
    target, table = _answers(decimals=decimals, skill=skill)
    figures = credit_figures(target, table, table, NAMES)
    scores = table[:, 1]
    expected = ks_2samp(scores[target == 1], scores[target == 0]).statistic
    assert figures.ks.value == pytest.approx(expected, abs=EXACT)
    assert figures.gini.value == pytest.approx(2 * roc_auc_score(target, scores) - 1, abs=EXACT)


def test_stability_index_equals_its_closed_form():
    reference = np.arange(100) / 100
    scores = np.concatenate((np.full(30, 0.05), np.full(70, 0.95)))
    p = np.full(10, 0.1)
    q = np.full(10, SMALLEST_SHARE)
    q[0], q[9] = 0.3, 0.7
    expected = np.sum((q - p) * np.log(q / p))
    assert population_stability(reference, scores) == pytest.approx(expected, abs=EXACT)


def test_stability_index_of_two_bins_by_hand():
    reference, scores = np.array([0.1, 0.1, 0.9, 0.9]), np.array([0.1, 0.9, 0.9, 0.9])
    expected = (0.25 - 0.5) * math.log(0.25 / 0.5) + (0.75 - 0.5) * math.log(0.75 / 0.5)
    assert population_stability(reference, scores, n_bins=2) == pytest.approx(expected, abs=EXACT)


def test_stability_index_does_not_depend_on_the_scale_of_the_score():
    rng = np.random.default_rng(1)
    before, after = rng.random(500), rng.random(400) ** 1.3
    assert population_stability(before, after) == pytest.approx(
        population_stability(before**3, after**3), abs=0.02
    )


def test_the_same_scores_have_not_shifted():
    scores = np.random.default_rng(2).random(300)
    assert population_stability(scores, scores) == 0.0


@pytest.mark.parametrize("common", [0.2, 0.8], ids=["smallest", "largest"])
def test_a_shift_is_seen_although_nearly_all_rows_share_one_score(common):
    reference = np.full(100, common)
    reference[:5] = 1 - common
    after = np.full(100, common)
    after[:50] = 1 - common
    expected = (0.5 - 0.05) * math.log(0.5 / 0.05) + (0.5 - 0.95) * math.log(0.5 / 0.95)
    assert population_stability(reference, after) == pytest.approx(expected, abs=EXACT)


def test_chance_exceeds_its_bound_in_five_of_a_hundred_samples():
    rng = np.random.default_rng(3)
    target, table = _answers(1000)
    bound = credit_figures(target[:600], table[:600], table, NAMES).psi_by_chance.value
    draws = 600
    beyond = sum(
        population_stability(rng.random(1000), rng.random(600)) > bound for _ in range(draws)
    )
    assert 0.02 < beyond / draws < 0.08


def test_one_class_leaves_the_shift_standing():
    _, table = _answers(20)
    figures = credit_figures(np.zeros(20, np.int64), table, table, NAMES)
    assert figures.ks.reason == figures.gini.reason == "all 20 test rows belong to 'paid'"
    assert figures.psi.is_defined


def test_constant_scores_tell_nothing_and_cannot_shift():
    target, table = _answers(40)
    flat = np.tile([0.8, 0.2], (40, 1))
    figures = credit_figures(target, flat, flat, NAMES)
    assert figures.ks.value == figures.gini.value == 0.0
    assert figures.psi.reason == "every validation row has the same score, 0.200"
    assert credit_figures(target, flat, table, NAMES).psi.is_defined


def test_a_diverged_model_has_no_figures():
    target, table = _answers()
    broken = np.full_like(table, math.nan)
    figures = credit_figures(target, broken, table, NAMES)
    assert not any(
        figure.is_defined
        for figure in (figures.ks, figures.gini, figures.psi, figures.psi_by_chance)
    )
    only_before = credit_figures(target, table, broken, NAMES)
    assert only_before.ks.is_defined
    assert "400 validation rows" in only_before.psi.reason


@pytest.mark.parametrize(
    ("psi", "chance", "words"),
    [
        (0.30, 0.40, "no more than chance"),
        (0.05, 0.01, "too little to act on"),
        (0.15, 0.01, "slight shift"),
        (0.30, 0.01, "large shift"),
    ],
)
def test_shift_is_never_called_real_when_chance_explains_it(psi, chance, words):
    some = Defined(0.5)
    assert words in shift_sentence(CreditFigures(some, some, Defined(psi), Defined(chance)))


def test_shift_sentence_says_why_there_is_none():
    target, _ = _answers(40)
    flat = np.tile([0.8, 0.2], (40, 1))
    sentence = shift_sentence(credit_figures(target, flat, flat, NAMES))
    assert "not defined: every validation row has the same score" in sentence
