from __future__ import annotations

import numpy as np

from core.charts.disagreement import disagreement_months, disagreement_picture
from core.charts.template import ROLES
from core.evaluate.compare import Truth
from core.evaluate.looks.disagreement import disagreement
from tests.evaluate.sheets import sheet_of, two_classes

DATES = np.array(["2020-01-30", "2020-01-31", "2020-02-03", "2020-02-04"], dtype="datetime64[D]")
TARGET = np.array([1, 0, 0, 0])
TEACHER = two_classes([0.9, 0.2, 0.6, 0.4])
FOUND = disagreement(
    Truth(TARGET, DATES), TEACHER, two_classes([0.3, 0.1, 0.4, 0.6]), ("no", "yes")
)
UNDATED = disagreement(Truth(TARGET), TEACHER, two_classes([np.nan] * 4), ("no", "yes"))


def test_bars_say_who_was_right_in_the_colours_of_both() -> None:
    bar = disagreement_picture(FOUND, "alone").figure.data[0]
    assert list(bar.y) == ["Only the teacher right", "Only alone right"]
    assert list(bar.x) == [2, 1]
    assert list(bar.marker.color) == [ROLES["teacher"].colour, ROLES["alone"].colour]


def test_neither_is_drawn_where_both_can_be_wrong() -> None:
    found = disagreement(
        Truth(np.array([2])), sheet_of([[0.8, 0.1, 0.1]]), sheet_of([[0.1, 0.8, 0.1]]), "abc"
    )
    bar = disagreement_picture(found).figure.data[0]
    assert dict(zip(bar.y, bar.x, strict=True))["Neither right"] == 1


def test_rows_wrong_in_the_same_class_are_not_counted_as_different() -> None:
    found = disagreement(Truth(np.array([1])), two_classes([0.1]), two_classes([0.2]), "ab")
    assert "Neither right" not in disagreement_picture(found).figure.data[0].y


def test_words_tell_the_counts() -> None:
    assert disagreement_picture(FOUND).alt == (
        "Teacher and distilled put 3 of 4 rows in different classes: only the teacher right 2, "
        "only distilled right 1."
    )


def test_months_are_stacked_by_who_was_right() -> None:
    figure = disagreement_months(FOUND).figure
    drawn = {trace.name: list(trace.y) for trace in figure.data}
    assert drawn == {"Only the teacher right": [1, 1], "Only distilled right": [0, 1]}


def test_words_tell_the_month_with_most_disagreement() -> None:
    assert "2 months from 2020-01 to 2020-02: most of all in 2020-02, 2 of 2." in (
        disagreement_months(FOUND).alt
    )


def test_a_diverged_student_is_told_and_not_drawn() -> None:
    chart = disagreement_picture(UNDATED)
    assert not chart.figure.data
    assert "not defined, the student gives no probability for 4 of 4" in chart.alt


def test_rows_without_dates_have_no_months_to_draw() -> None:
    chart = disagreement_months(UNDATED)
    assert not chart.figure.data
    assert "not defined" in chart.alt


def test_few_rows_are_marked_by_whole_numbers() -> None:
    assert disagreement_picture(FOUND).figure.layout.xaxis.dtick == 1
    assert disagreement_months(FOUND).figure.layout.yaxis.dtick == 1
    many = disagreement(
        Truth(np.ones(9, dtype=int)), two_classes([0.9] * 9), two_classes([0.1] * 9), "ab"
    )
    assert disagreement_picture(many).figure.layout.xaxis.dtick is None
