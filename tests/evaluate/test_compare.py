import numpy as np
import pytest
import torch
from scipy.stats import norm

from core.evaluate.compare import Answers, Truth, compare
from core.evaluate.scores import METRICS
from tests.evaluate.made_up import make_dataset, make_part, point_scores, probabilities

N_ROWS = 300


def _models(n_classes=2, n_rows=N_ROWS, seeds=3, seed=0, n_resamples=200, skill=0.7):
    rng = np.random.default_rng(seed)
    target = rng.integers(0, n_classes, n_rows)
    tables = {
        "alone": [probabilities(rng, target, n_classes, skill) for _ in range(seeds)],
        "distilled": [probabilities(rng, target, n_classes, skill + 0.5) for _ in range(seeds)],
        "teacher": [probabilities(rng, target, n_classes, skill + 1)],
    }
    answers = tuple(Answers(name, np.stack(table)) for name, table in tables.items())
    return target, answers, compare(Truth(target), answers, n_resamples)


@pytest.mark.parametrize("n_classes", [2, 3])
def test_mean_of_a_score_is_the_average_over_seeds_on_all_test_rows(n_classes):
    target, answers, comparison = _models(n_classes)
    expected = np.mean([point_scores(target, table) for table in answers[0].probabilities], axis=0)
    scores = comparison.scores("alone")
    means = [getattr(scores, metric).mean for metric in METRICS]
    assert means == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("name", ["alone", "distilled", "teacher"])
def test_interval_surrounds_its_mean_and_stays_possible(metric, name):
    found = getattr(_models()[2].scores(name), metric)
    assert 0 <= found.low < found.mean < found.high
    assert found.high <= 1 or metric in ("log_loss", "brier")


def test_interval_of_a_nearly_perfect_model_ends_at_one():
    assert _models(skill=6)[2].scores("alone").auc.high == 1.0


def test_interval_of_a_difference_ends_where_differences_do():
    # Six rows and two seeds that disagree make an interval far wider than what can be.
    target = np.array([0, 1, 0, 1, 0, 1])
    right, wrong = np.eye(2)[target] * 0.8 + 0.1, np.eye(2)[1 - target] * 0.8 + 0.1
    answers = (Answers("one", np.stack([right, wrong])), Answers("other", np.stack([wrong, right])))
    comparison = compare(Truth(target), answers, 200)
    for metric in ("accuracy", "f1", "auc", "ece"):
        found = comparison.difference(metric, "one", "other")
        assert -1 <= found.low <= found.mean <= found.high <= 1
    assert comparison.difference("auc", "one", "other").low == -1


@pytest.mark.parametrize("metric", METRICS)
def test_difference_of_means_is_the_mean_difference(metric):
    comparison = _models()[2]
    ours, theirs = (getattr(comparison.scores(name), metric) for name in ("distilled", "alone"))
    found = comparison.difference(metric, "distilled", "alone")
    assert found.mean == pytest.approx(ours.mean - theirs.mean, abs=1e-12)


def test_difference_turned_round_changes_sign():
    comparison = _models()[2]
    forth = comparison.difference("auc", "distilled", "alone")
    back = comparison.difference("auc", "alone", "distilled")
    width = forth.high - forth.low
    assert (back.mean, back.low) == pytest.approx((-forth.mean, -forth.high), abs=0.1 * width)


def test_equal_answers_differ_by_exactly_zero_in_every_metric():
    target, answers, _ = _models()
    twin = Answers("twin", answers[0].probabilities.copy())
    comparison = compare(Truth(target), (answers[0], twin), 100)
    for metric in METRICS:
        found = comparison.difference(metric, "twin", "alone")
        assert (found.mean, found.low, found.high) == (0, 0, 0)


def test_pairing_makes_the_difference_of_similar_models_narrow():
    target, answers, _ = _models()
    near = Answers("near", 0.98 * answers[0].probabilities + 0.01)
    comparison = compare(Truth(target), (answers[0], near), 200)
    single, paired = (
        comparison.scores("near").log_loss,
        comparison.difference("log_loss", "near", "alone"),
    )
    assert paired.high - paired.low < 0.2 * (single.high - single.low)


def test_teacher_with_one_seed_is_paired_with_every_seed_of_the_student():
    comparison = _models()[2]
    found = comparison.difference("auc", "distilled", "teacher")
    expected = comparison.scores("distilled").auc.mean - comparison.scores("teacher").auc.mean
    assert found.mean == pytest.approx(expected)
    assert (comparison.seeds("teacher"), comparison.seeds("distilled")) == (1, 3)


