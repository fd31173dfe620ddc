import numpy as np
import pytest
import torch
from sklearn.linear_model import LogisticRegression

from core.errors import TargetError
from core.evaluate.baselines import (
    logistic_regression,
    majority,
    naive_baselines,
    persistence,
)
from tests.evaluate.made_up import make_dataset, make_part

TRAIN = make_part([0, 0, 0, 1, 1, 2], state=[0, 0, 1, 1, 1, 1])
SAME_AS_STATE = make_part([0, 1, 1, 0], state=[0, 1, 1, 0])
MOSTLY_ZERO = make_part([0, 0, 0, 1], state=[1, 1, 0, 0])


def _market(validation=SAME_AS_STATE):
    return make_dataset(TRAIN, validation, SAME_AS_STATE, n_classes=3, task="trend")


def test_majority_answers_every_row_with_the_training_shares():
    naive = majority(_market())
    assert naive.lookup_table == pytest.approx(np.array([[3, 2, 1]]) / 6)
    assert naive.codes(SAME_AS_STATE).tolist() == [0, 0, 0, 0]
    assert naive.predicted(SAME_AS_STATE).tolist() == [0, 0, 0, 0]


def test_persistence_gives_each_row_the_class_it_is_in():
    naive = persistence(_market())
    assert naive.predicted(SAME_AS_STATE).tolist() == [0, 1, 1, 0]
    assert naive.codes(SAME_AS_STATE).dtype == np.int64


def test_persistence_table_holds_class_shares_by_state_with_one_row_of_the_overall_shares():
    overall = np.array([3, 2, 1]) / 6
    expected = [(np.array([2, 0, 0]) + overall) / 3, (np.array([1, 2, 1]) + overall) / 5, overall]
    table = persistence(_market()).lookup_table
    assert table.dtype == np.float32
    assert table == pytest.approx(np.array(expected))


def test_answers_hold_the_table_row_and_the_class_of_each_test_row():
    naive = persistence(_market())
    answers = naive.answers(SAME_AS_STATE, "baseline")
    assert answers.name == "baseline"
    assert answers.probabilities[0] == pytest.approx(naive.lookup_table[[0, 1, 1, 0]])
    assert answers.classes.tolist() == [[0, 1, 1, 0]]


def test_rows_without_a_state_have_no_persistence():
    part = make_part([0, 1, 1])
    dataset = make_dataset(part, part, part)
    assert persistence(dataset) is None
    assert [naive.name for naive in naive_baselines(dataset)] == ["Majority"]


@pytest.mark.parametrize(
    ("validation", "expected"), [(SAME_AS_STATE, "Persistence"), (MOSTLY_ZERO, "Majority")]
)
def test_picked_baseline_is_the_more_accurate_on_validation_rows(validation, expected):
    assert naive_baselines(_market(validation))[0].name == expected


def test_equally_accurate_baselines_give_majority():
    assert naive_baselines(_market(make_part([0, 1], state=[1, 1])))[0].name == "Majority"


@pytest.mark.parametrize("fit", [majority, persistence])
def test_hidden_labels_do_not_change_a_naive_baseline(fit):
    labelled = [True, True, False, True, True, False]
    fitted = []
    for hidden_class in (0, 2):
        train = make_part(
            [0, 0, hidden_class, 1, 1, hidden_class], state=[0, 0, 1, 1, 1, 1], labelled=labelled
        )
        fitted.append(fit(make_dataset(train, TRAIN, TRAIN, n_classes=3, task="trend")))
    assert (fitted[0].lookup_table == fitted[1].lookup_table).all()


def _rows(n_classes: int, n_rows: int = 200, seed: int = 0):
    generator = torch.Generator().manual_seed(seed)
    rows = torch.randn(n_rows, 4, generator=generator)
    noisy = rows[:, 0] - rows[:, 1] + torch.randn(n_rows, generator=generator)
    return rows, torch.bucketize(noisy, torch.linspace(-1, 1, n_classes + 1)[1:-1])


@pytest.mark.parametrize("n_classes", [2, 3])
def test_logistic_regression_answers_as_scikit_learn_does(n_classes):
    rows, target = _rows(n_classes)
    part = make_part(target, rows=rows)
    fitted = logistic_regression(make_dataset(part, part, part, n_classes))
    oracle = LogisticRegression(max_iter=1000).fit(rows.double().numpy(), target.numpy())
    expected = oracle.predict_proba(rows.double().numpy())
    assert fitted.probabilities(part) == pytest.approx(expected, abs=1e-6)
    assert fitted.weight.shape == (n_classes, 4)
    assert fitted.answers(part, "logistic").probabilities.shape == (1, 200, n_classes)


@pytest.mark.parametrize("n_classes", [2, 3])
def test_logistic_regression_is_a_linear_layer_with_softmax(n_classes):
    rows, target = _rows(n_classes)
    part = make_part(target, rows=rows)
    fitted = logistic_regression(make_dataset(part, part, part, n_classes))
    layer = torch.nn.functional.linear(
        rows, torch.from_numpy(fitted.weight), torch.from_numpy(fitted.bias)
    )
    assert torch.softmax(layer, dim=1).numpy() == pytest.approx(
        fitted.probabilities(part), abs=1e-6
    )


def test_logistic_regression_never_sees_hidden_labels():
    rows, target = _rows(2)
    labelled = torch.arange(200) < 120
    changed = torch.where(labelled, target, 1 - target)
    weights = []
    for labels in (target, changed):
        part = make_part(labels, rows=rows, labelled=labelled)
        weights.append(logistic_regression(make_dataset(part, part, part)).weight)
    assert (weights[0] == weights[1]).all()


@pytest.mark.parametrize("kept", [(0, 1), (1, 2), (0, 2)])
def test_class_without_a_labelled_row_gets_next_to_no_probability(kept):
    rows, target = _rows(3)
    labelled = torch.isin(target, torch.tensor(kept))
    part = make_part(target, rows=rows, labelled=labelled)
    found = logistic_regression(make_dataset(part, part, part, 3)).probabilities(part)
    absent = ({0, 1, 2} - set(kept)).pop()
    assert found[:, absent].max() < 1e-6
    assert found.sum(axis=1) == pytest.approx(np.ones(200))


def test_one_labelled_class_is_told_as_an_error_of_the_target():
    part = make_part([0, 1, 1], labelled=[False, True, True])
    with pytest.raises(TargetError, match="all 2 of them are 'b'"):
        logistic_regression(make_dataset(part, part, part))
