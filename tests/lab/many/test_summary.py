"""What many runs say together."""

from __future__ import annotations

import math

import pytest

from core.lab.many.summary import count_clear, mean_difference, summary_sentence
from core.spec import DataSpec, RunSpec, TaskSpec
from core.spec.many import ManySpec
from tests.lab.many.rows import FAILED, row


def test_items_that_are_clear_by_themselves_may_not_be_clear_among_many():
    # Ten intervals of 99.5 % each: 2.807 standard errors in place of 1.960.
    assert count_clear([row(0.0142)] * 10) == (0, 0)
    assert count_clear([row(0.0144)] * 10) == (10, 0)
    assert count_clear([row(0.0142)]) == (1, 0)
    assert count_clear([row(-0.05), row(0.0), row(0.05)]) == (1, 1)


@pytest.mark.parametrize("weak", [row(0.05, seeds=1), row(0.05, nothing=True), FAILED], ids=str)
def test_nothing_is_claimed_from_one_seed_or_where_nothing_can_be_learned(weak):
    assert count_clear([weak]) == (0, 0)


def test_the_mean_is_over_items_with_an_interval_of_students_t():
    found = mean_difference([row(0.01), row(0.02), row(0.06), FAILED])
    assert found.mean == pytest.approx(0.03)
    # 4.3027 is the quantile with two degrees of freedom; the deviation of the three is 0.02646.
    assert found.high - found.mean == pytest.approx(4.3027 * 0.026458 / math.sqrt(3), rel=1e-4)
    assert found.mean - found.low == pytest.approx(found.high - found.mean)


def test_one_item_has_no_interval_over_items():
    found = mean_difference([row(0.01)])
    assert found.mean == 0.01
    assert math.isnan(found.low)
    assert math.isnan(mean_difference([FAILED]).mean)


def test_an_item_without_a_difference_is_left_out():
    assert mean_difference([row(math.nan), row(0.02)]).mean == pytest.approx(0.02)


def test_the_sentence_claims_no_more_than_the_interval():
    clear = summary_sentence(ManySpec(), (row(0.05), row(0.051), row(0.049)))
    assert "clearly better than the student alone in 3 of 3" in clear
    assert "zero" not in clear
    unclear = summary_sentence(ManySpec(), (row(0.05), row(-0.05), FAILED))
    assert "includes zero" in unclear
    assert "1 of 3 could not be run." in unclear
    assert summary_sentence(ManySpec(), (FAILED,)).startswith("Nothing can be said")


def test_securities_are_said_to_move_together():
    run = RunSpec(data=DataSpec(sample="us_stocks"), task=TaskSpec(name="risk"))
    assert "move together" in summary_sentence(ManySpec(run=run), (row(0.1), row(0.2)))
    assert "move together" not in summary_sentence(ManySpec(), (row(0.1), row(0.2)))
