import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import SpecError
from core.evaluate.luck.non_inferiority import within_points
from core.evaluate.scores import Interval

NAN = float("nan")


@pytest.mark.parametrize(
    ("ends", "answer", "sentence"),
    [
        (
            (-0.002, -0.0061, 0.0019),
            "yes",
            "Yes, the student is within 1 point of the teacher: distilled minus teacher is "
            "-0.20 points of AUC (95 % interval -0.61 to 0.19).",
        ),
        (
            (-0.03, -0.04, -0.02),
            "no",
            "No, the student is more than 1 point below the teacher: distilled minus teacher is "
            "-3.00 points of AUC (95 % interval -4.00 to -2.00).",
        ),
        (
            (-0.004, -0.02, 0.012),
            "cannot_tell",
            "Cannot tell whether the student is within 1 point of the teacher: distilled minus "
            "teacher is -0.40 points of AUC (95 % interval -2.00 to 1.20), which reaches to both "
            "sides of -1.",
        ),
        (
            (NAN, NAN, NAN),
            "cannot_tell",
            "Cannot tell whether the student is within 1 point of the teacher: the difference "
            "in AUC has no interval here.",
        ),
    ],
)
def test_answer_and_sentence_follow_the_interval(ends, answer, sentence):
    found = within_points(Interval(*ends), 1)
    assert (found.answer, found.sentence) == (answer, sentence)


@pytest.mark.parametrize("ends", [(-0.01, 0.01), (-0.03, -0.01)])
def test_interval_that_touches_the_margin_cannot_tell(ends):
    assert within_points(Interval(sum(ends) / 2, *ends), 1).answer == "cannot_tell"


def test_wider_margin_turns_no_into_yes():
    difference = Interval(-0.03, -0.04, -0.02)
    answers = [within_points(difference, margin).answer for margin in (1, 3, 5)]
    assert answers == ["no", "cannot_tell", "yes"]


def test_end_just_inside_the_margin_does_not_read_as_the_margin():
    assert "-0.9996 to" in within_points(Interval(0.0, -0.009996, 0.01), 1).sentence


def test_several_points_and_other_metrics_are_named():
    sentence = within_points(Interval(0, -0.001, 0.001), 2.5, "accuracy").sentence
    assert "within 2.5 points" in sentence
    assert "points of accuracy" in sentence


@pytest.mark.parametrize(("seeds", "says_so"), [(1, True), (5, False), (None, False)])
def test_one_seed_speaks_of_one_student_only(seeds, says_so):
    sentence = within_points(Interval(0, -0.001, 0.001), 1, seeds=seeds).sentence
    assert ("With one seed" in sentence) == says_so


@pytest.mark.parametrize("margin", [0, -1, 101, NAN, math.inf])
def test_margin_must_be_points_above_zero(margin):
    with pytest.raises(SpecError, match="lie above 0"):
        within_points(Interval(0, -0.01, 0.01), margin)


@given(
    st.lists(st.floats(-1, 1), min_size=3, max_size=3).map(sorted),
    st.floats(0.01, 50),
)
def test_yes_and_no_are_claimed_only_where_the_whole_interval_agrees(ends, margin):
    low, mean, high = ends
    answer = within_points(Interval(mean, low, high), margin).answer
    assert (answer == "yes") == (low > -margin / 100)
    assert (answer == "no") == (high < -margin / 100)
