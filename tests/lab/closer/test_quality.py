import pytest
from sklearn.metrics import balanced_accuracy_score, roc_auc_score

from core.lab.closer.answers import ALL, LEARNED
from core.lab.closer.quality import quality


@pytest.mark.parametrize("role", ALL)
def test_every_column_is_reported_class_by_class(credit, role):
    report = quality(credit).reports[role]
    answered = credit.evidence.answered(role)
    wanted = balanced_accuracy_score(credit.evidence.target, answered.classes)
    assert report.balanced_accuracy.value == pytest.approx(wanted, abs=1e-9)


@pytest.mark.parametrize("role", LEARNED)
def test_the_curves_are_those_of_the_shown_seed(credit, role):
    curves = quality(credit).curves[role]
    shown = credit.evidence.answered(role).probabilities[:, 1]
    assert curves.auc.value == pytest.approx(roc_auc_score(credit.evidence.target, shown), abs=1e-9)


def test_credit_figures_belong_to_credit_only(credit, market):
    assert tuple(quality(credit).credit) == LEARNED
    assert not quality(market).credit


def test_the_classical_tests_are_left_out_where_days_hang_together(credit, market):
    assert quality(credit).tests.mcnemar.mid_p.is_defined
    assert not quality(market).tests.mcnemar.mid_p.is_defined
    assert not quality(market).tests.delong.p_value.is_defined
