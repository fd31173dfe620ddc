"""Claims about many cells at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.evaluate.scores import Interval
from core.lab.sweep.claims import is_claimed, taught_cells, widened_difference
from core.lab.sweep.told import TOO_GOOD, claims_sentence
from tests.lab.sweep.small import swept


def with_difference(difference, **changes):
    found = swept()
    verdict = replace(found.verdict, nothing_to_learn=changes.pop("nothing_to_learn", False))
    cells = tuple(replace(cell, difference=difference, **changes) for cell in found.cells)
    return replace(found, cells=cells, verdict=verdict)


def test_the_cells_without_a_teacher_are_not_counted():
    assert taught_cells(swept()) == 4


def test_an_interval_is_widened_for_the_number_of_cells():
    cell = with_difference(Interval(0.02, 0.01, 0.03)).cells[-1]
    found = widened_difference(swept(), cell)
    # Four intervals at 98.75 % each: 2.498 standard errors instead of 1.960.
    assert found.low == pytest.approx(0.02 - 0.01 * 2.4977 / 1.95996, abs=1e-5)


def test_a_cell_that_is_clear_by_itself_may_not_be_clear_among_many():
    narrow = with_difference(Interval(0.02, 0.002, 0.038))
    assert not is_claimed(narrow, narrow.cells[-1])
    clear = with_difference(Interval(0.02, 0.01, 0.03))
    assert is_claimed(clear, clear.cells[-1])
    assert "on the test rows: 4 of 4 cells" in claims_sentence(clear)


def test_a_clear_cell_that_validation_rows_did_not_choose_is_said_to_look_too_good():
    clear = with_difference(Interval(0.02, 0.01, 0.03))
    assert TOO_GOOD not in claims_sentence(clear)
    assert TOO_GOOD in claims_sentence(replace(clear, best=0))


@pytest.mark.parametrize(
    "changes", [{"seeds": 1}, {"alpha": 0.0}, {"nothing_to_learn": True}], ids=str
)
def test_nothing_is_claimed_from_one_seed_without_a_teacher_or_where_nothing_can_be_learned(
    changes,
):
    found = with_difference(Interval(0.02, 0.01, 0.03), **changes)
    assert not is_claimed(found, found.cells[-1])
