import numpy as np

from core.evaluate.looks.sheet import why_not_side_by_side
from tests.evaluate.sheets import two_classes

FINE = two_classes([0.2, 0.8])


def test_two_sound_models_can_be_laid_side_by_side() -> None:
    assert why_not_side_by_side(FINE, FINE) == ""


def test_the_reason_names_the_model_that_is_broken() -> None:
    broken = two_classes([np.nan, 0.8])
    assert "the student gives no probability for 1 of 2" in why_not_side_by_side(FINE, broken)
    assert "the teacher gives no probability for 1 of 2" in why_not_side_by_side(broken, FINE)
