import numpy as np
import pytest

from core.lab.evidence import Answered
from tests.lab.example_evidence import make_evidence

ONE = np.array([[[0.2, 0.8], [0.6, 0.4]]], np.float32)


def test_the_most_probable_class_is_given():
    assert Answered(ONE, ONE[0]).classes.tolist() == [1, 0]


def test_a_baseline_may_give_another_class_than_the_most_probable():
    assert Answered(ONE, ONE[0], predicted=np.array([0, 0])).classes.tolist() == [0, 0]


def test_the_shown_seed_is_the_one_that_answers():
    both = np.concatenate([ONE, 1 - ONE])
    np.testing.assert_allclose(Answered(both, ONE[0], shown=1).probabilities[0], [0.8, 0.2])


@pytest.mark.parametrize("role", ["baseline", "alone", "distilled", "teacher"])
def test_answers_are_found_by_role(role):
    evidence = make_evidence()
    assert evidence.answered(role) is getattr(evidence, role)
