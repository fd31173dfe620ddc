import dataclasses
import itertools

import pytest

from core.data.load import load
from core.distill.learners import TaughtRows, taught_rows
from core.lab.events import StageStarted
from core.lab.teachers import Shelf
from core.lab.tuned import tuned_learners
from core.spec import DataSpec, DistillSpec, ModelSpec, RunSpec, TaskSpec, TrainSpec
from core.tasks.make import make_dataset
from tests.distill.draining import drain


def spec(tune="on", alpha=0.8, temperature=2.0, **training):
    return RunSpec(
        data=DataSpec(sample="german_credit"),
        task=TaskSpec(name="credit"),
        student=ModelSpec(name="mlp", width=4),
        distill=DistillSpec(alpha=alpha, temperature=temperature),
        train=TrainSpec(epochs=2, seeds=2, tune=tune, **training),
    )


@pytest.fixture(scope="module")
def lesson():
    choices = spec()
    dataset = make_dataset(load(choices.data, None), choices.task, 1)
    rows = []
    for part in (dataset.train, dataset.validation):
        told = taught_rows(choices.student, part, None)
        said = told.inputs[:, :2] * 3
        rows.append(TaughtRows(told.inputs, told.target, told.labelled, said))
    return dataset, *rows


def tuned(choices, lesson, shelf=None, should_stop=lambda: False):
    return drain(tuned_learners(choices, *lesson, shelf or Shelf(), should_stop, 0.2))


def starts(events):
    return [event for event in events if not event.is_epoch]


def care_of(learners, role):
    return {(x.learning_rate, x.weight_decay, x.dropout) for x in learners if x.role == role}


def test_both_roles_are_searched_and_every_seed_gets_the_same(lesson):
    events, learners = tuned(spec(), lesson)
    assert [event.share_done for event in starts(events)] == [0.2, 0.35]
    for role in ("alone", "distilled"):
        (care,) = care_of(learners, role)
        assert None not in care


def test_without_a_search_the_run_s_own_choices_stay(lesson):
    events, learners = tuned(spec(tune="off"), lesson)
    assert events == []
    assert {care_of(learners, role).pop() for role in ("alone", "distilled")} == {(None,) * 3}


def test_another_alpha_or_temperature_searches_for_the_distilled_student_only(lesson):
    shelf = Shelf()
    _, first = tuned(spec(), lesson, shelf)
    events, second = tuned(spec(alpha=0.3, temperature=4.0), lesson, shelf)
    assert {"distilled" in event.sentence for event in events} == {True}
    assert events[0].share_done == 0.2
    assert care_of(first, "alone") == care_of(second, "alone")


@pytest.mark.parametrize("other", [{"epochs": 3}, {"seed": 7}, {"learning_rate": 0.01}], ids=str)
def test_other_training_choices_search_for_the_student_alone_again(other, lesson):
    shelf = Shelf()
    tuned(spec(), lesson, shelf)
    changed = spec().model_copy(update={"train": spec().train.model_copy(update=other)})
    assert len(starts(tuned(changed, lesson, shelf)[0])) == 2


def test_alpha_zero_has_the_care_of_the_student_alone(lesson):
    events, learners = tuned(spec(alpha=0.0), lesson)
    assert len(starts(events)) == 1
    assert care_of(learners, "alone") == care_of(learners, "distilled")


def test_a_search_says_every_epoch_how_far_it_is(lesson):
    choices = spec().model_copy(update={"train": TrainSpec(epochs=21, seeds=1, tune="on")})
    events, _ = tuned(choices, lesson)
    assert all(isinstance(event, StageStarted) for event in events)
    ends = [f"epoch {number} of 21" for number in range(1, 22)]
    said = [event.sentence for event in events if event.is_epoch]
    assert [sentence.partition("settings, ")[2] for sentence in said] == ends * 2
    shares = [event.share_done for event in events]
    assert shares == sorted(shares)
    assert shares[-1] == 0.5


def test_a_student_that_trains_outside_a_stack_is_searched_for_again(lesson):
    shelf = Shelf()
    tuned(spec(), lesson, shelf)
    teacher = {"teacher": ModelSpec(name="mlp", width=8)}
    hint = DistillSpec(alpha=0.8, temperature=2.0, method="hint")
    stacked = spec().model_copy(update=teacher)
    tuned(stacked, lesson, shelf)
    dataset, *rows = lesson
    shown = [dataclasses.replace(one, shown=one.inputs[:, :8]) for one in rows]
    events, _ = tuned(stacked.model_copy(update={"distill": hint}), (dataset, *shown), shelf)
    assert ["alone" in event.sentence for event in starts(events)] == [True, False]


@pytest.mark.parametrize("ask", [1, 2, 3, 4, 8])
def test_a_search_that_was_stopped_leaves_both_roles_with_the_same_choices(lesson, ask):
    asked = itertools.count(1)
    shelf = Shelf()
    _, learners = tuned(spec(), lesson, shelf, lambda: next(asked) >= ask)
    assert care_of(learners, "alone") == care_of(learners, "distilled") == {(None,) * 3}


def test_a_search_says_from_its_begin_how_many_epochs_it_takes(lesson):
    events, _ = tuned(spec(), lesson)
    assert {event.epochs for event in events} == {2}
    done = [event for event in events if event.is_epoch]
    assert [event.epoch for event in done] == [1, 2, 1, 2]
    assert all(event.seconds > 0 for event in done)
