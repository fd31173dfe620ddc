"""Every lesson keeps its promises: controls that are there, questions, ten minutes."""

from __future__ import annotations

import pytest

from core.data.samples import SAMPLES
from core.learn.course import LESSONS
from core.learn.lesson import Lesson
from pages.ui.address import ADDRESS
from pages.ui.rows_address import NAMES

MOST_WORDS = 280

each = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.link)


def test_there_are_five_lessons_with_names_of_their_own() -> None:
    assert len({lesson.link for lesson in LESSONS}) == len(LESSONS) == 5


@each
def test_paragraphs_name_all_controls_of_the_lesson_and_no_others(lesson: Lesson) -> None:
    assert lesson.named_controls == {control.key for control in lesson.controls}


@each
def test_keys_belong_to_the_lesson_and_to_nothing_else_in_the_address(lesson: Lesson) -> None:
    keys = [one.key for one in (*lesson.controls, *lesson.questions)]
    assert all(key.startswith(f"{lesson.link}_") for key in keys)
    assert len(set(keys)) == len(keys)
    assert not set(keys) & {*ADDRESS, *NAMES}


@each
def test_usual_values_can_be_written_into_an_address(lesson: Lesson) -> None:
    assert all(control.read(str(control.usual)) == control.usual for control in lesson.controls)


@each
def test_two_questions_have_different_choices(lesson: Lesson) -> None:
    for question in lesson.questions:
        assert question.text.endswith("?")
        assert len(set(question.choices)) == len(question.choices) >= 2


@each
def test_a_lesson_takes_about_ten_minutes_and_is_no_wall_of_text(lesson: Lesson) -> None:
    assert 5 <= lesson.minutes <= 15
    assert sum(len(step.split()) for step in lesson.steps) <= MOST_WORDS


@each
def test_rows_are_bundled(lesson: Lesson) -> None:
    assert lesson.samples
    assert set(lesson.samples) <= set(SAMPLES)
