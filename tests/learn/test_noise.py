from __future__ import annotations

import numpy as np
import pytest

from core.learn.noise import SETTINGS, SPEC, ManyTries, answers_to, judged, many_tries
from core.spec import ModelSpec, TrainSpec
from tests.learn import made_up

BRIEF = SPEC.model_copy(
    update={
        "teacher": ModelSpec(name="trees", trees=10),
        "student": ModelSpec(name="mlp", width=2),
        "train": TrainSpec(epochs=1, seeds=2, batch_size=1024, tune="off"),
    }
)


@pytest.fixture(scope="module")
def brief() -> ManyTries:
    return many_tries(BRIEF)


def test_every_setting_is_tried_with_every_start(brief: ManyTries) -> None:
    pairs = {(one.setting, one.seed) for one in brief.tries}
    assert len(pairs) == len(brief.tries) == 2 * len(SETTINGS)


def test_a_gain_is_the_auc_above_that_of_alone_with_the_same_start(brief: ManyTries) -> None:
    first = brief.tries[0]
    assert -0.5 < first.gain < 0.5
    found = judged(brief, first.setting).difference.mean
    own = [one.gain for one in brief.tries if one.setting == first.setting]
    assert found == pytest.approx(np.mean(own), abs=1e-5)


def test_the_best_of_more_tries_is_never_worse() -> None:
    many = made_up.many_tries()
    assert many.best_so_far() == (0.01, 0.01, 0.03, 0.03, 0.05)
    assert [many.best(count).gain for count in (1, 2, 4, 5)] == [0.01, 0.01, 0.03, 0.05]


def test_more_tries_make_the_interval_wider() -> None:
    few, more = (made_up.a_look(made_up.around(0.01, 0.02), count) for count in (2, 5))
    assert 1 < few.times_as_wide < more.times_as_wide
    assert few.after.difference.mean == more.after.difference.mean


@pytest.mark.parametrize(("mean", "choice"), [(0.06, 0), (0.03, 1), (0.001, 2)])
def test_the_winner_is_judged_by_all_its_starts(mean: float, choice: int) -> None:
    answer = answers_to(made_up.a_look(made_up.around(mean)))[0]
    assert answer.choice == choice
    assert "+0.050" in answer.reason


@pytest.mark.parametrize(("count", "choice"), [(1, 0), (3, 1), (120, 2)])
def test_the_width_follows_the_number_of_tries(count: int, choice: int) -> None:
    many = made_up.many_tries((0.01,) * 12)
    answer = answers_to(made_up.a_look(made_up.around(0.01), count, many))[1]
    assert answer.choice == choice


def test_noise_looks_like_a_win_and_the_verdict_refuses_it() -> None:
    many = many_tries()
    assert many.best(len(many.tries)).gain > 0.02
    assert judged(many, many.best(len(many.tries)).setting).outcome == "no_clear_difference"
