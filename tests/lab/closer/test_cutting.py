import dataclasses

import pytest

from core.lab.closer.answers import LEARNED
from core.lab.closer.cutting import thresholds


@pytest.mark.parametrize("rule", ["f1", "cost"])
def test_every_column_that_learned_has_a_threshold_of_validation_rows(credit, rule):
    effects = thresholds(credit, rule)
    assert tuple(effects) == LEARNED
    assert {effect.threshold.rows for effect in effects.values()} == {100}


def test_a_dearer_miss_lowers_the_threshold(credit):
    cheap, dear = (thresholds(credit, "cost", cost)["teacher"].threshold for cost in (0.2, 20))
    assert dear.value < cheap.value


def test_three_classes_have_no_threshold(credit):
    data = dataclasses.replace(credit.data, classes=("down", "flat", "up"))
    assert not thresholds(dataclasses.replace(credit, data=data))
