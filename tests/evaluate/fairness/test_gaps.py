from __future__ import annotations

import numpy as np
import pytest

from core.evaluate.fairness.gaps import GroupedRates, gap, gap_change
from core.evaluate.fairness.group_rates import RATES, group_rates, rates_of

# Rows, good rows, selected, selected although bad.
LARGE = {"a": (100, 60, 70, 20), "b": (100, 60, 40, 10), "c": (100, 60, 55, 15)}


def rates(groups: dict[str, tuple[int, ...]], why_not: str = "", seeds: int = 1) -> GroupedRates:
    sums = np.array([list(groups.values())] * seeds, dtype=float)
    noise = np.random.default_rng(0).normal(0, 0.01, (50, seeds, len(groups), 4))
    return GroupedRates(
        groups=tuple(
            group_rates(name, sums[:, place], why_not) for place, name in enumerate(groups)
        ),
        full=rates_of(sums),
        resampled=rates_of(sums)[None] + noise,
        why_not=why_not,
    )


def test_gap_is_between_the_two_groups_furthest_apart():
    found = gap(rates(LARGE), "selection")
    assert (found.highest, found.lowest) == ("a", "b")
    assert found.difference.mean == pytest.approx(0.3)
    assert found.difference.low < 0.3 < found.difference.high


def test_small_groups_take_no_part():
    found = gap(rates(LARGE | {"tiny": (29, 20, 29, 9)}), "selection")
    assert found.highest == "a"


def test_a_group_with_few_bad_rows_takes_no_part_in_the_share_accepted():
    groups = LARGE | {"good": (100, 90, 95, 10)}
    assert gap(rates(groups), "false_negative").highest == "a"
    assert gap(rates(groups), "selection").highest == "good"


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        ("selection", "fewer than two groups have 30 rows"),
        ("false_positive", "fewer than two groups have 30 rows with a good outcome"),
        ("false_negative", "fewer than two groups have 30 rows with a bad outcome"),
    ],
)
def test_one_large_group_has_no_gap(rate, words):
    found = gap(rates({"a": LARGE["a"], "b": (10, 5, 5, 2)}), rate)
    assert found.reason == words
    assert np.isnan(found.difference.mean)


def test_groups_that_fare_alike_have_a_gap_of_zero_between_two_of_them():
    found = gap(rates({"a": LARGE["a"], "b": LARGE["a"]}), "error")
    assert found.difference.mean == 0
    assert found.highest != found.lowest


def test_change_is_the_difference_of_the_gaps():
    flat = rates(LARGE | {"a": LARGE["c"]})
    found = gap_change(flat, rates(LARGE), "selection")
    assert found.difference.mean == pytest.approx(0.15 - 0.3)
    assert found.is_clear


def test_a_model_beside_itself_changes_nothing():
    found = gap_change(rates(LARGE), rates(LARGE), "error")
    assert (found.difference.low, found.difference.high) == (0, 0)
    assert not found.is_clear


@pytest.mark.parametrize("swapped", [False, True])
def test_a_diverged_model_has_no_gap_and_no_change(swapped):
    broken = rates(LARGE, "it diverged")
    pair = (rates(LARGE), broken) if swapped else (broken, rates(LARGE))
    assert all(gap(broken, rate).reason == "it diverged" for rate in RATES)
    change = gap_change(*pair, "error")
    assert (change.reason, change.is_clear) == ("it diverged", False)