def test_agreement_is_the_share_of_rows_with_the_same_class():
    target = np.array([0, 1, 1, 0])
    ours = np.array([[[0.9, 0.1], [0.2, 0.8], [0.3, 0.7], [0.1, 0.9]]] * 2)
    ours[1, 0] = (0.4, 0.6)
    theirs = np.array([[[0.9, 0.1], [0.2, 0.8], [0.8, 0.2], [0.1, 0.9]]])
    comparison = compare(Truth(target), (Answers("a", ours), Answers("b", theirs)), 10)
    assert comparison.agreement("a", "b") == pytest.approx((3 / 4 + 2 / 4) / 2)


def test_given_classes_are_scored_instead_of_the_most_probable():
    target = np.array([0, 1, 0, 1])
    table = np.full((1, 4, 2), 0.5)
    comparison = compare(Truth(target), (Answers("same", table, target[None]),), 10)
    assert comparison.scores("same").accuracy.mean == 1.0
    assert comparison.scores("same").auc.mean == 0.5


def test_answers_from_logits_are_probabilities_that_sum_to_one():
    logits = (torch.tensor([[2.0, 0.0, -1.0]]), torch.tensor([[0.0, 0.0, 90.0]]))
    answers = Answers.from_logits("distilled", logits)
    assert answers.probabilities.dtype == np.float64
    assert answers.probabilities.sum(axis=2) == pytest.approx(np.ones((2, 1)), abs=1e-15)
    assert answers.classes.tolist() == [[0], [2]]


@pytest.mark.parametrize(("task", "by_date"), [("risk", True), ("credit", False)])
def test_only_market_rows_hang_together_by_date(task, by_date):
    dates = np.datetime64("2020-01-01") + np.arange(4)
    part = make_part([0, 1, 0, 1], dates=dates)
    truth = Truth.of(make_dataset(part, part, part, task=task), horizon_days=10)
    assert (truth.dates is not None) is by_date
    assert truth.target.tolist() == [0, 1, 0, 1]


def test_market_rows_that_repeat_by_day_get_a_wider_interval():
    rng = np.random.default_rng(0)
    by_day = rng.integers(0, 2, 60)
    target, table = np.repeat(by_day, 10), np.repeat(probabilities(rng, by_day, 2, 1), 10, axis=0)
    dates = np.repeat(np.datetime64("2020-01-01") + np.arange(60), 10)
    answers = (Answers("model", table[None]),)
    apart, together = (
        compare(truth, answers, 300).scores("model").accuracy
        for truth in (Truth(target), Truth(target, dates, 1))
    )
    assert together.high - together.low > 2 * (apart.high - apart.low)


def test_one_class_in_the_test_rows_leaves_auc_without_a_value():
    table = np.random.default_rng(0).dirichlet((1, 1), (2, 30))
    comparison = compare(Truth(np.zeros(30, int)), (Answers("model", table),), 50)
    scores = comparison.scores("model")
    assert np.isnan([scores.auc.mean, scores.auc.low, scores.auc.high]).all()
    assert np.isfinite([scores.accuracy.mean, scores.accuracy.low, scores.accuracy.high]).all()


def test_class_with_one_test_row_still_gets_an_auc_interval():
    target = np.zeros(30, int)
    target[0] = 1
    table = np.random.default_rng(0).dirichlet((1, 1), (2, 30))
    found = compare(Truth(target), (Answers("model", table),), 200).scores("model").auc
    assert 0 <= found.low <= found.mean <= found.high <= 1


def test_same_seed_gives_the_same_numbers():
    assert _models()[2].scores("alone") == _models()[2].scores("alone")


def test_unknown_model_is_a_key_error():
    with pytest.raises(KeyError):
        _models()[2].model("nobody")


def _simulated_difference(seed: int):
    """Two students whose AUC is known by formula: noise lowers skill by a known amount."""
    rng = np.random.default_rng(seed)
    target = (rng.random(400) < 0.3).astype(int)
    signal = 1.2 * target + rng.normal(size=400)
    tables = []
    for spread in (0.5, 1.0):
        score = signal + spread * rng.normal(size=(5, 400))
        second = 1 / (1 + np.exp(-score))
        tables.append(np.stack((1 - second, second), axis=2))
    answers = (Answers("distilled", tables[0]), Answers("alone", tables[1]))
    return compare(Truth(target), answers, 200, seed).difference("auc", "distilled", "alone")


def test_interval_of_an_auc_difference_covers_the_true_difference():
    areas = [norm.cdf(1.2 / np.sqrt(2 * (1 + spread**2))) for spread in (0.5, 1.0)]
    found = [_simulated_difference(seed) for seed in range(150)]
    covered = np.mean([each.contains(areas[0] - areas[1]) for each in found])
    assert 0.90 <= covered <= 0.995
    assert np.mean([each.low > 0 for each in found]) > 0.75
