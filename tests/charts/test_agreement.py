from __future__ import annotations

import numpy as np

from core.charts.agreement import LARGEST_PX, SMALLEST_PX, agreement_picture
from core.charts.template import ROLES
from core.evaluate.looks.agreement import agreement
from tests.evaluate.sheets import two_classes

TEACHER = two_classes([0.1, 0.6, 0.8, 0.8])
FOUND = agreement(TEACHER, two_classes([0.2, 0.4, 0.9, 0.9]))


def test_every_pair_is_a_dot_in_the_students_colour() -> None:
    dots = agreement_picture(FOUND, "default", "alone").figure.data[1]
    assert list(dots.x) == [0.1, 0.6, 0.8]
    assert list(dots.y) == [0.2, 0.4, 0.9]
    assert dots.marker.color == ROLES["alone"].colour


def test_more_rows_make_a_larger_dot() -> None:
    sizes = agreement_picture(FOUND, "default").figure.data[1].marker.size
    assert SMALLEST_PX <= sizes[0] < sizes[2] == LARGEST_PX


def test_diagonal_shows_where_both_are_the_same() -> None:
    line = agreement_picture(FOUND, "default").figure.data[0]
    assert list(line.x) == list(line.y) == [0, 1]


def test_words_tell_how_closely_the_student_follows() -> None:
    alt = agreement_picture(FOUND, "default").alt
    assert alt.startswith("Distilled against the teacher on 4 rows: the same class in 75.0%;")
    assert "differs by 0.125 on average, its correlation is 0.9" in alt


def test_class_names_are_escaped() -> None:
    chart = agreement_picture(FOUND, "<b>x</b>")
    assert "&lt;b&gt;" in chart.figure.layout.xaxis.title.text
    for text in (chart.figure.to_json(), chart.alt):
        assert "<b>" not in text
        assert "\\u003cb" not in text


def test_constant_probabilities_say_why_there_is_no_correlation() -> None:
    alt = agreement_picture(agreement(TEACHER, two_classes([0.3] * 4)), "default").alt
    assert "its correlation is not defined, the student gives every row the same" in alt


def test_a_diverged_student_is_told_and_not_drawn() -> None:
    chart = agreement_picture(agreement(TEACHER, two_classes([np.nan] * 4)), "default")
    assert not chart.figure.data[1].x
    assert "agreement is not defined, the student gives no probability" in chart.alt
