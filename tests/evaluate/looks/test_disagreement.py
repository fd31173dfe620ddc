from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from sklearn.metrics import confusion_matrix

from core.evaluate.compare import Truth
from core.evaluate.looks.disagreement import MOST_ROWS, disagreement
from tests.evaluate.made_up import probabilities
from tests.evaluate.sheets import sheet_of, two_classes

NAMES = ("down", "flat", "up")
DATES = np.array(["2020-01-30", "2020-01-31", "2020-02-03", "2020-02-04"], dtype="datetime64[D]")
TEACHER = two_classes([0.875, 0.25, 0.625, 0.375])
STUDENT = two_classes([0.25, 0.125, 0.375, 0.625])
TARGET = np.array([1, 0, 0, 0])
TICKERS = np.array(["A", "B", "A", "B"])


def example(dates=DATES, tickers=TICKERS):
    return disagreement(Truth(TARGET, dates), TEACHER, STUDENT, ("no", "yes"), tickers)


def test_strongest_difference_comes_first() -> None:
    found = example()
    assert [row.row for row in found.rows] == [0, 2, 3]
    distances = [row.distance for row in found.rows]
    assert distances == [0.625, 0.25, 0.25]


def test_a_row_tells_when_what_and_who_was_right() -> None:
    row = example().rows[0]
    assert (row.date, row.ticker) == (dt.date(2020, 1, 30), "A")
    assert (row.true_class, row.teacher_class, row.student_class) == ("yes", "yes", "no")
    assert (row.teacher_probability, row.student_probability) == (0.875, 0.75)
    assert [row.right for row in example().rows] == ["teacher", "student", "teacher"]


@pytest.mark.parametrize("n_classes", [2, 3])
def test_counts_equal_the_table_of_who_was_right(n_classes: int) -> None:
    rng = np.random.default_rng(5)
    target = rng.integers(0, n_classes, 900)
    teacher, student = (
        sheet_of(probabilities(rng, target, n_classes, skill)) for skill in (2.0, 1.0)
    )
    found = disagreement(Truth(target), teacher, student, NAMES)
    table = confusion_matrix(teacher.classes == target, student.classes == target)
    counts = [[found.neither, found.only_student], [found.only_teacher, found.both_right]]
    assert counts == table.tolist()
    assert found.different == (teacher.classes != student.classes).sum()
    assert len(found.rows) == min(found.different, MOST_ROWS)


def test_both_can_be_wrong_in_different_classes() -> None:
    found = disagreement(
        Truth(np.array([2])), sheet_of([[0.8, 0.1, 0.1]]), sheet_of([[0.1, 0.8, 0.1]]), NAMES
    )
    assert found.rows[0].right == "neither"
    assert (found.neither, found.different) == (1, 1)


def test_many_rows_are_counted_but_only_the_strongest_are_listed() -> None:
    positive = np.linspace(0.51, 0.99, 700)
    found = disagreement(
        Truth(np.ones(700, dtype=int)), two_classes(positive), two_classes(1 - positive), NAMES
    )
    assert found.different == found.only_teacher == 700
    assert len(found.rows) == MOST_ROWS
    assert found.rows[0].row == 699


def test_months_count_rows_and_who_was_right() -> None:
    months = example().months
    assert [month.first_day for month in months] == [dt.date(2020, 1, 1), dt.date(2020, 2, 1)]
    counts = [(m.rows, m.only_teacher, m.only_student, m.neither) for m in months]
    assert counts == [(2, 1, 0, 0), (2, 1, 1, 0)]


def test_rows_without_dates_have_no_months() -> None:
    found = example(dates=None, tickers=None)
    assert found.months == ()
    assert (found.rows[0].date, found.rows[0].ticker) == (None, None)


def test_sentence_gives_the_counts() -> None:
    assert example().sentence == (
        "Teacher and student put 3 of 4 rows (75.0%) in different classes: only the teacher is "
        "right in 2, only the student in 1; both are right in 1 rows and both wrong in 0."
    )


def test_a_model_never_disagrees_with_itself() -> None:
    found = disagreement(Truth(TARGET), TEACHER, TEACHER, ("no", "yes"))
    assert found.rows == ()
    assert "put all 4 rows in the same class" in found.sentence


def test_a_given_class_counts_more_than_the_most_probable_one() -> None:
    teacher = two_classes([0.3], classes=[1])
    found = disagreement(Truth(np.array([1])), teacher, two_classes([0.3]), ("no", "yes"))
    assert found.only_teacher == 1
    assert found.rows[0].teacher_probability == pytest.approx(0.3)


def test_a_diverged_student_leaves_no_counts() -> None:
    found = disagreement(Truth(TARGET), TEACHER, two_classes([np.nan] * 4), ("no", "yes"))
    assert not found.is_defined
    assert "not defined: the student gives no probability for 4 of 4" in found.sentence
