from dataclasses import dataclass

import pytest

from core.evaluate.latency import Latency, Percentiles
from core.evaluate.scores import Interval, Scores
from core.evaluate.trade_off import trade_off_sentence
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
        "(95 % interval of the difference -0.008 to -0.002). Its file is 159 times smaller; "
        "it is 1.7 times faster on one row and 11 times faster on a batch of 256 rows."
    )


@pytest.mark.parametrize(
    ("difference", "opening"),
    [
        (None, "The distilled student reaches AUC 0.780 against the teacher's 0.785."),
        (Interval(-0.005, -0.02, 0.01), "No clear loss against the teacher: "),
        (Interval(0.005, 0.001, 0.01), "The distilled student even beats its teacher: "),
    ],
)
def test_quality_claims_no_more_than_the_interval(difference, opening):
    assert trade_off_sentence(_column(), TEACHER, difference).startswith(opening)


def test_student_that_costs_more_is_called_larger_and_slower():
    sentence = trade_off_sentence(_column(size_bytes=636_000, one_ms=0.034), TEACHER)
    assert "2.0 times larger" in sentence
    assert "2.0 times slower on one row" in sentence


def test_equal_costs_are_called_equal():
    sentence = trade_off_sentence(_column(), _column(size_bytes=2_050, one_ms=0.0104))
    assert "about as large; it is about as fast on one row" in sentence


@pytest.mark.parametrize("busy", [True, False])
def test_times_of_a_busy_machine_are_called_rough(busy):
    sentence = trade_off_sentence(_column(busy=busy), TEACHER)
    assert ("The machine was busy" in sentence) is busy


def test_quality_without_an_auc_is_not_compared():
    sentence = trade_off_sentence(_column(auc=float("nan")), TEACHER)
    assert sentence.startswith("Quality cannot be compared by AUC, because some class has no test")
