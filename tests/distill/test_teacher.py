import copy

import pytest
import torch

from core.data.load import load
from core.distill.learners import TaughtRows, taught_rows
from core.distill.teacher import train_teacher
from core.models.catalog import reads_windows
from core.spec import DataSpec, ModelSpec, TaskSpec, TrainSpec
from core.tasks.make import make_dataset
from tests.distill.draining import drain
from tests.distill.rows import made_up_rows

TEACHERS = [
    ModelSpec(name="trees", trees=40),
    ModelSpec(name="mlp", width=32, depth=2, dropout=0.1),
    ModelSpec(name="gru", width=8, window=3),
    ModelSpec(name="resmlp", width=16, depth=2, dropout=0.1),
    ModelSpec(name="lstm", width=8, window=3),
    ModelSpec(name="tcn", width=8, window=3, dropout=0.1),
    ModelSpec(name="transformer", width=8, window=3, dropout=0.1),
    ModelSpec(name="forest", trees=20),
]


def teach(spec, n_classes=2, rows=None, should_stop=lambda: False):
    window = spec.window if reads_windows(spec) else None
    rows = rows or made_up_rows(400, n_classes, window=window)
    checked = made_up_rows(200, n_classes, seed=1, window=window)
    settings = TrainSpec(epochs=8, batch_size=64, learning_rate=0.01)
    reports, trained = drain(train_teacher(spec, rows, checked, n_classes, settings, should_stop))
    return reports, trained, checked


@pytest.mark.parametrize("spec", TEACHERS, ids=lambda spec: spec.name)
@pytest.mark.parametrize("n_classes", [2, 3])
def test_a_teacher_improves_on_its_start(spec, n_classes):
    reports, trained, _ = teach(spec, n_classes)
    assert trained.validation_loss <= min(r.learners[0].validation for r in reports) + 1e-6
    assert reports[-1].learners[0].hard < reports[0].learners[0].hard


@pytest.mark.parametrize("spec", TEACHERS, ids=lambda spec: spec.name)
@pytest.mark.parametrize("n_classes", [2, 3])
def test_a_teacher_answers_with_one_logit_a_class(spec, n_classes):
    _, trained, checked = teach(spec, n_classes)
    logits = trained.model.logits(checked.inputs)
    assert logits.shape == (200, n_classes)
    assert not logits.requires_grad


def test_shortened_trees_are_the_trees_of_the_best_round():
    _, trained, checked = teach(ModelSpec(name="trees", trees=60))
    assert 1 <= trained.best_epoch < 60
    logits = trained.model.logits(checked.inputs)
    loss = torch.nn.functional.cross_entropy(logits, checked.target)
    assert loss.item() == pytest.approx(trained.validation_loss, rel=1e-5)


@pytest.mark.parametrize("spec", TEACHERS[:2], ids=lambda spec: spec.name)
def test_hidden_labels_do_not_reach_the_teacher(spec):
    rows = made_up_rows(400)
    labelled = torch.arange(400) < 200
    turned = torch.where(labelled, rows.target, 1 - rows.target)
    answers = []
    for target in (rows.target, turned):
        taught = TaughtRows(rows.inputs, target, labelled, None)
        _, trained, checked = teach(spec, rows=taught)
        answers.append(trained.model.logits(checked.inputs))
    assert torch.equal(*answers)


def test_asking_a_network_teacher_changes_nothing_in_it():
    _, trained, checked = teach(TEACHERS[1])
    before = copy.deepcopy(trained.model.module.state_dict())
    trained.model.logits(checked.inputs)
    after = trained.model.module.state_dict()
    assert all(torch.equal(before[name], after[name]) for name in before)
    assert not trained.model.module.training


def test_stopping_a_network_teacher_keeps_the_best_epoch():
    reports, trained, _ = teach(TEACHERS[1], should_stop=lambda: True)
    assert len(reports) == trained.best_epoch == 1


def test_boosted_trees_ask_whether_to_go_on_but_are_not_shortened():
    asked = []
    spec = ModelSpec(name="trees", trees=12)
    reports, trained, checked = teach(spec, should_stop=lambda: asked.append(True) or True)
    assert len(asked) == len(reports) >= 3
    _, whole, _ = teach(spec)
    assert torch.equal(trained.model.logits(checked.inputs), whole.model.logits(checked.inputs))


def marked(reports):
    return [report.epoch for report in reports if report.learners[0].is_best]


def test_boosting_reports_every_few_rounds_the_last_and_the_best():
    reports, trained, _ = teach(ModelSpec(name="trees", trees=62))
    told = [report.epoch for report in reports]
    assert told == sorted(set(told))
    assert {*range(5, 61, 5), 62} <= set(told)
    assert set(told) - {*range(5, 61, 5), 62} <= set(marked(reports))
    assert trained.best_epoch == marked(reports)[-1]


MARKED = [
    ("german_credit", "credit"),
    ("us_stocks", "risk"),
    ("us_stocks", "trend"),
    ("us_stocks", "direction"),
    ("random_walk", "direction"),
]


@pytest.mark.parametrize(("sample", "task"), MARKED)
def test_the_round_that_is_marked_last_is_the_one_that_is_kept(sample, task):
    rows = load(DataSpec(sample=sample), None)
    dataset = make_dataset(rows, TaskSpec(name=task), 1)
    spec, settings = ModelSpec(name="trees"), TrainSpec()
    lesson = [taught_rows(spec, part, None) for part in (dataset.train, dataset.validation)]
    training = train_teacher(spec, *lesson, dataset.n_classes, settings, lambda: False)
    reports, trained = drain(training)
    assert marked(reports)[-1] == trained.best_epoch
    kept = next(report for report in reports if report.epoch == trained.best_epoch)
    assert kept.learners[0].validation == pytest.approx(trained.validation_loss)
