from __future__ import annotations

import pytest

from core.evaluate.scores import Interval
from core.learn.leak import answers_to
from tests.learn import made_up


@pytest.mark.parametrize(("shuffled", "choice"), [(0.52, 0), (0.60, 1), (0.80, 2)])
def test_flattery_is_told_in_points(shuffled: float, choice: int) -> None:
    answer = answers_to(made_up.leak_card(shuffled, honest=0.5))[0]
    assert answer.choice == choice
    assert f"{shuffled:.1%}" in answer.reason


@pytest.mark.parametrize(
    ("auc", "choice"),
    [(Interval(0.6, 0.55, 0.65), 0), (Interval(0.5, 0.4, 0.6), 1), (Interval(0.4, 0.3, 0.45), 2)],
)
def test_skill_is_claimed_only_where_the_interval_leaves_chance_out(
    auc: Interval, choice: int
) -> None:
    assert answers_to(made_up.leak_card(auc=auc))[1].choice == choice


@pytest.mark.parametrize(("shuffled", "may_be_luck"), [(0.51, True), (0.80, False)])
def test_flattery_may_be_luck_where_intervals_overlap(shuffled: float, may_be_luck: bool) -> None:
    answer = answers_to(made_up.leak_card(shuffled, honest=0.5))[0]
    assert ("may be luck" in answer.reason) == may_be_luck
