import math
import threading

import pytest
import torch

from core.distill.objective import HIDDEN_METHODS
from core.distill.students import paired_learners, train_students
from core.distill.voices import VOICES
from core.errors import TrainingError
from core.models.catalog import reads_windows
from core.models.network import build_network
from core.spec import DistillSpec, ModelSpec, RunSpec, TrainSpec
from tests.distill.draining import drain
from tests.distill.rows import made_up_rows

STUDENTS = [
    ModelSpec(name="linear"),
    ModelSpec(name="mlp", width=8, dropout=0.2),
    ModelSpec(name="gru", width=4, window=3, depth=2, dropout=0.2),
]


def train(spec, alpha=0.7, should_stop=lambda: False, epochs=3, n_rows=200):
    window = spec.window if reads_windows(spec) else None
    rows, checked = made_up_rows(n_rows, window=window), made_up_rows(100, seed=1, window=window)
    run = RunSpec(
        student=spec,
        distill=DistillSpec(alpha=alpha),
        train=TrainSpec(epochs=epochs, seeds=2, batch_size=32),
    )
    return drain(train_students(spec, paired_learners(run), rows, checked, run.train, should_stop))


def paired(n_seeds):
    return paired_learners(RunSpec(train=TrainSpec(seeds=n_seeds)))


def train_some(spec, learners, n_classes=2):
    window = spec.window if spec.name == "gru" else None
    rows = made_up_rows(200, n_classes, window=window)
    checked = made_up_rows(100, n_classes, seed=1, window=window)
    settings = TrainSpec(epochs=3, batch_size=32)
    return drain(train_students(spec, learners, rows, checked, settings, lambda: False))


def weights(trained):
    return [
        torch.cat([p.flatten() for p in one.model.module.parameters()]).detach() for one in trained
    ]


def test_every_seed_trains_a_student_alone_and_a_distilled_one():
    learners = paired_learners(RunSpec(train=TrainSpec(seeds=3, seed=7)))
    assert [(x.seed, x.role) for x in learners] == [
        (seed, role) for seed in (7, 8, 9) for role in ("alone", "distilled")
    ]


@pytest.mark.parametrize("spec", STUDENTS, ids=lambda spec: spec.name)
def test_each_epoch_reports_every_student(spec):
    reports, trained = train(spec)
    assert [report.epoch for report in reports] == [1, 2, 3]
    assert all(len(report.learners) == 4 for report in reports)
    assert [one.learner.role for one in trained] == ["alone", "distilled"] * 2


@pytest.mark.parametrize("spec", STUDENTS, ids=lambda spec: spec.name)
def test_alpha_zero_is_the_student_alone_bit_for_bit(spec):
    _, trained = train(spec, alpha=0.0)
    alone, distilled, *_ = weights(trained)
    assert torch.equal(alone, distilled)


@pytest.mark.parametrize("spec", STUDENTS, ids=lambda spec: spec.name)
def test_distilling_changes_the_student(spec):
    _, trained = train(spec, alpha=0.7)
    alone, distilled, *_ = weights(trained)
    assert not torch.equal(alone, distilled)


class StopAt:
    """A signal that says so from one question on, and counts how often it was asked."""

    def __init__(self, question):
        self.question, self.asked = question, 0

    def __call__(self):
        self.asked += 1
        return self.asked >= self.question


def questions(spec, epochs):
    signal = StopAt(math.inf)
    train(spec, should_stop=signal, epochs=epochs)
    return signal.asked


@pytest.mark.parametrize("spec", STUDENTS, ids=lambda spec: spec.name)
def test_stopping_after_an_epoch_ends_all_students_there(spec):
    reports, trained = train(spec, should_stop=StopAt(questions(spec, epochs=2)), epochs=20)
    assert len(reports) == 2
    assert all(one.best_epoch <= 2 for one in trained)


