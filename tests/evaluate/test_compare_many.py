"""Many models judged at once, beside the same models judged one by one."""

from __future__ import annotations

import weakref

import numpy as np
import pytest

from core.evaluate import compare_many as compare_many_module
from core.evaluate.compare import Answers, Truth, compare
from core.evaluate.compare_many import compare_many
from core.evaluate.luck.paired_tests import delong
from core.evaluate.scores import METRICS


def example(n_rows=400, n_classes=2, n_models=3, n_seeds=3, digits=None, dated=False):
    rng = np.random.default_rng(7)
    target = rng.integers(0, n_classes, n_rows)
    answers = []
    for model in range(n_models):
        logits = rng.normal(size=(n_seeds, n_rows, n_classes)) + 0.8 * np.eye(n_classes)[target]
        shares = np.exp(logits * (1 + 0.1 * model))
        shares /= shares.sum(axis=2, keepdims=True)
        if digits is not None:
            shares = np.round(shares, digits)
            shares[..., -1] = 1 - shares[..., :-1].sum(axis=2)
        answers.append(Answers(f"model {model}", shares))
    days = np.datetime64("2020-01-01") + np.arange(n_rows) // 4 if dated else None
    return Truth(target, days, 5), tuple(answers)


@pytest.mark.parametrize("n_classes", [2, 3])
@pytest.mark.parametrize("digits", [None, 1])
def test_every_metric_on_all_rows_is_that_of_the_exact_comparison(n_classes, digits):
    truth, answers = example(n_classes=n_classes, digits=digits)
    exact, many = compare(truth, answers, 50), compare_many(truth, answers, 50)
    for one in answers:
        np.testing.assert_array_equal(many.model(one.name).full, exact.model(one.name).full)


@pytest.mark.parametrize("n_classes", [2, 3])
@pytest.mark.parametrize("dated", [False, True])
def test_all_metrics_but_the_area_are_the_same_on_every_resample(n_classes, dated):
    truth, answers = example(n_classes=n_classes, dated=dated)
    exact, many = compare(truth, answers, 50), compare_many(truth, answers, 50)
    others = [place for place, name in enumerate(METRICS) if name != "auc"]
    for one in answers:
        np.testing.assert_allclose(
            many.model(one.name).resampled[..., others],
            exact.model(one.name).resampled[..., others],
            atol=1e-5,
        )


@pytest.mark.parametrize("n_classes", [2, 3])
@pytest.mark.parametrize("digits", [None, 1])
@pytest.mark.parametrize("dated", [False, True])
def test_the_interval_of_an_area_is_as_wide_as_the_exact_one(n_classes, digits, dated):
    truth, answers = example(n_classes=n_classes, digits=digits, dated=dated)
    exact, many = compare(truth, answers), compare_many(truth, answers)
    expected = exact.difference("auc", "model 1", "model 0")
    found = many.difference("auc", "model 1", "model 0")
    width = expected.high - expected.low
    assert found.mean == expected.mean
    assert abs(found.low - expected.low) < 0.03 * width
    assert abs(found.high - expected.high) < 0.03 * width


def test_the_spread_of_a_difference_in_area_is_that_of_delong():
    truth, answers = example(n_rows=1500, n_models=2, n_seeds=1)
    many = compare_many(truth, answers, 4000)
    first, second = (many.model(one.name).resampled[:, 0, METRICS.index("auc")] for one in answers)
    expected = delong(truth, *(one.probabilities[0, :, 1] for one in answers)).standard_error.value
    assert (first - second).std() == pytest.approx(expected, rel=0.06)


def test_models_that_do_not_fit_into_memory_together_are_judged_the_same(monkeypatch):
    truth, answers = example(n_models=4)
    together = compare_many(truth, answers, 50)
    monkeypatch.setattr("core.evaluate.compare_many.MOST_NUMBERS", 1)
    for one in answers:
        np.testing.assert_allclose(
            compare_many(truth, answers, 50).model(one.name).resampled,
            together.model(one.name).resampled,
            rtol=1e-5,
        )


def test_an_area_is_undefined_where_one_class_is_missing():
    truth, answers = example()
    one_class = Truth(np.zeros_like(truth.target))
    assert np.isnan(compare_many(one_class, answers, 20).model("model 0").resampled[..., 2]).all()


def test_of_very_many_models_only_two_groups_are_in_memory_together(monkeypatch):
    truth, answers = example(n_models=9)
    monkeypatch.setattr(compare_many_module, "MOST_NUMBERS", 2 * 3 * 400 * 28)
    alive = []

    def made():
        for one in answers:
            fresh = Answers(one.name, one.probabilities.copy())
            alive.append(weakref.ref(fresh))
            assert sum(ref() is not None for ref in alive) <= 5
            yield fresh

    together, split = compare_many(truth, answers, 20), compare_many(truth, made(), 20)
    assert len(split.judged) == 9
    for one in answers:
        np.testing.assert_allclose(
            split.model(one.name).resampled, together.model(one.name).resampled, atol=1e-6
        )
