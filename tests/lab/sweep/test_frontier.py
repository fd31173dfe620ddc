"""The frontier of students."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.evaluate.scores import Interval
from core.lab.sweep.frontier import COST_TITLES, cost_of, efficient, quality_of, smallest_within
from core.lab.sweep.told import smallest_sentence
from tests.lab.sweep.small import swept


def with_students(*students):
    """A sweep of students, each given by its size, its AUC and the ends against the teacher."""
    found = swept()
    cells, made = [], []
    for place, (size, auc, low) in enumerate(students):
        one = found.students[0]
        cost = replace(one.cost, size_bytes=size)
        against = Interval(low + 0.005, low, low + 0.01)
        made.append(
            replace(one, name=f"MLP {place}", cost=cost, best=place, against_teacher=against)
        )
        cells.append(
            replace(found.cells[-1], student=place, validation=Interval(auc, auc - 0.1, auc + 0.1))
        )
    return replace(found, students=tuple(made), cells=tuple(cells), best=0)


def test_a_student_that_is_larger_and_no_better_is_not_efficient():
    found = with_students((100, 0.70, 0), (200, 0.75, 0), (300, 0.74, 0), (400, 0.75, 0))
    assert efficient(found, "size_bytes") == (0, 1)


def test_a_student_whose_cell_kept_the_easy_seeds_is_not_efficient_for_that():
    found = with_students((100, 0.70, 0), (200, 0.75, 0))
    easy = found.students[1].alone_validation.mean + 0.06
    cells = (found.cells[0], replace(found.cells[1], alone_validation=Interval(easy, easy, easy)))
    assert efficient(replace(found, cells=cells), "size_bytes") == (0,)


def test_of_two_students_of_one_cost_the_better_one_is_efficient():
    assert efficient(with_students((100, 0.70, 0), (100, 0.75, 0)), "size_bytes") == (1,)


def test_the_smallest_student_within_the_points_is_the_one_whose_whole_interval_is():
    found = with_students((100, 0.7, -0.03), (200, 0.7, -0.005), (300, 0.7, -0.001))
    assert smallest_within(found, 1) == 1
    assert (
        "MLP 1 is the smallest student that loses no more than 1 point of AUC"
        in smallest_sentence(found, 1)
    )


def test_the_smallest_student_may_be_larger_than_its_teacher():
    found = with_students((300, 0.7, -0.001))
    teacher = replace(found.teacher, cost=replace(found.teacher.cost, size_bytes=100))
    told = smallest_sentence(replace(found, teacher=teacher), 1)
    assert "3.0 times as large as the teacher's" in told
    assert "smaller" not in told


def test_one_seed_speaks_for_one_student_only():
    found = with_students((100, 0.7, -0.001))
    assert "one seed" not in smallest_sentence(found, 1)
    cells = tuple(replace(cell, seeds=1) for cell in found.cells)
    told = smallest_sentence(replace(found, cells=cells), 1)
    assert told.endswith("not for another training.")


def test_no_student_is_named_where_none_is_close_enough():
    found = with_students((100, 0.7, -0.03), (200, 0.7, -0.02))
    assert smallest_within(found, 1) is None
    assert smallest_sentence(found, 1).startswith("No student can be shown")


def test_where_none_is_close_enough_the_closest_is_named_with_what_it_loses_at_most():
    found = with_students((100, 0.7, -0.03), (200, 0.7, -0.02))
    assert smallest_sentence(found, 1).endswith(
        "The closest is MLP 1, which can be shown to lose no more than 2.1 points."
    )
    assert smallest_within(found, 2.1) == 1
    assert smallest_within(found, 2.0) is None


@pytest.mark.parametrize("name", COST_TITLES)
def test_every_cost_is_a_number_above_zero(name):
    assert cost_of(swept().students[0], name) > 0


def test_quality_is_that_of_the_cell_which_validation_rows_chose():
    found = swept()
    student = found.students[0]
    assert quality_of(found, student) == found.cells[student.best].scores.auc
