import pytest
import torch

from core.distill.learners import taught_rows
from core.distill.out_of_fold import out_of_fold_logits
from core.distill.teacher import train_teacher
from core.spec import ModelSpec, TaskSpec, TrainSpec
from core.tasks.make import make_dataset
from tests.distill.draining import drain
from tests.tasks.example_rows import make_loans

TREES = [ModelSpec(name="trees", trees=20), ModelSpec(name="forest", trees=20)]


def taught(spec, labels=1.0):
    dataset = make_dataset(make_loans(400), TaskSpec(labels=labels))
    rows = (taught_rows(spec, part, None) for part in (dataset.train, dataset.validation))
    settings = TrainSpec()
    return drain(train_teacher(spec, *rows, dataset.n_classes, settings, lambda: False))[1], dataset


@pytest.mark.parametrize("spec", TREES, ids=lambda spec: spec.name)
def test_trees_know_their_own_rows_better_than_rows_they_did_not_see(spec):
    trained, dataset = taught(spec)
    train = dataset.train
    seen = torch.nn.functional.cross_entropy(trained.model.logits(train.rows), train.target)
    unseen = torch.nn.functional.cross_entropy(out_of_fold_logits(trained, train), train.target)
    assert seen < unseen


@pytest.mark.parametrize("spec", TREES, ids=lambda spec: spec.name)
def test_rows_without_a_label_are_answered_by_the_teacher_itself(spec):
    trained, dataset = taught(spec, labels=0.5)
    train = dataset.train
    logits, own = out_of_fold_logits(trained, train), trained.model.logits(train.rows)
    assert torch.equal(logits[~train.labelled], own[~train.labelled])
    assert not torch.equal(logits[train.labelled], own[train.labelled])


def test_a_network_has_no_trees_to_grow_again():
    trained, dataset = taught(ModelSpec(name="linear"))
    with pytest.raises(TypeError, match="linear is not made of trees"):
        out_of_fold_logits(trained, dataset.train)
