from __future__ import annotations

from itertools import count

import numpy as np
import pytest
from scipy.stats import spearmanr
from sklearn.inspection import permutation_importance
from sklearn.linear_model import LogisticRegression

from core.evaluate.looks.shuffling import MOST_ROWS, Asked, importance

NAMES = ("strong", "weak", "nothing")
WEIGHTS = np.array([2.0, 0.7, 0.0])


def planted(n_rows: int = 600, seed: int = 0):
    """Rows, and classes drawn from a logistic model of known weights."""
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(n_rows, 3)).astype(np.float32)
    target = (rng.random(n_rows) < 1 / (1 + np.exp(-rows @ WEIGHTS))).astype(np.int64)
    return rows, target


def linear(weights):
    """Answer rows, or the last day of windows, by a logistic model."""

    def answer(rows):
        last = rows if rows.ndim == 2 else rows[:, -1]
        positive = 1 / (1 + np.exp(-(last @ np.asarray(weights, dtype=np.float64))))
        return np.column_stack((1 - positive, positive))

    return answer


def drops(found, role="teacher"):
    return [column.drop.value for column in found.model(role).columns]


def test_drops_equal_those_of_scikit_learn() -> None:
    rows, target = planted(300)
    fitted = LogisticRegression().fit(rows, target)
    oracle = permutation_importance(
        fitted, rows, target, scoring="roc_auc", n_repeats=20, random_state=0
    )
    found = importance(
        (Asked("teacher", fitted.predict_proba, rows),), target, NAMES, repeats=20, most_seconds=60
    )
    error = 4 * np.sqrt(2 / 20) * oracle.importances_std + 1e-12
    assert np.all(np.abs(drops(found) - oracle.importances_mean) <= error)
    spreads = [column.spread for column in found.model("teacher").columns]
    assert spreads == pytest.approx(oracle.importances_std, rel=0.6, abs=1e-4)


def test_a_column_without_weight_costs_exactly_nothing() -> None:
    rows, target = planted()
    found = importance((Asked("teacher", linear(WEIGHTS), rows),), target, NAMES)
    strong, weak, nothing = drops(found)
    assert strong > weak > nothing == 0.0


def test_models_meet_the_same_shuffles() -> None:
    rows, target = planted()
    both = (
        Asked("teacher", linear(WEIGHTS), rows),
        Asked("distilled", linear(2 * WEIGHTS), rows),
    )
    found = importance(both, target, NAMES)
    # Twice the weights rank rows the same, so only different shuffles could part the two.
    assert drops(found, "distilled") == drops(found, "teacher")
    assert found.rank_correlation("teacher", "distilled").value == pytest.approx(1.0)


def test_a_window_moves_as_a_whole() -> None:
    rows, target = planted()
    windows = np.repeat(rows[:, None, :], 4, axis=1)

    def checked(asked):
        assert np.all(asked == asked[:, :1])
        return linear(WEIGHTS)(asked)

    of_windows = importance((Asked("teacher", checked, windows),), target, NAMES)
    of_rows = importance((Asked("teacher", linear(WEIGHTS), rows),), target, NAMES)
    assert of_windows == of_rows


def test_a_category_is_shuffled_as_one_column() -> None:
    codes = np.arange(300) % 3
    rows = np.column_stack((np.zeros(300), codes)).astype(np.float32)
    target = (codes == 2).astype(np.int64)

    def answer(asked):
        positive = np.where(asked[:, 1] == 2, 0.9, 0.1)
        return np.column_stack((1 - positive, positive))

    found = importance((Asked("teacher", answer, rows),), target, ("empty", "category"))
    empty, category = drops(found)
    assert empty == 0.0
    assert category == pytest.approx(0.5, abs=0.1)


def test_rows_are_left_as_they_were() -> None:
    rows, target = planted()
    before = rows.copy()
    importance((Asked("teacher", linear(WEIGHTS), rows),), target, NAMES)
    assert np.array_equal(rows, before)


def test_the_same_seed_gives_the_same_numbers() -> None:
    rows, target = planted(3000)
    asked = (Asked("teacher", linear(WEIGHTS), rows),)
    assert importance(asked, target, NAMES) == importance(asked, target, NAMES)
    assert importance(asked, target, NAMES) != importance(asked, target, NAMES, seed=1)


