"""The choice of a sweep in a sentence."""

from __future__ import annotations

from dataclasses import replace

from core.evaluate.scores import Interval
from core.lab.sweep.told import choice_sentence
from tests.lab.sweep.small import swept


def test_alone_beside_the_choice_is_over_the_same_seeds():
    found = swept()
    validation, alone = Interval(0.747, 0.7, 0.8), Interval(0.737, 0.7, 0.8)
    chosen = replace(found.cells[-1], validation=validation, alone_validation=alone)
    told = choice_sentence(replace(found, cells=(chosen,), best=0))
    assert "AUC 0.747 there, the student alone 0.737." in told
