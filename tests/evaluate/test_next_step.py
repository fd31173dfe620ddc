import itertools
from dataclasses import dataclass

import pytest

from core.evaluate.next_step import next_step
from core.evaluate.scores import Interval, Scores
from core.evaluate.speed.latency import Latency, Percentiles
from core.evaluate.verdict import Verdict
from core.models.cost import Cost

NAN = float("nan")
NO_INTERVAL = Interval(NAN, NAN, NAN)

CLEARLY_HELPED = Interval(0.010, 0.006, 0.014)
CLEARLY_HURT = Interval(-0.010, -0.014, -0.006)
NARROW_AROUND_ZERO = Interval(0.000, -0.003, 0.003)
WIDE_AROUND_ZERO = Interval(0.004, -0.010, 0.018)

TEACHER_AHEAD = Interval(0.020, 0.012, 0.028)
TEACHER_NOT_AHEAD = Interval(0.001, -0.006, 0.008)
TEACHER_BEHIND = Interval(-0.020, -0.028, -0.012)

AS_GOOD = Interval(-0.001, -0.006, 0.004)
FAR_BELOW = Interval(-0.030, -0.040, -0.020)
UNKNOWN = Interval(-0.008, -0.025, 0.009)
ABOVE_TEACHER = Interval(0.010, 0.004, 0.016)


@dataclass(frozen=True)
class Column:
    scores: Scores
    cost: Cost
    latency: Latency


def _column(size_bytes, one_row_ms, batch_ms, auc_high=0.8) -> Column:
    auc = Interval(auc_high - 0.02, auc_high - 0.04, auc_high)
    latency = Latency(Percentiles(one_row_ms, 0), 256, Percentiles(batch_ms, 0), busy=False)
    return Column(Scores(auc, auc, auc, auc, auc, auc), Cost(10, size_bytes, 10), latency)


TEACHER = _column(100_000, 1.0, 10.0)
SMALL = _column(5_000, 0.5, 2.0)
AS_LARGE = _column(100_000, 1.0, 10.0)


def _verdict(difference, seeds=5, nothing=False, outcome=None) -> Verdict:
    found = "better" if difference.low > 0 else "worse" if difference.high < 0 else None
    claimed = outcome or found or "no_clear_difference"
    return Verdict(claimed, "auc", difference, seeds, "", nothing)


def _step(difference, headroom=TEACHER_AHEAD, against=AS_GOOD, student=SMALL, margin=1.0) -> str:
    return next_step(_verdict(difference), headroom, against, student, TEACHER, margin).step


DIFFERENCES = (CLEARLY_HELPED, CLEARLY_HURT, NARROW_AROUND_ZERO, WIDE_AROUND_ZERO, NO_INTERVAL)
HEADROOMS = (TEACHER_AHEAD, TEACHER_NOT_AHEAD, TEACHER_BEHIND, NO_INTERVAL, None)
AGAINST = (AS_GOOD, FAR_BELOW, UNKNOWN, ABOVE_TEACHER, NO_INTERVAL, None)


@pytest.mark.parametrize(
    ("against", "step"),
    [
        (AS_GOOD, "deploy the distilled student"),
        (ABOVE_TEACHER, "deploy the distilled student"),
        (FAR_BELOW, "larger student"),
        (UNKNOWN, "more evidence"),
        (NO_INTERVAL, "more evidence"),
        (None, "more evidence"),
    ],
)
@pytest.mark.parametrize("headroom", HEADROOMS)
def test_after_help_the_distance_to_the_teacher_decides(headroom, against, step):
    assert _step(CLEARLY_HELPED, headroom, against) == step


@pytest.mark.parametrize("against", AGAINST)
@pytest.mark.parametrize("headroom", HEADROOMS)
def test_after_harm_alone_is_taken(headroom, against):
    assert _step(CLEARLY_HURT, headroom, against) == "take the student alone"


@pytest.mark.parametrize("against", AGAINST)
@pytest.mark.parametrize("headroom", HEADROOMS)
def test_gain_that_is_small_at_most_speaks_for_alone(headroom, against):
    assert _step(NARROW_AROUND_ZERO, headroom, against) == "take the student alone"


@pytest.mark.parametrize("against", AGAINST)
@pytest.mark.parametrize(
    ("headroom", "step"),
    [
        (TEACHER_AHEAD, "more evidence"),
        (TEACHER_NOT_AHEAD, "stronger teacher"),
        (TEACHER_BEHIND, "stronger teacher"),
        (NO_INTERVAL, "more evidence"),
        (None, "more evidence"),
    ],
)
def test_gain_that_may_be_large_asks_for_evidence_or_a_stronger_teacher(headroom, against, step):
    assert _step(WIDE_AROUND_ZERO, headroom, against) == step


