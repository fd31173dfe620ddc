"""Which trial is taken."""

from __future__ import annotations

from core.lab.search.choice import choose, front
from tests.lab.search.small import COSTLY, SPEC
from tests.lab.search.trials import trial

TRIALS = (
    trial(0, 0.700, 0.71, 500),
    trial(1, 0.697, 0.60, 100),
    trial(2, 0.690, 0.72, 50),
    trial(3, 0.700, 0.60, 900),
    trial(4, 0.900, 0.90, 10, state="pruned"),
    trial(5, None, None, 10, state="failed"),
)


def test_the_best_is_taken_and_the_first_among_equals():
    assert choose(SPEC, TRIALS) == 0
    assert choose(SPEC, TRIALS, is_alone=True) == 2


def test_a_trial_that_did_not_come_to_its_end_is_never_taken():
    assert choose(SPEC, TRIALS[4:]) is None


def test_where_cost_counts_the_smallest_within_half_a_point_is_taken():
    assert choose(COSTLY, TRIALS) == 1


def test_the_same_rule_holds_for_the_student_alone():
    assert choose(COSTLY, TRIALS, is_alone=True) == 2
    assert choose(COSTLY.model_copy(update={"points_for_cost": 20}), TRIALS, is_alone=True) == 2


def test_the_front_holds_trials_that_no_smaller_one_equals():
    assert front(TRIALS) == (2, 1, 0)
