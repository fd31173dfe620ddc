from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from core.tasks.checks.separation import separation
from core.tasks.checks.training_rows import RawColumn

DRAWN = np.random.default_rng(0)


def column(values: np.ndarray, is_category: bool = False) -> RawColumn:
    return RawColumn("amount", np.asarray(values, dtype=np.float32), is_category)


@given(st.integers(0, 2**32 - 1))
def test_area_of_numbers_equals_that_of_scikit_learn(seed: int) -> None:
    drawn = np.random.default_rng(seed)
    target = drawn.permutation(np.arange(200) % 2)
    values = (drawn.normal(size=200) + target).round(2).astype(np.float32)
    area = roc_auc_score(target, values)
    expected = max(area, 1 - area)
    assert separation(column(values), target, 1) == pytest.approx(expected, abs=1e-9)


def test_a_class_with_too_few_rows_is_passed_over() -> None:
    target = (np.arange(500) < 3).astype(int)
    assert separation(column(target), target, least_rows=10) == 0.5


def test_kinds_are_not_judged_on_the_rows_that_rank_them() -> None:
    target = DRAWN.integers(0, 2, 100)
    kinds = column(DRAWN.integers(0, 50, 100), is_category=True)
    assert separation(kinds, target, 1) < 0.75


def test_codes_out_of_order_are_judged_as_kinds() -> None:
    target = DRAWN.integers(0, 2, 1000)
    codes = np.where(target == 1, 5, np.where(DRAWN.random(1000) < 0.5, 1, 9))
    assert separation(column(codes), target, 10) == 1.0
