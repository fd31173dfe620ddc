import dataclasses
import itertools
from types import SimpleNamespace

import pytest
import torch

from core.distill.learners import Learner
from core.distill.turns import Lesson, Turns
from core.spec import ModelSpec, TrainSpec
from tests.distill.rows import made_up_rows

GRU = ModelSpec(name="gru", width=4, window=3, dropout=0.2)
LEARNERS = tuple(Learner("distilled", seed, 0.5, 2.0) for seed in range(3))


def lesson(learners=LEARNERS, epochs=4, n_rows=200):
    rows, checked = made_up_rows(n_rows, window=3), made_up_rows(80, seed=1, window=3)
    return Lesson(GRU, learners, rows, checked, TrainSpec(epochs=epochs, batch_size=32))


def turns_after(rounds, learners=LEARNERS):
    turns = Turns(lesson(learners))
    for _ in range(rounds):
        turns.train_round(bool)
    return turns


def weights(turns):
    models = [one.model.module for one in turns.trained()]
    return torch.cat([p.flatten() for model in models for p in model.parameters()]).detach()


def test_a_round_reports_every_learner_and_the_last_one_ends_them():
    turns = Turns(lesson())
    reports = []
    while not turns.is_over:
        reports.append(turns.train_round(bool))
    assert [len(told) for told in reports] == [3] * 4
    assert [told[0].seed for told in reports] == [0] * 4
    assert turns.rounds == 4


@pytest.mark.parametrize("question", range(1, 21, 4))
def test_a_round_that_is_cut_short_is_taken_back_for_all_learners(question):
    turns, expected = turns_after(2), turns_after(2)
    asked = iter(range(1, 100))
    assert turns.train_round(lambda: next(asked) >= question) is None
    assert turns.rounds == 2
    assert turns.is_over
    assert torch.equal(weights(turns), weights(expected))


@pytest.mark.parametrize("rounds", [1, 2])
def test_the_latest_round_can_be_taken_back_afterwards(rounds):
    turns, expected = turns_after(rounds + 1), turns_after(rounds)
    turns.keep(rounds)
    assert turns.rounds == rounds
    assert torch.equal(weights(turns), weights(expected))


def test_a_learner_that_has_ended_keeps_its_last_report_while_the_others_go_on():
    short = dataclasses.replace(LEARNERS[0], patience=1, learning_rate=1e30)
    turns = Turns(lesson((short, *LEARNERS[1:])))
    told = [turns.train_round(bool) for _ in range(3)]
    assert told[0][0].diverged
    assert told[2][0] == dataclasses.replace(told[0][0], is_best=False)
    assert [one.learner.seed for one in turns.trained()] == [1, 2]


def test_a_share_of_a_lesson_has_every_so_many_th_learner():
    assert [x.seed for x in lesson().share(1, 2).learners] == [1]
    assert [x.seed for x in lesson().share(0, 2).learners] == [0, 2]


@pytest.mark.parametrize("sample_seconds", [0.0, 100.0])
def test_looking_at_the_pace_changes_no_number(sample_seconds, monkeypatch):
    monkeypatch.setattr("core.distill.turns.SAMPLE_SECONDS", sample_seconds)
    turns = Turns(lesson())
    assert turns.seconds_ahead(bool) > 0
    turns.train_round(bool)
    turns.train_round(bool)
    assert torch.equal(weights(turns), weights(turns_after(2)))


@pytest.mark.parametrize("epochs", [1, 4, 400])
@pytest.mark.parametrize("pause_seconds", [0, 1000])
def test_the_estimate_counts_every_learner_and_epoch_but_no_pause(
    epochs, pause_seconds, monkeypatch
):
    """With a clock that goes on by a second whenever it is read, a batch takes a second."""
    reads, paused = itertools.count(), []
    clock = SimpleNamespace(perf_counter=lambda: next(reads) + sum(paused))
    monkeypatch.setattr("core.distill.turns.time", clock)

    def pause():
        paused.append(pause_seconds)
        return False

    batches = 7
    assert Turns(lesson(epochs=epochs)).seconds_ahead(pause) == 3 * epochs * batches
