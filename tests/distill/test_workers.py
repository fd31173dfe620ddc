from __future__ import annotations

import itertools
import multiprocessing
import os
import time
from multiprocessing.context import SpawnProcess

import joblib
import pytest
import torch

from core.distill import workers
from core.distill.learners import Learner
from core.distill.students import train_students
from core.distill.turns import Lesson, Turns
from core.distill.workers import fit_in_workers, workers_for
from core.spec import ModelSpec, TrainSpec
from tests.distill.draining import drain
from tests.distill.rows import made_up_rows
from tests.runs.works import until

GRU = ModelSpec(name="gru", width=4, window=3, dropout=0.2)


def never():
    return False


def learners(n):
    pairs = (("alone", 0.0), ("distilled", 0.7))
    return tuple(Learner(role, seed, a, 2.0) for seed in range(n) for role, a in pairs)[:n]


def lesson(n_learners=3, epochs=3, n_rows=200, learning_rate=0.005):
    rows, checked = made_up_rows(n_rows, window=3), made_up_rows(80, seed=1, window=3)
    settings = TrainSpec(epochs=epochs, batch_size=32, learning_rate=learning_rate)
    return Lesson(GRU, learners(n_learners), rows, checked, settings)


def in_turns(what, rounds=None):
    turns, reports = Turns(what), []
    while not turns.is_over and turns.rounds != rounds:
        reports.append(turns.train_round(never))
    return reports, turns.trained()


def check_same(found, expected):
    for mine, theirs in zip(found, expected, strict=True):
        assert (mine.learner, mine.best_epoch) == (theirs.learner, theirs.best_epoch)
        assert mine.validation_loss == theirs.validation_loss
        states = (one.model.module.state_dict().values() for one in (mine, theirs))
        assert all(torch.equal(a, b) for a, b in zip(*states, strict=True))


def is_free_of_children():
    return not multiprocessing.active_children()


@pytest.fixture
def two_processors(monkeypatch):
    """As if there were two processors, and every training long enough."""
    monkeypatch.setattr(joblib, "cpu_count", lambda: 2)
    monkeypatch.setattr(workers, "WORTH_SECONDS", -1.0)


class TestWorkersFor:
    @pytest.mark.parametrize(
        ("n_learners", "processors", "expected"),
        [(6, 2, 2), (6, 4, 3), (6, 5, 3), (6, 64, 6), (5, 2, 2), (1, 8, 1), (6, 1, 1), (20, 64, 7)],
    )
    def test_are_as_few_as_give_the_same_longest_share(
        self, n_learners, processors, expected, monkeypatch
    ):
        monkeypatch.setattr(joblib, "cpu_count", lambda: processors)
        monkeypatch.setattr(workers, "WORTH_SECONDS", -1.0)
        assert workers_for(Turns(lesson(n_learners)), never) == expected

    def test_are_left_out_where_they_would_not_pay(self, monkeypatch):
        monkeypatch.setattr(joblib, "cpu_count", lambda: 2)
        assert workers_for(Turns(lesson(epochs=1)), never) == 1

    def test_are_used_for_a_long_training(self, monkeypatch):
        monkeypatch.setattr(joblib, "cpu_count", lambda: 2)
        monkeypatch.setattr(Turns, "seconds_ahead", lambda *_: workers.WORTH_SECONDS + 1)
        assert workers_for(Turns(lesson()), never) == 2

    @pytest.mark.usefixtures("two_processors")
    def test_are_left_out_where_their_rows_would_fill_the_memory(self, monkeypatch):
        monkeypatch.setattr(workers, "MOST_BYTES", 20_000)
        assert workers_for(Turns(lesson()), never) == 1

    @pytest.mark.usefixtures("two_processors")
    def test_start_none_of_their_own(self, monkeypatch):
        monkeypatch.setattr(multiprocessing, "parent_process", lambda: object())
        assert workers_for(Turns(lesson()), never) == 1