def test_many_rows_are_thinned_with_every_class_in_its_share() -> None:
    rows = np.zeros((50_000, 3), dtype=np.float32)
    target = (np.arange(50_000) % 100 == 0).astype(np.int64)
    seen = []

    def answer(asked):
        seen.append(len(asked))
        return np.full((len(asked), 2), 0.5)

    found = importance((Asked("teacher", answer, rows),), target, NAMES, repeats=1)
    assert set(seen) == {MOST_ROWS}
    assert (found.n_rows, found.of_rows, found.metric) == (MOST_ROWS, 50_000, "auc")


def test_time_that_runs_out_leaves_both_models_with_the_same_shuffles() -> None:
    rows, target = planted()
    models = tuple(Asked(role, linear(WEIGHTS), rows) for role in ("teacher", "distilled"))
    ticks = count()
    found = importance(
        models, target, NAMES, repeats=2, most_seconds=5, clock=lambda: float(next(ticks))
    )
    assert found.is_cut_short
    for model in found.models:
        assert [column.repeats for column in model.columns] == [2, 1, 1]
    assert drops(found) == drops(found, "distilled")


def test_a_column_that_time_did_not_reach_says_so() -> None:
    rows, target = planted()
    ticks = count()
    found = importance(
        (Asked("teacher", linear(WEIGHTS), rows),),
        target,
        NAMES,
        most_seconds=2,
        clock=lambda: float(next(ticks)),
    )
    columns = found.model("teacher").columns
    assert [column.drop.is_defined for column in columns] == [True, False, False]
    assert columns[2].drop.reason == "time ran out before it"


def test_a_run_in_time_is_not_cut_short() -> None:
    rows, target = planted()
    found = importance((Asked("teacher", linear(WEIGHTS), rows),), target, NAMES, most_seconds=60)
    assert not found.is_cut_short
    assert {column.repeats for column in found.model("teacher").columns} == {5}


def test_one_class_is_judged_by_accuracy() -> None:
    rows, _ = planted(20)
    found = importance(
        (Asked("teacher", linear(WEIGHTS), rows),), np.ones(20, dtype=np.int64), NAMES
    )
    assert found.metric == "accuracy"
    expected = (rows @ WEIGHTS > 0).mean()
    assert found.model("teacher").score.value == pytest.approx(expected)


def test_constant_answers_listen_to_nothing() -> None:
    rows, target = planted(20)
    models = (
        Asked("teacher", linear(WEIGHTS), rows),
        Asked("distilled", linear(np.zeros(3)), rows),
    )
    found = importance(models, target, NAMES)
    assert drops(found, "distilled") == [0.0, 0.0, 0.0]
    assert "listens to every column alike" in found.rank_correlation("teacher", "distilled").reason


def test_a_diverged_student_leaves_the_teacher_standing() -> None:
    rows, target = planted(20)
    models = (
        Asked("teacher", linear(WEIGHTS), rows),
        Asked("distilled", linear([np.nan] * 3), rows),
    )
    found = importance(models, target, NAMES)
    assert np.isfinite(drops(found)).all()
    for column in found.model("distilled").columns:
        assert "no probability for 20 of 20" in column.drop.reason
    assert not found.rank_correlation("teacher", "distilled").is_defined


def test_rank_correlation_equals_that_of_scipy() -> None:
    rng = np.random.default_rng(2)
    rows = rng.normal(size=(500, 8)).astype(np.float32)
    one, other = rng.normal(size=(2, 8))
    target = (rows @ one > 0).astype(np.int64)
    models = (Asked("teacher", linear(one), rows), Asked("alone", linear(one + other), rows))
    found = importance(models, target, tuple("abcdefgh"))
    expected = spearmanr(drops(found), drops(found, "alone")).statistic
    assert found.rank_correlation("teacher", "alone").value == pytest.approx(expected)


def test_two_columns_are_too_few_to_rank() -> None:
    rows, target = planted(50)
    models = tuple(Asked(role, linear(WEIGHTS[:2]), rows[:, :2]) for role in ("teacher", "alone"))
    found = importance(models, target, NAMES[:2])
    assert "fewer than 3 columns" in found.rank_correlation("teacher", "alone").reason
