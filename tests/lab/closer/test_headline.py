import dataclasses

import pytest

from core.errors import SpecError
from core.evaluate.scores import Interval
from core.lab.closer.headline import close_enough, next_step_of
from tests.lab.example_result import make_result


def test_closeness_is_told_by_auc_and_by_accuracy():
    found = close_enough(make_result(), 10.0)
    assert [one.answer for one in found] == ["yes", "yes"]
    assert "AUC" in found[0].sentence
    assert "accuracy" in found[1].sentence


def test_a_smaller_margin_may_not_be_met():
    assert [one.answer for one in close_enough(make_result(), 1.0)] == ["no", "no"]


def test_a_run_of_an_earlier_version_is_close_by_auc_only():
    older = dataclasses.replace(make_result(), accuracy_against_teacher=None)
    assert len(close_enough(older, 1.0)) == 1


def test_a_margin_of_nothing_is_refused():
    with pytest.raises(SpecError):
        close_enough(make_result(), 0.0)


@pytest.mark.parametrize(
    ("against", "step"),
    [
        (Interval(0.0, -0.005, 0.005), "deploy the distilled student"),
        (Interval(-0.05, -0.06, -0.04), "larger student"),
        (Interval(-0.01, -0.02, 0.01), "more evidence"),
    ],
)
def test_what_to_do_next_follows_from_the_distance_to_the_teacher(against, step):
    result = dataclasses.replace(make_result("better"), against_teacher=against)
    assert next_step_of(result).step == step
