"""A whole search, from its choices to what it found."""

from __future__ import annotations

import dataclasses

import pytest

from core.errors import LabError, TrainingError
from core.lab import experiment
from core.lab.events import StageStarted
from core.lab.result import Result
from core.lab.search import trial as trial_module
from core.lab.search.choice import choose
from core.lab.search.outcome import SearchFound
from core.lab.search.run import run_search
from core.lab.search.told import choice_sentence, history_sentence
from core.lab.teachers import Shelf
from core.spec import ModelSpec
from tests.lab.brief import time_briefly as time_run_briefly
from tests.lab.search.small import COSTLY, SPEC, found, time_briefly, told, trials_in


@pytest.fixture(autouse=True)
def _brief(monkeypatch):
    time_briefly(monkeypatch)
    time_run_briefly(monkeypatch)


def without_times(events):
    return [dataclasses.replace(one, seconds=0) for one in trials_in(tuple(events))]


def models_of(one: SearchFound):
    return [(model.name, model.scores) for model in (one.alone, one.distilled, one.teacher)]


def test_each_trial_is_told_with_both_students():
    trials = trials_in(told())
    assert [one.number for one in trials] == list(range(SPEC.trials))
    assert found().trials == trials
    for one in trials:
        assert one.curve[-1] > 0
        assert len(one.curve) == len(one.alone_curve) == len(one.epochs)


def test_the_share_done_never_goes_back():
    shares = [event.share_done for event in told() if isinstance(event, StageStarted)]
    assert shares == sorted(shares)


def test_the_time_left_is_told_from_all_trials():
    stages = [event for event in told() if isinstance(event, StageStarted) and event.is_epoch]
    assert [one.epoch for one in stages] == list(range(1, 6 * 3 + 1))
    assert {one.epochs for one in stages} == {6 * 3}


def test_with_alpha_zero_the_best_distilled_is_the_best_alone():
    one = found(SPEC.model_copy(update={"alpha": (0.0, 0.0)}))
    assert all(trial.auc == trial.alone_auc for trial in one.trials)
    assert all(trial.curve == trial.alone_curve for trial in one.trials)
    assert one.best == one.best_alone
    assert one.distilled.scores == one.alone.scores
    difference = one.verdict.difference
    assert (difference.low, difference.mean, difference.high) == (0, 0, 0)


def test_validation_rows_choose_both_students():
    one = found(COSTLY)
    assert one.best == choose(COSTLY, one.trials)
    assert one.best_alone == choose(COSTLY, one.trials, is_alone=True)
    assert one.best in one.front


def test_the_chosen_distilled_student_is_that_of_a_run_with_its_setting():
    one = found()
    setting = one.trials[one.best].setting
    values = (setting.alpha, setting.temperature, setting.learning_rate)
    run = SPEC.of_trial(SPEC.students[0], *values)
    *_, result = experiment.run(run, shelf=Shelf())
    assert isinstance(result, Result)
    assert one.distilled.scores == result.distilled.scores


def test_the_number_of_trials_stands_in_the_verdict():
    assert "chosen among 6 trials on validation rows" in found().verdict.sentence
    assert "looked at once" in found().sentence


def test_the_same_choices_find_the_same():
    again = tuple(run_search(SPEC, shelf=Shelf()))
    assert without_times(again) == without_times(told())
    assert models_of(again[-1]) == models_of(found())


@pytest.mark.parametrize("n_told", [1, 4, 6])
def test_a_search_that_is_continued_does_no_trial_again_and_finds_the_same(n_told):
    earlier = trials_in(told())[:n_told]
    again = tuple(run_search(SPEC, shelf=Shelf(), told=(*earlier, "anything")))
    assert trials_in(again)[:n_told] == earlier
    assert without_times(again) == without_times(told())
    assert models_of(again[-1]) == models_of(found())
    assert again[-1].verdict == found().verdict


def test_a_stop_keeps_the_trials_that_came_to_their_end():
    seen: list[object] = []
    for event in run_search(SPEC, should_stop=lambda: len(trials_in(seen)) == 2, shelf=Shelf()):
        seen.append(event)
    one = seen[-1]
    assert isinstance(one, SearchFound)
    assert one.stopped_early
    assert len(one.trials) == 2
    assert "stopped early" in history_sentence(one)
    assert "among 2 trials" in one.verdict.sentence


def test_a_hopeless_trial_is_given_up_and_its_training_closed(monkeypatch):
    closed: list[int] = []
    train = trial_module.train_students

    def watched(*arguments):
        training = train(*arguments)
        try:
            return (yield from training)
        except GeneratorExit:
            closed.append(1)
            raise

    monkeypatch.setattr(trial_module, "train_students", watched)
    monkeypatch.setattr(
        "core.lab.search.asking.Asking.is_hopeless",
        lambda asking, epoch, *_: epoch == 2 and len(asking.study.trials) == 2,
    )
    *_, one = run_search(SPEC.model_copy(update={"trials": 3}), shelf=Shelf())
    assert [trial.state for trial in one.trials] == ["complete", "pruned", "complete"]
    assert closed == [1]
    assert one.trials[1].epochs == (1, 2)
    assert "no better than the median: 1." in history_sentence(one)


def failing(*_):
    raise TrainingError("Losses must be finite", "one was not", "Lower the rate.")
    yield


def test_a_trial_that_diverges_is_told_as_failed_and_the_search_goes_on(monkeypatch):
    train = trial_module.train_students
    count = iter(range(9))

    def second_fails(*arguments):
        return failing() if next(count) == 1 else train(*arguments)

    monkeypatch.setattr(trial_module, "train_students", second_fails)
    *_, one = run_search(SPEC.model_copy(update={"trials": 3}), shelf=Shelf())
    assert [trial.state for trial in one.trials] == ["complete", "failed", "complete"]
    assert "Without a usable epoch" in history_sentence(one)


def test_where_every_trial_fails_the_search_says_so(monkeypatch):
    monkeypatch.setattr(trial_module, "train_students", failing)
    with pytest.raises(TrainingError, match="none of 6 did"):
        list(run_search(SPEC, shelf=Shelf()))


def test_a_student_that_cannot_read_the_rows_is_refused():
    spec = SPEC.model_copy(update={"students": (ModelSpec(name="gru"),)})
    with pytest.raises(LabError, match="market task"):
        next(run_search(spec, shelf=Shelf()))


def test_the_choice_is_told_with_both_settings():
    sentence = choice_sentence(found())
    assert f"trial {found().best + 1} for the distilled student" in sentence
    assert f"trial {found().best_alone + 1} for the student alone" in sentence
