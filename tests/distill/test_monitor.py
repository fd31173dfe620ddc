import pytest
import torch
from sklearn.metrics import roc_auc_score

from core.distill.learners import Learner
from core.distill.losses import hard_loss, hinton_loss, soft_loss
from core.distill.monitor import reports, roc_auc, watch
from tests.distill.rows import made_up_rows

LEARNERS = (
    Learner("alone", 0, 0.0, 3.0),
    Learner("distilled", 0, 0.7, 3.0),
    Learner("distilled", 0, 1.0, 1.0),
)


@pytest.mark.parametrize("n_classes", [2, 3])
def test_watching_gives_each_learner_its_own_losses(n_classes):
    rows = made_up_rows(50, n_classes, dtype=torch.float64)
    logits = torch.randn(3, n_classes, 50, dtype=torch.float64)
    labelled = torch.arange(50) % 3 > 0
    losses = watch(logits, rows.teacher_logits, rows.target, labelled, LEARNERS)
    for i, learner in enumerate(LEARNERS):
        own = logits[i].T
        heat = learner.temperature
        total = hinton_loss(own, rows.teacher_logits, rows.target, learner.alpha, heat, labelled)
        assert losses.hard[i].item() == pytest.approx(hard_loss(own, rows.target, labelled).item())
        assert losses.soft[i].item() == pytest.approx(
            soft_loss(own, rows.teacher_logits, heat).item()
        )
        assert losses.total[i].item() == pytest.approx(total.item())


def test_without_a_teacher_the_total_is_the_hard_loss():
    rows = made_up_rows(20)
    losses = watch(torch.randn(1, 2, 20), None, rows.target, rows.labelled, LEARNERS[:1])
    assert torch.equal(losses.total, losses.hard)


def test_auc_of_two_classes_equals_scikit_learn_with_ties():
    target = torch.tensor([0, 1, 1, 0, 1, 0, 0, 1])
    score = torch.tensor([[0.1, 0.4, 0.35, 0.4, 0.8, 0.1, 0.35, 0.35]])
    logits = torch.stack([torch.zeros_like(score), score], dim=1)
    expected = roc_auc_score(target.numpy(), score[0].numpy())
    assert roc_auc(logits, target).item() == pytest.approx(expected, abs=1e-6)


def test_auc_of_three_classes_equals_scikit_learn():
    generator = torch.Generator().manual_seed(1)
    logits = torch.randn(2, 3, 200, generator=generator, dtype=torch.float64)
    target = torch.randint(0, 3, (200,), generator=generator)
    for i in range(2):
        shares = logits[i].softmax(0).T.numpy()
        expected = roc_auc_score(target.numpy(), shares, multi_class="ovr")
        assert roc_auc(logits, target)[i].item() == pytest.approx(expected, abs=1e-12)


def test_auc_of_one_class_is_not_a_number():
    assert roc_auc(torch.randn(1, 2, 5), torch.ones(5, dtype=torch.int64)).isnan().all()


def test_only_distilled_learners_report_a_soft_loss():
    rows = made_up_rows(30)
    logits = torch.randn(3, 2, 30)
    losses = watch(logits, rows.teacher_logits, rows.target, rows.labelled, LEARNERS)
    told = reports(LEARNERS, losses, losses, roc_auc(logits, rows.target), torch.ones(3) > 0)
    assert [report.soft is None for report in told] == [True, False, False]
