"""Rows or days where student and teacher disagree, and who was right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from core.evaluate.compare import Truth
from core.evaluate.looks.sheet import AnswerSheet, why_not_side_by_side
from core.evaluate.scores import Array, Classes

MOST_ROWS = 500

WhoWasRight = Literal["teacher", "student", "neither"]


@dataclass(frozen=True)
class DisputedRow:
    """A row that teacher and student put in different classes.

    ``row`` counts test rows from 0. Each probability is what a model gave to the class it
    chose. ``distance`` is the total variation between both answers, 0 to 1. Names of
    classes and tickers are still plain text.
    """

    row: int
    date: dt.date | None
    ticker: str | None
    true_class: str
    teacher_class: str
    student_class: str
    teacher_probability: float
    student_probability: float
    distance: float
    right: WhoWasRight


@dataclass(frozen=True)
class DisputedMonth:
    """A month of test rows: how many, and who was right where the two differ."""

    first_day: dt.date
    rows: int
    only_teacher: int
    only_student: int
    neither: int


@dataclass(frozen=True)
class Disagreement:
    """Who was right, over all test rows and where teacher and student differ.

    Parameters
    ----------
    n_rows : int
    both_right, only_teacher, only_student, neither : int
        They add up to all rows.
    different : int
        Rows in different classes; with three and more classes both can be wrong there.
    rows : tuple of DisputedRow
        Those that differ most strongly first, at most 500.
    months : tuple of DisputedMonth
        In order; empty without dates.
    reason : str
        Why nothing is defined; empty where all is.
    """

    n_rows: int
    both_right: int = 0
    only_teacher: int = 0
    only_student: int = 0
    neither: int = 0
    different: int = 0
    rows: tuple[DisputedRow, ...] = ()
    months: tuple[DisputedMonth, ...] = ()
    reason: str = ""

    @property
    def is_defined(self) -> bool:
        """Whether all answers are numbers."""
        return not self.reason

    @property
    def sentence(self) -> str:
        """The counts in words."""
        if not self.is_defined:
            return f"Where teacher and student disagree is not defined: {self.reason}."
        same = f"both are right in {self.both_right:,} rows and both wrong in {self.neither:,}"
        if not self.different:
            return f"Teacher and student put all {self.n_rows:,} rows in the same class: {same}."
        return (
            f"Teacher and student put {self.different:,} of {self.n_rows:,} rows "
            f"({self.different / self.n_rows:.1%}) in different classes: only the teacher is "
            f"right in {self.only_teacher:,}, only the student in {self.only_student:,}; {same}."
        )


def disagreement(
    truth: Truth,
    teacher: AnswerSheet,
    student: AnswerSheet,
    class_names: Sequence[str],
    tickers: NDArray[np.str_] | None = None,
) -> Disagreement:
    """Find the rows that two models put in different classes.

    Parameters
    ----------
    truth : Truth
    teacher, student : AnswerSheet
        For the same rows in the same order.
    class_names : sequence of str
    tickers : ndarray of shape (n_rows,), optional
        Security of each row.

    Returns
    -------
    Disagreement
        Without counts where an answer is not a number.
    """
    theirs, ours = teacher.probabilities, student.probabilities
    reason = why_not_side_by_side(teacher, student)
    if reason:
        return Disagreement(len(theirs), reason=reason)
    teacher_right, student_right = teacher.classes == truth.target, student.classes == truth.target
    differs = teacher.classes != student.classes
    distance = np.abs(theirs - ours).sum(axis=1) / 2
    shown = _strongest(differs, distance)
    return Disagreement(
        n_rows=len(theirs),
        both_right=int((teacher_right & student_right).sum()),
        only_teacher=int((teacher_right & ~student_right).sum()),
        only_student=int((student_right & ~teacher_right).sum()),
        neither=int((~teacher_right & ~student_right).sum()),
        different=int(differs.sum()),
        rows=tuple(
            _disputed(int(row), truth, teacher, student, class_names, tickers, distance)
            for row in shown
        ),
        months=_months(truth, teacher_right, student_right, differs),
    )


def _strongest(differs: NDArray[np.bool_], distance: Array) -> Classes:
    """Rows that differ, the largest distance first and among equals the earliest row."""
    rows = np.flatnonzero(differs)
    ordered: Classes = rows[np.argsort(-distance[rows], kind="stable")]
    return ordered[:MOST_ROWS]


def _disputed(
    row: int,
    truth: Truth,
    teacher: AnswerSheet,
    student: AnswerSheet,
    class_names: Sequence[str],
    tickers: NDArray[np.str_] | None,
    distance: Array,
) -> DisputedRow:
    true, theirs, ours = truth.target[row], teacher.classes[row], student.classes[row]
    right: WhoWasRight = "neither"
    if true in (theirs, ours):
        right = "teacher" if true == theirs else "student"
    return DisputedRow(
        row=row,
        date=None if truth.dates is None else _day(truth.dates[row]),
        ticker=None if tickers is None else str(tickers[row]),
        true_class=class_names[true],
        teacher_class=class_names[theirs],
        student_class=class_names[ours],
        teacher_probability=float(teacher.probabilities[row, theirs]),
        student_probability=float(student.probabilities[row, ours]),
        distance=float(distance[row]),
        right=right,
    )


def _months(
    truth: Truth,
    teacher_right: NDArray[np.bool_],
    student_right: NDArray[np.bool_],
    differs: NDArray[np.bool_],
) -> tuple[DisputedMonth, ...]:
    if truth.dates is None:
        return ()
    months, place = np.unique(truth.dates.astype("datetime64[M]"), return_inverse=True)
    of_each = [
        np.bincount(place[chosen], minlength=len(months))
        for chosen in (
            np.ones_like(differs),
            differs & teacher_right,
            differs & student_right,
            differs & ~teacher_right & ~student_right,
        )
    ]
    return tuple(
        DisputedMonth(_day(month), *(int(count) for count in counts))
        for month, *counts in zip(months, *of_each, strict=True)
    )


def _day(moment: np.datetime64) -> dt.date:
    day: dt.date = moment.astype("datetime64[D]").astype(dt.date)
    return day
