from __future__ import annotations

from core.charts.lessons.softening import (
    label_sentence,
    mirrored_answers,
    pull_header,
    pull_lines,
    pull_rows,
)
from core.learn.softening import soften
from tests.learn.made_up import soft_answers

ANSWERS = soft_answers()
PLAIN, HOT = soften(ANSWERS, 1, 1), soften(ANSWERS, 1, 4)


def test_the_teacher_stands_left_and_the_student_right() -> None:
    bars = [trace for trace in mirrored_answers(HOT, PLAIN).figure.data if trace.type == "bar"]
    assert len(bars) == 4
    sides = {bar.name: [x > 0 for x in bar.x] for bar in bars}
    assert sides == {"Teacher": [False, False], "Student": [True, True]}


def test_the_sentence_tells_every_answer() -> None:
    alt = mirrored_answers(HOT, PLAIN).alt
    assert alt.startswith("At T = 4")
    assert f"yes: teacher {HOT.teacher[1]:.1%}, student {HOT.student[1]:.1%}" in alt


def test_class_names_are_no_markup() -> None:
    odd = HOT.__class__(**{**HOT.__dict__, "class_names": ("<b>no</b>", "yes")})
    assert "&lt;b&gt;" in mirrored_answers(odd, PLAIN).figure.data[0].y[0]


def test_numbers_stand_at_both_temperatures_and_once_where_they_are_one() -> None:
    assert pull_header(PLAIN, HOT) == ("", "T = 1", "T = 4")
    assert [len(row) for row in pull_rows(PLAIN, HOT)] == [3] * 4
    assert pull_header(PLAIN, PLAIN) == ("", "T = 1")


def test_the_pull_is_drawn_with_and_without_the_square() -> None:
    picture = pull_lines(ANSWERS, 4)
    assert [trace.name for trace in picture.figure.data] == ["with T²", "without T²", "labels"]
    assert "falls to 1/100 without T²" in picture.alt


def test_the_label_says_one_word() -> None:
    assert label_sentence(HOT) == "The label of this row says yes, and nothing else."
