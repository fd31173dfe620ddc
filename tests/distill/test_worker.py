import pickle

import numpy as np
import pytest
import torch

from core.distill.learners import Learner
from core.distill.turns import Lesson, Turns
from core.distill.worker import EndAfter, GoOn, PackedLesson, follow
from core.spec import ModelSpec, TrainSpec
from tests.distill.rows import made_up_rows

GRU = ModelSpec(name="gru", width=4, window=3, dropout=0.2)


@pytest.fixture(scope="module")
def lesson():
    rows, checked = made_up_rows(200, window=3), made_up_rows(80, seed=1, window=3)
    learners = tuple(Learner("distilled", seed, 0.5, 2.0, dropout=0.1) for seed in range(2))
    return Lesson(GRU, learners, rows, checked, TrainSpec(epochs=4, batch_size=32))


class ScriptedLine:
    """The worker's end of a line whose other end sends one message after another."""

    def __init__(self, lesson, *orders, interrupted_at=None):
        self.waiting = [pickle.dumps(what) for what in (PackedLesson.of(lesson), *orders)]
        self.sent, self.polled, self.interrupted_at = [], 0, interrupted_at

    def recv(self):
        if not self.waiting:
            raise EOFError
        return pickle.loads(self.waiting.pop(0))

    def send(self, what):
        self.sent.append(pickle.loads(pickle.dumps(what)))

    def poll(self):
        self.polled += 1
        return self.polled == self.interrupted_at


def in_turns(lesson, rounds):
    turns = Turns(lesson)
    reports = [turns.train_round(bool) for _ in range(rounds)]
    return reports, turns.trained()


def check_same(packed, lesson, expected):
    for mine, theirs in zip((one.unpacked(lesson) for one in packed), expected, strict=True):
        assert (mine.learner, mine.best_epoch) == (theirs.learner, theirs.best_epoch)
        assert mine.validation_loss == theirs.validation_loss
        assert mine.model.spec == theirs.model.spec
        rows = lesson.validation.inputs
        assert torch.equal(mine.model.logits(rows), theirs.model.logits(rows))


def test_a_worker_trains_a_round_for_each_leave_and_sends_who_was_trained(lesson):
    line = ScriptedLine(lesson, GoOn(), GoOn(), EndAfter(2))
    follow(line)
    *told, packed = line.sent
    reports, trained = in_turns(lesson, 2)
    assert [one.reports for one in told] == reports
    assert [one.is_over for one in told] == [False, False]
    check_same(packed, lesson, trained)


def test_a_worker_says_when_there_is_nothing_left_to_train(lesson):
    line = ScriptedLine(lesson, *[GoOn()] * 4, EndAfter(4))
    follow(line)
    assert [one.is_over for one in line.sent[:4]] == [False, False, False, True]


def test_a_round_that_nobody_wants_any_more_is_taken_back(lesson):
    line = ScriptedLine(lesson, GoOn(), GoOn(), GoOn(), EndAfter(2))
    follow(line)
    check_same(line.sent[-1], lesson, in_turns(lesson, 2)[1])


def test_a_message_between_batches_ends_the_round_at_once(lesson):
    whole = ScriptedLine(lesson, GoOn(), GoOn(), EndAfter(2))
    follow(whole)
    line = ScriptedLine(lesson, GoOn(), GoOn(), EndAfter(1), interrupted_at=whole.polled - 2)
    follow(line)
    told, packed = line.sent
    assert [told.reports] == in_turns(lesson, 1)[0]
    check_same(packed, lesson, in_turns(lesson, 1)[1])


def test_without_the_other_process_a_worker_ends(lesson):
    with pytest.raises(EOFError):
        follow(ScriptedLine(lesson, GoOn()))


def test_rows_travel_as_arrays_and_arrive_bit_for_bit(lesson):
    packed = PackedLesson.of(lesson)
    assert isinstance(packed.train[0], np.ndarray)
    found = pickle.loads(pickle.dumps(packed)).unpacked()
    assert (found.spec, found.learners, found.settings) == (
        lesson.spec,
        lesson.learners,
        lesson.settings,
    )
    assert torch.equal(found.train.inputs, lesson.train.inputs)
    assert torch.equal(found.validation.teacher_logits, lesson.validation.teacher_logits)
    assert found.train.shown is None
