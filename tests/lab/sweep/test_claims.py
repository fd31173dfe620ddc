"""Claims about many cells at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.evaluate.scores import Interval
from core.lab.sweep.claims import is_claimed, taught_cells, widened_difference
from core.lab.sweep.told import TOO_GOOD, claims_sentence
from core.spec import DistillSpec
from tests.lab.sweep.small import RUN, swept


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


BETTER, WORSE, UNCLEAR = (
    Interval(0.02, 0.01, 0.03),
    Interval(-0.02, -0.03, -0.01),
    Interval(0.0, -0.01, 0.01),
)
FIRST_TAUGHT = 2
"""The place of the first cell with a teacher; before it are two of the student alone."""


def with_taught(*differences: Interval, best: int):
    """A sweep whose four taught cells differ so from the student alone."""
    found = with_difference(UNCLEAR)
    taught = zip(found.cells[FIRST_TAUGHT:], differences, strict=True)
    cells = (*found.cells[:FIRST_TAUGHT], *(replace(x, difference=y) for x, y in taught))
    return replace(found, cells=cells, best=best)


@pytest.mark.parametrize("chosen", [BETTER, WORSE, UNCLEAR], ids=["better", "worse", "unclear"])
def test_a_better_cell_that_validation_rows_did_not_choose_is_said_to_look_too_good(chosen):
    found = with_taught(chosen, BETTER, UNCLEAR, UNCLEAR, best=FIRST_TAUGHT)
    assert TOO_GOOD in claims_sentence(found)


def test_a_better_cell_beside_the_student_alone_as_choice_is_said_to_look_too_good():
    assert TOO_GOOD in claims_sentence(with_taught(*[BETTER] * 4, best=0))


@pytest.mark.parametrize("other", [WORSE, UNCLEAR], ids=["worse", "unclear"])
def test_the_only_better_cell_is_no_pick_where_validation_rows_chose_it(other):
    found = with_taught(BETTER, other, other, UNCLEAR, best=FIRST_TAUGHT)
    assert " 1 of 4 cells" in claims_sentence(found)
    assert TOO_GOOD not in claims_sentence(found)


def smoothed(found):
    run = RUN.model_copy(update={"distill": DistillSpec(method="smoothing")})
    return replace(found, spec=found.spec.model_copy(update={"run": run}))


def test_where_labels_are_smoothed_cells_of_all_temperatures_are_one_model():
    found = smoothed(with_taught(BETTER, BETTER, WORSE, WORSE, best=FIRST_TAUGHT + 1))
    told = claims_sentence(found)
    assert taught_cells(found) == 2
    assert " 1 of 2 models with smoothed labels; clearly worse: 1." in told
    assert "widened for 2 models" in told
    assert "teacher" not in told
    assert TOO_GOOD not in told


@pytest.mark.parametrize(
    ("change", "end"),
    [(lambda x: x, "One cell hears a teacher"), (smoothed, "One model learns smoothed labels")],
    ids=["teacher", "smoothing"],
)
def test_of_one_taught_model_is_said_whether_the_verdict_is_about_it(change, end):
    found = change(swept())
    found = replace(found, cells=found.cells[: FIRST_TAUGHT + 1])
    assert (
        claims_sentence(replace(found, best=FIRST_TAUGHT)) == f"{end}, and the verdict is about it."
    )
    told = claims_sentence(replace(found, best=0))
    assert told == f"{end}, and the validation rows choose the student alone."


def test_a_cell_that_cannot_be_judged_is_not_counted():
    found = swept()
    cells = (*found.cells[:-1], replace(found.cells[-1], seeds=0))
    assert taught_cells(replace(found, cells=cells)) == 3


@pytest.mark.parametrize(
    "changes", [{"seeds": 1}, {"alpha": 0.0}, {"nothing_to_learn": True}], ids=str
)
def test_nothing_is_claimed_from_one_seed_without_a_teacher_or_where_nothing_can_be_learned(
    changes,
):
    found = with_difference(Interval(0.02, 0.01, 0.03), **changes)
    assert not is_claimed(found, found.cells[-1])