def test_where_no_process_can_be_started_this_one_trains_them_all(monkeypatch):
    def refuse(_):
        raise BlockingIOError("too many processes")

    monkeypatch.setattr(SpawnProcess, "start", refuse)
    expected, trained = in_turns(lesson())
    found, mine = drain(fit_in_workers(lesson(), 2, never))
    assert found == expected
    check_same(mine, trained)


@pytest.mark.slow
@pytest.mark.usefixtures("two_processors")
def test_workers_give_the_numbers_of_training_in_this_process():
    what = lesson()
    reports, trained = drain(
        train_students(
            what.spec, what.learners[:2], what.train, what.validation, what.settings, never
        )
    )
    assert is_free_of_children()
    expected, theirs = in_turns(lesson(2))
    assert [one.learners for one in reports] == expected
    assert [one.epoch for one in reports] == [1, 2, 3]
    check_same(trained, theirs)


@pytest.mark.slow
def test_stopping_within_an_epoch_keeps_the_finished_ones():
    what = lesson(epochs=400, n_rows=2000)
    training = fit_in_workers(what, 2, should_stop := Switch())
    reports = [next(training) for _ in range(3)]
    should_stop.is_on = True
    others, trained = drain(training)
    assert others == []
    assert is_free_of_children()
    expected, theirs = in_turns(what, rounds=3)
    assert reports == expected
    check_same(trained, theirs)


@pytest.mark.slow
@pytest.mark.parametrize("way", ["closed", "raised"])
def test_giving_the_training_up_ends_the_processes(way):
    training = fit_in_workers(lesson(epochs=400), 2, should_stop := Switch())
    next(training)
    pids = [child.pid for child in multiprocessing.active_children()]
    assert len(pids) == 2
    if way == "closed":
        training.close()
    else:
        should_stop.error = KeyboardInterrupt()
        with pytest.raises(KeyboardInterrupt):
            next(training)
    assert is_free_of_children()
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


@pytest.mark.slow
def test_a_process_that_is_killed_is_replaced_without_changing_a_number():
    training = fit_in_workers(lesson(epochs=5), 2, never)
    reports = [next(training), next(training)]
    victim = multiprocessing.active_children()[0]
    victim.kill()
    others, trained = drain(training)
    assert is_free_of_children()
    expected, theirs = in_turns(lesson(epochs=5))
    assert [*reports, *others] == expected
    check_same(trained, theirs)


@pytest.mark.slow
def test_a_parent_that_pauses_pauses_its_workers():
    training = fit_in_workers(lesson(epochs=400, n_rows=1000), 2, never)
    next(training)
    pids = [child.pid for child in multiprocessing.active_children()]
    until(lambda: all(map(_waits, pids)))
    waiting = [_cpu_seconds(pid) for pid in pids]
    time.sleep(0.5)
    still = [_cpu_seconds(pid) for pid in pids]
    training.close()
    assert still == pytest.approx(waiting, abs=0.05)


def _waits(pid):
    """Whether a process does nothing, and does not want to: ten looks in a row."""
    looks = 0
    while looks < 10 and _stat(pid)[0] == "S":
        time.sleep(0.02)
        looks += 1
    return looks == 10


def _cpu_seconds(pid):
    return sum(map(int, _stat(pid)[11:13])) / os.sysconf("SC_CLK_TCK")


def _stat(pid):
    """What Linux says of a process, from its state on."""
    if not os.path.exists(f"/proc/{pid}/stat"):
        pytest.skip("this system does not tell what a process does")
    with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
        return file.read().rpartition(")")[2].split()


class Switch:
    """A signal that is off until it is switched on, or told to raise."""

    def __init__(self):
        self.is_on, self.error, self.asked = False, None, itertools.count()

    def __call__(self):
        next(self.asked)
        if self.error:
            raise self.error
        return self.is_on
