import pytest
from scipy.stats import spearmanr

from core.evaluate.looks.defined import Defined, not_defined
from core.evaluate.looks.importance import ColumnImportance, Importance, ModelImportance


def model(role, drops):
    columns = tuple(
        ColumnImportance(str(place), drop if isinstance(drop, Defined) else Defined(drop), 0.0, 3)
        for place, drop in enumerate(drops)
    )
    return ModelImportance(role, Defined(0.7), columns)


def found(teacher, student):
    models = (model("teacher", teacher), model("distilled", student))
    return Importance("auc", models, 10, 10, False)


def test_the_rank_correlation_is_spearmans():
    teacher, student = [0.3, 0.1, 0.2, 0.0], [0.2, 0.15, 0.1, -0.1]
    correlation = found(teacher, student).rank_correlation("teacher", "distilled")
    assert correlation.value == pytest.approx(spearmanr(teacher, student).statistic, abs=1e-9)


@pytest.mark.parametrize(
    ("student", "reason"),
    [
        ([0.1, 0.1, 0.1], "alike"),
        ([0.1, 0.2, not_defined("time ran out before it")], "fewer than 3"),
    ],
)
def test_a_rank_correlation_that_is_not_defined_says_why(student, reason):
    correlation = found([0.3, 0.2, 0.1], student).rank_correlation("teacher", "distilled")
    assert reason in correlation.reason


def test_a_model_is_found_by_its_role():
    assert found([0.1], [0.2]).model("distilled").columns[0].drop.value == 0.2


def test_a_role_that_was_not_asked_is_a_key_error():
    with pytest.raises(KeyError):
        found([0.1], [0.2]).model("alone")