@pytest.mark.parametrize("against", AGAINST)
@pytest.mark.parametrize("headroom", HEADROOMS)
@pytest.mark.parametrize("seeds", [1, 5])
def test_difference_that_is_not_defined_is_mended_first(seeds, headroom, against):
    verdict = _verdict(NO_INTERVAL, seeds)
    found = next_step(verdict, headroom, against, SMALL, TEACHER)
    assert found.step == "mend the measurement"


@pytest.mark.parametrize(("auc_high", "step"), [(0.55, "do not deploy"), (0.7, "more rows")])
@pytest.mark.parametrize("difference", DIFFERENCES[:-1])
@pytest.mark.parametrize("seeds", [1, 5])
def test_nothing_to_learn_is_never_deployed(seeds, difference, auc_high, step):
    verdict = _verdict(difference, seeds, nothing=True, outcome="no_clear_difference")
    student = _column(5_000, 0.5, 2.0, auc_high)
    found = next_step(verdict, TEACHER_AHEAD, AS_GOOD, student, _column(1, 1, 1, 0.55))
    assert found.step == step
    assert found.sentence.startswith("Do not deploy")


@pytest.mark.parametrize("difference", DIFFERENCES[:-1])
def test_one_seed_asks_for_more_seeds(difference):
    verdict = _verdict(difference, seeds=1, outcome="no_clear_difference")
    assert next_step(verdict, TEACHER_AHEAD, AS_GOOD, SMALL, TEACHER).step == "more seeds"


@pytest.mark.parametrize("difference", DIFFERENCES[:-1])
def test_student_that_saves_nothing_makes_way_for_the_teacher(difference):
    assert _step(difference, TEACHER_AHEAD, AS_GOOD, AS_LARGE) == "keep the teacher"


def test_student_that_saves_nothing_but_beats_the_teacher_is_deployed():
    step = _step(CLEARLY_HELPED, TEACHER_AHEAD, ABOVE_TEACHER, AS_LARGE)
    assert step == "deploy the distilled student"


def test_student_alone_that_beats_the_teacher_need_not_be_smaller():
    assert _step(NARROW_AROUND_ZERO, TEACHER_BEHIND, AS_GOOD, AS_LARGE) == "take the student alone"
    assert _step(CLEARLY_HURT, TEACHER_BEHIND, AS_GOOD, AS_LARGE) == "take the student alone"


@pytest.mark.parametrize("student", [(5_000, 1, 10), (100_000, 0.5, 10), (100_000, 1, 2)])
def test_smaller_or_faster_in_one_way_is_enough(student):
    assert _step(CLEARLY_HELPED, student=_column(*student)) == "deploy the distilled student"


def test_a_few_percent_smaller_is_no_saving():
    assert _step(CLEARLY_HELPED, student=_column(97_000, 0.98, 9.8)) == "keep the teacher"


@pytest.mark.parametrize(
    ("margin", "step"), [(0.1, "more evidence"), (1, "deploy the distilled student")]
)
def test_margin_decides_what_stands_in_for_the_teacher(margin, step):
    assert _step(CLEARLY_HELPED, margin=margin) == step


def test_sentence_carries_the_numbers_that_it_rests_on():
    found = next_step(_verdict(CLEARLY_HELPED), TEACHER_AHEAD, AS_GOOD, SMALL, TEACHER)
    assert found.sentence == (
        "Deploy the distilled student: the teacher helped it, and it is within 1 point of AUC "
        "of the teacher (95 % interval -0.60 to 0.40 points); watch it on new data."
    )


@pytest.mark.parametrize("difference", DIFFERENCES)
def test_every_case_has_one_plain_sentence_without_a_promise(difference):
    cases = itertools.product(HEADROOMS, AGAINST, (SMALL, AS_LARGE), (1, 5), (True, False))
    for headroom, against, student, seeds, nothing in cases:
        outcome = "no_clear_difference" if nothing or seeds == 1 else None
        verdict = _verdict(difference, seeds, nothing, outcome)
        sentence = next_step(verdict, headroom, against, student, TEACHER).sentence
        assert sentence.endswith(".")
        assert ". " not in sentence
        assert "nan" not in sentence
        assert not {"will", "profit", "guarantee"} & set(sentence.lower().split())
