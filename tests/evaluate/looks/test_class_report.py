import math

import numpy as np
import pytest
from sklearn import metrics as oracle
from sklearn.preprocessing import label_binarize

from core.evaluate.looks.class_report import report_classes
from tests.evaluate.made_up import probabilities

NAMES = ("down", "flat", "up", "jump", "crash")
EXACT = 1e-9


def _answers(n_classes: int, n_rows: int = 300):
    rng = np.random.default_rng(n_classes)
    target = rng.integers(0, n_classes, n_rows)
    return target, probabilities(rng, target, n_classes, skill=0.8), NAMES[:n_classes]


@pytest.mark.parametrize("n_classes", [2, 3, 5])
@pytest.mark.parametrize("figure", ["precision", "recall", "f1-score", "support"])
def test_each_class_equals_scikit_learn(n_classes, figure):
    target, table, names = _answers(n_classes)
    expected = oracle.classification_report(
        target, table.argmax(axis=1), target_names=names, output_dict=True
    )
    for line in report_classes(target, table, names).lines:
        found = {
            "precision": line.precision.value,
            "recall": line.recall.value,
            "f1-score": line.f1.value,
            "support": line.rows,
        }[figure]
        assert found == pytest.approx(expected[line.name][figure], abs=EXACT)


@pytest.mark.parametrize("n_classes", [2, 3, 5])
def test_overall_figures_equal_scikit_learn(n_classes):
    target, table, names = _answers(n_classes)
    chosen = table.argmax(axis=1)
    report = report_classes(target, table, names)
    assert report.balanced_accuracy.value == pytest.approx(
        oracle.balanced_accuracy_score(target, chosen), abs=EXACT
    )
    assert report.mcc.value == pytest.approx(oracle.matthews_corrcoef(target, chosen), abs=EXACT)
    truth = target if n_classes == 2 else label_binarize(target, classes=range(n_classes))
    scores = table[:, 1] if n_classes == 2 else table
    assert report.average_precision.value == pytest.approx(
        oracle.average_precision_score(truth, scores), abs=EXACT
    )


def test_confusion_counts_true_classes_down_and_given_classes_across():
    target = np.array([0, 0, 0, 1])
    chosen = np.array([0, 1, 1, 1])
    report = report_classes(target, np.full((4, 2), 0.5), NAMES[:2], chosen)
    assert report.confusion == ((1, 2), (0, 1))
    assert [line.predicted_rows for line in report.lines] == [1, 3]
    assert report.class_names == ("down", "flat")


def test_given_classes_count_rather_than_the_most_probable():
    target, table, names = _answers(2)
    report = report_classes(target, table, names, predicted=1 - table.argmax(axis=1))
    assert report.mcc.value == pytest.approx(
        -oracle.matthews_corrcoef(target, table.argmax(axis=1)), abs=EXACT
    )


def test_one_class_leaves_the_rest_standing():
    target = np.ones(20, np.int64)
    _, table, names = _answers(2, 20)
    report = report_classes(target, table, names)
    why = "all 20 test rows belong to 'flat'"
    assert report.balanced_accuracy.reason == report.mcc.reason == why
    assert report.average_precision.reason == why
    assert report.lines[1].recall.is_defined
    assert report.lines[0].recall.reason == "no test row belongs to this class"


def test_constant_answers_have_no_matthews_coefficient_but_an_average_precision():
    target = np.array([0, 0, 0, 1])
    report = report_classes(target, np.tile([0.75, 0.25], (4, 1)), NAMES[:2])
    assert report.mcc.reason == "every test row was given the class 'down'"
    assert report.lines[1].precision.reason == "no test row was given this class"
    assert report.lines[1].recall.value == report.lines[1].f1.value == 0.0
    assert report.average_precision.value == pytest.approx(0.25, abs=EXACT)
    assert report.balanced_accuracy.value == pytest.approx(0.5, abs=EXACT)


def test_a_class_neither_true_nor_given_has_no_f1():
    target = np.array([0, 1, 0, 1])
    table = np.array([[0.8, 0.1, 0.1], [0.2, 0.7, 0.1], [0.6, 0.3, 0.1], [0.6, 0.3, 0.1]])
    report = report_classes(target, table, NAMES[:3])
    assert report.lines[2].f1.reason.startswith("no test row")
    assert report.average_precision.value == pytest.approx(
        np.mean([oracle.average_precision_score(target == k, table[:, k]) for k in (0, 1)])
    )


def test_a_class_given_but_never_true_does_not_disturb_balanced_accuracy():
    target, chosen = np.array([0, 1, 0, 1]), np.array([0, 2, 0, 1])
    report = report_classes(target, np.full((4, 3), 1 / 3), NAMES[:3], chosen)
    assert report.balanced_accuracy.value == pytest.approx(0.75)


def test_a_diverged_model_is_said_and_its_rows_are_still_counted():
    target, table, names = _answers(3)
    table[5] = math.nan
    report = report_classes(target, table, names)
    assert report.confusion == ()
    assert "for 1 of 300 test rows" in report.mcc.reason
    assert "for 1 of 300 test rows" in report.average_precision.reason
    assert sum(line.rows for line in report.lines) == 300


def test_given_classes_stand_when_probabilities_do_not_exist():
    target, table, names = _answers(2)
    chosen = table.argmax(axis=1)
    report = report_classes(target, np.full_like(table, math.nan), names, chosen)
    assert report.mcc.is_defined
    assert not report.average_precision.is_defined


@pytest.mark.parametrize("predicted", [None, np.array([], np.int64)], ids=["left out", "given"])
def test_no_rows_give_no_figures(predicted):
    empty = np.array([], np.int64)
    report = report_classes(empty, np.empty((0, 2)), NAMES[:2], predicted)
    assert report.mcc.reason == "there are no test rows"
    assert report.lines[0].f1.reason == "there are no test rows"