@pytest.mark.parametrize("early", [1, 3, 4])
@pytest.mark.parametrize("spec", STUDENTS, ids=lambda spec: spec.name)
def test_stopping_within_an_epoch_drops_it_for_all_students(spec, early):
    signal = StopAt(questions(spec, epochs=3) - early)
    reports, trained = train(spec, should_stop=signal, epochs=20)
    assert len(reports) == 2
    assert signal.asked == signal.question
    _, expected = train(spec, epochs=2)
    for mine, theirs in zip(trained, expected, strict=True):
        assert mine.best_epoch == theirs.best_epoch
        assert mine.validation_loss == theirs.validation_loss
    assert all(torch.equal(*pair) for pair in zip(weights(trained), weights(expected), strict=True))


@pytest.mark.parametrize("question", [1, 2, 7])
@pytest.mark.parametrize("spec", STUDENTS, ids=lambda spec: spec.name)
def test_the_first_epoch_is_finished_for_all_students(spec, question):
    reports, trained = train(spec, should_stop=StopAt(question), epochs=20)
    assert len(reports) == 1
    assert [one.best_epoch for one in trained] == [1] * 4


@pytest.mark.parametrize("spec", STUDENTS, ids=lambda spec: spec.name)
def test_a_signal_that_raises_ends_the_training_between_batches(spec):
    signal = StopAt(3)

    def cancel():
        if signal():
            raise KeyboardInterrupt
        return False

    with pytest.raises(KeyboardInterrupt):
        train(spec, should_stop=cancel)
    assert signal.asked == 3


@pytest.mark.parametrize("spec", STUDENTS, ids=lambda spec: spec.name)
def test_two_trainings_at_once_give_the_numbers_of_one_alone(spec):
    _, expected = train(spec)
    found = {}

    def work(name):
        torch.manual_seed(name)
        torch.rand(1000)
        found[name] = train(spec)[1]

    threads = [threading.Thread(target=work, args=(name,)) for name in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for trained in found.values():
        for mine, theirs in zip(weights(trained), weights(expected), strict=True):
            assert torch.equal(mine, theirs)


@pytest.fixture
def seed_one_breaks(monkeypatch):
    """Networks of seed 1 start with weights that are no numbers."""

    def build(spec, n_features, n_classes, generator):
        module = build_network(spec, n_features, n_classes, generator)
        if generator.initial_seed() == 1:
            torch.nn.init.constant_(module.head.bias, torch.nan)
        return module

    for user in ("stacked", "turns"):
        monkeypatch.setattr(f"core.distill.{user}.build_network", build)


@pytest.mark.usefixtures("seed_one_breaks")
@pytest.mark.parametrize("spec", STUDENTS, ids=lambda spec: spec.name)
def test_a_seed_that_diverges_is_left_out_and_the_others_go_on(spec):
    reports, trained = train_some(spec, paired(3))
    assert [one.learner.seed for one in trained] == [0, 0, 2, 2]
    assert len(reports) == 3
    assert all(len(report.learners) == 6 for report in reports)
    told = {(x.seed, x.diverged) for report in reports for x in report.learners}
    assert told == {(0, False), (1, True), (2, False)}


@pytest.mark.parametrize("spec", STUDENTS, ids=lambda spec: spec.name)
def test_a_seed_that_diverges_does_not_change_the_others(spec, request):
    _, expected = train_some(spec, paired(3))
    request.getfixturevalue("seed_one_breaks")
    _, trained = train_some(spec, paired(3))
    for mine, theirs in zip(weights(trained), weights(expected[:2] + expected[4:]), strict=True):
        assert torch.equal(mine, theirs)


@pytest.mark.usefixtures("seed_one_breaks")
@pytest.mark.parametrize("spec", STUDENTS, ids=lambda spec: spec.name)
def test_with_one_seed_left_nothing_can_be_judged(spec):
    with pytest.raises(TrainingError, match="no usable epoch"):
        train_some(spec, paired(2))


@pytest.mark.parametrize("method", VOICES)
def test_every_method_that_trees_can_teach_gives_its_own_student(method):
    if method in HIDDEN_METHODS:
        pytest.skip("needs a network as the teacher")
    learners = paired_learners(RunSpec(distill=DistillSpec(method=method, alpha=0.8)))[:4]
    _, trained = train_some(STUDENTS[1], learners, n_classes=3)
    alone, distilled, *_ = weights(trained)
    assert not torch.equal(alone, distilled)
