"""What is proposed, and when a trial is given up."""

from __future__ import annotations

import pytest

from core.lab.search.asking import Asking
from core.lab.search.outcome import Setting
from core.spec import DistillSpec
from tests.lab.search.small import COSTLY, SPEC
from tests.lab.search.trials import trial

GOOD, BAD = (0.6, 0.7, 0.7), (0.6, 0.5, 0.5)


def asked(spec, told):
    """Return what is proposed next to a search that is continued."""
    return Asking(spec, told).ask()


def test_the_first_trial_is_the_choices_of_the_run():
    run = SPEC.run
    setting = Asking(SPEC).ask()
    assert setting == Setting(0, run.distill.alpha, run.distill.temperature, 0.005)


def test_choices_outside_the_bounds_are_moved_to_them():
    spec = SPEC.model_copy(update={"alpha": (0.0, 0.4)})
    assert Asking(spec).ask().alpha == 0.4


@pytest.mark.parametrize("spec", [SPEC, COSTLY], ids=["quality", "cost"])
def test_a_search_that_is_continued_proposes_what_it_would_have_proposed(spec):
    spec = spec.model_copy(update={"trials": 30})
    one, told = Asking(spec), []
    for number in range(12):
        setting = one.ask()
        assert asked(spec, tuple(told)) == setting
        auc = 0.7 - abs(setting.alpha - 0.3) if number % 4 else None
        state = "complete" if number % 4 else "failed"
        made = trial(number, auc, 0.6, 100 + setting.student, state)
        made = made.__class__(**{**made.__dict__, "setting": setting})
        one.tell(made)
        told.append(made)


def test_what_is_proposed_lies_within_the_bounds():
    spec = COSTLY.model_copy(update={"alpha": (0.2, 0.4), "temperature": (3.0, 5.0)})
    asking = Asking(spec)
    for number in range(8):
        setting = asking.ask()
        assert 0.2 <= setting.alpha <= 0.4
        assert 3 <= setting.temperature <= 5
        assert 0.001 <= setting.learning_rate <= 0.05
        assert 0 <= setting.student < 3
        asking.tell(trial(number, 0.6))


def test_a_trial_is_given_up_only_where_both_students_are_below_the_median():
    told = tuple(trial(n, 0.7, 0.7, curve=GOOD) for n in range(5))
    for both, is_hopeless in (((0.5, 0.5), True), ((0.5, 0.8), False), ((0.8, 0.5), False)):
        asking = Asking(SPEC, told)
        asking.ask()
        assert not asking.is_hopeless(1, 0.6, 0.6)
        assert asking.is_hopeless(2, *both) is is_hopeless


def test_the_first_trials_are_not_given_up():
    asking = Asking(SPEC, tuple(trial(n, 0.7, 0.7, curve=GOOD) for n in range(3)))
    asking.ask()
    assert not asking.is_hopeless(2, *BAD[1:])


def test_what_the_run_chose_decides_nothing_but_the_first_trial():
    other = SPEC.model_copy(
        update={"run": SPEC.run.model_copy(update={"distill": DistillSpec(alpha=0.1)})}
    )
    told = (trial(0, 0.7),)
    assert asked(SPEC, told) == asked(other, told)
