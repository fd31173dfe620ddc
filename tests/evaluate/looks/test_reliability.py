import math

import numpy as np
import pytest
from sklearn.calibration import calibration_curve
from statsmodels.stats.proportion import proportion_confint

from core.evaluate.looks.reliability import reliability
from core.evaluate.metrics import ECE_BINS
from core.evaluate.scores import METRICS
from tests.evaluate.made_up import point_scores, probabilities

NAMES = ("paid", "default", "late")
SKLEARN_STRATEGY = {"quantile": "quantile", "equal": "uniform"}


def _answers(n_classes: int = 2, n_rows: int = 500, decimals: int = 12):
    rng = np.random.default_rng(n_classes)
    target = rng.integers(0, n_classes, n_rows)
    table = np.round(probabilities(rng, target, n_classes, skill=0.8), decimals)
    return target, table, NAMES[:n_classes]


@pytest.mark.parametrize("binning", ["quantile", "equal"])
@pytest.mark.parametrize("n_bins", [1, 5, 10])
@pytest.mark.parametrize("decimals", [12, 1], ids=["distinct", "tied"])
def test_bins_equal_scikit_learn(binning, n_bins, decimals):
    target, table, names = _answers(decimals=decimals)
    found = reliability(target, table, names, binning=binning, n_bins=n_bins).bins
    seen, told = calibration_curve(
        target, table[:, 1], n_bins=n_bins, strategy=SKLEARN_STRATEGY[binning]
    )
    assert [x.told for x in found] == pytest.approx(told.tolist(), abs=1e-9)
    assert [x.seen for x in found] == pytest.approx(seen.tolist(), abs=1e-9)
    assert sum(x.rows for x in found) == 500


def test_intervals_equal_wilson_of_statsmodels():
    target, table, names = _answers(n_rows=60)
    for found in reliability(target, table, names).bins:
        hits = round(found.seen * found.rows)
        expected = proportion_confint(hits, found.rows, method="wilson")
        assert (found.low, found.high) == pytest.approx(expected, abs=1e-9)


def test_quantile_bins_hold_nearly_equal_counts():
    target, table, names = _answers(n_rows=505)
    counts = [found.rows for found in reliability(target, table, names).bins]
    assert max(counts) - min(counts) <= 1


@pytest.mark.parametrize("judged", [0, 2])
def test_a_chosen_class_is_judged_by_its_own_column(judged):
    target, table, names = _answers(3)
    found = reliability(target, table, names, judged=judged)
    seen, _ = calibration_curve(target == judged, table[:, judged], n_bins=10, strategy="quantile")
    assert found.judged == names[judged]
    assert [x.seen for x in found.bins] == pytest.approx(seen.tolist(), abs=1e-9)


def test_of_three_classes_the_given_one_is_judged_as_in_the_calibration_error():
    target, table, names = _answers(3)
    found = reliability(target, table, names, binning="equal", n_bins=ECE_BINS)
    assert found.judged == ""
    ece = dict(zip(METRICS, point_scores(target, table), strict=True))["ece"]
    assert found.gap.value == pytest.approx(ece, abs=1e-9)


def test_rows_that_hang_together_have_no_interval():
    target, table, names = _answers()
    found = reliability(target, table, names, rows_are_independent=False)
    assert not found.has_intervals
    assert reliability(target, table, names).has_intervals
    assert found.gap == reliability(target, table, names).gap


def test_constant_probabilities_make_one_bin():
    target = np.array([0, 0, 0, 1])
    found = reliability(target, np.tile([0.75, 0.25], (4, 1)), NAMES[:2])
    assert [(x.rows, x.told, x.seen) for x in found.bins] == [(4, 0.25, 0.25)]
    assert found.gap.value == 0.0


def test_one_class_is_still_judged():
    _, table, names = _answers(n_rows=20)
    found = reliability(np.ones(20, int), table, names)
    assert all(x.seen == 1.0 for x in found.bins)
    assert found.gap.is_defined


@pytest.mark.parametrize("n_classes", [2, 3])
def test_a_diverged_model_has_no_bins(n_classes):
    target, table, names = _answers(n_classes, 20)
    table[0] = math.nan
    found = reliability(target, table, names)
    assert found.bins == ()
    assert "for 1 of 20 test rows" in found.gap.reason


def test_no_rows_have_no_bins():
    found = reliability(np.array([], int), np.empty((0, 2)), NAMES[:2])
    assert found.gap.reason == "there are no test rows"
