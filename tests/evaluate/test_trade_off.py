from dataclasses import dataclass

import pytest

from core.evaluate.scores import Interval, Scores
from core.evaluate.speed.latency import Latency, Percentiles
from core.evaluate.speed.latency_ratio import Ratio, SpeedUp
from core.evaluate.trade_off import times_as_fast, trade_off_sentence
from core.models.cost import Cost


@dataclass(frozen=True)
class _Column:
    scores: Scores
    cost: Cost
    latency: Latency


def _column(auc=0.78, size_bytes=2_000, one_ms=0.01, batch_ms=0.1, busy=False) -> _Column:
    found = Interval(auc, auc - 0.01, auc + 0.01)
    return _Column(
        Scores(found, found, found, found, found, found),
        Cost(100, size_bytes, 200),
        Latency(Percentiles(one_ms, 2 * one_ms), 256, Percentiles(batch_ms, 2 * batch_ms), busy),
    )


TEACHER = _column(auc=0.785, size_bytes=318_000, one_ms=0.017, batch_ms=1.13)


def test_sentence_names_quality_size_and_both_speeds():
    assert trade_off_sentence(_column(), TEACHER, Interval(-0.005, -0.008, -0.002)) == (
        "The distilled student gives up some quality: AUC 0.780 against the teacher's 0.785 "
        "(95 % interval of the difference -0.008 to -0.002). Its file is 0.63 % as large as the "
        "teacher's; it answers 1.7 times as fast on one row and 11 times as fast on a batch of "
        "256 rows."
    )


@pytest.mark.parametrize(
    ("difference", "opening"),
    [
        (None, "The distilled student reaches AUC 0.780 against the teacher's 0.785."),
        (Interval(-0.005, -0.02, 0.01), "No clear loss against the teacher: "),
        (Interval(0.005, 0.001, 0.01), "The distilled student even beats the teacher: "),
    ],
)
def test_quality_claims_no_more_than_the_interval(difference, opening):
    assert trade_off_sentence(_column(), TEACHER, difference).startswith(opening)


def test_a_teacher_at_chance_is_no_mark_to_beat():
    teacher = _column(auc=0.5)
    sentence = trade_off_sentence(_column(auc=0.64), teacher, Interval(0.14, 0.1, 0.18))
    assert sentence.startswith(
        "The teacher sets no mark: AUC 0.640 against the teacher's 0.500, which is not clearly "
        "above chance, 0.5 ("
    )
    assert "beats" not in sentence


def test_student_that_costs_more_is_called_larger_and_slower():
    sentence = trade_off_sentence(_column(size_bytes=636_000, one_ms=0.034), TEACHER)
    assert "2.0 times as large" in sentence
    assert "50 % as fast on one row" in sentence


def test_equal_costs_are_called_equal():
    sentence = trade_off_sentence(_column(), _column(size_bytes=2_050, one_ms=0.0104))
    assert "about as large as the teacher's; it answers about as fast on one row" in sentence


def _ratio(mean, half=0.05, same_file=1.0):
    around = Interval(same_file, same_file - 0.01, same_file + 0.01)
    return Ratio(1, Interval(mean, mean - half, mean + half), around)


def test_a_ratio_found_round_by_round_goes_before_that_of_medians():
    speed_up = SpeedUp(_ratio(7.2), _ratio(3.0), busy=False)
    found = times_as_fast(_column().latency, TEACHER.latency, speed_up)
    assert (found.one_row, found.batch) == (7.2, 3.0)


@pytest.mark.parametrize("ratio", [_ratio(1.3, half=0.4), _ratio(1.2, same_file=1.3)])
def test_a_speed_that_cannot_be_told_from_noise_is_called_equal(ratio):
    sentence = trade_off_sentence(_column(), TEACHER, None, SpeedUp(ratio, _ratio(3.0), False))
    assert "answers about as fast on one row and 3.0 times as fast" in sentence


def test_times_of_older_runs_are_divided():
    found = times_as_fast(_column().latency, TEACHER.latency)
    assert (found.one_row, found.batch) == pytest.approx((1.7, 11.3))


@pytest.mark.parametrize("missing", [0.0, float("nan")])
def test_a_time_that_was_not_measured_is_said_to_be_missing(missing):
    sentence = trade_off_sentence(_column(one_ms=missing), TEACHER)
    assert "answers at a speed that was not measured on one row" in sentence


@pytest.mark.parametrize("busy", [True, False])
def test_times_of_a_busy_machine_are_called_rough(busy):
    sentence = trade_off_sentence(_column(busy=busy), TEACHER)
    assert ("The machine was busy" in sentence) is busy


def test_quality_without_an_auc_is_not_compared():
    sentence = trade_off_sentence(_column(auc=float("nan")), TEACHER)
    assert sentence.startswith("Quality cannot be compared by AUC, because some class has no test")
