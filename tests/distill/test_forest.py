import pytest
import torch

from core.distill.teacher import train_teacher
from core.spec import ModelSpec, TrainSpec
from tests.distill.draining import drain
from tests.distill.rows import made_up_rows

SPEC = ModelSpec(name="forest", trees=17, leaves=15)


def grow(n_classes=2, should_stop=lambda: False):
    rows, checked = made_up_rows(400, n_classes), made_up_rows(200, n_classes, seed=1)
    training = train_teacher(SPEC, rows, checked, n_classes, TrainSpec(), should_stop)
    return (*drain(training), checked)


def test_a_forest_reports_every_few_trees_and_the_last():
    reports, _, _ = grow()
    assert [report.epoch for report in reports] == [5, 10, 15, 17]
    assert {report.epochs for report in reports} == {17}


@pytest.mark.parametrize("n_classes", [2, 3])
def test_the_best_number_of_trees_is_kept(n_classes):
    reports, trained, checked = grow(n_classes)
    best = min(reports, key=lambda report: report.learners[0].validation)
    assert trained.best_epoch == best.epoch == len(trained.model.forest.estimators_)
    loss = torch.nn.functional.cross_entropy(trained.model.logits(checked.inputs), checked.target)
    assert loss.item() == pytest.approx(trained.validation_loss, rel=1e-5)


def test_stopping_keeps_the_trees_grown_so_far():
    reports, trained, _ = grow(should_stop=lambda: True)
    assert len(reports) == 1
    assert trained.best_epoch == 5
