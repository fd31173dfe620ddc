"""Every lesson keeps its promises: controls that are there, questions, ten minutes."""

from __future__ import annotations

import pytest

from core.data.samples import SAMPLES
from core.learn import alone, noise, smaller, softening
from core.learn.course import LESSONS
from core.learn.lesson import Lesson, Pick, Slide
from pages.ui.address import ADDRESS
from pages.ui.rows_address import NAMES

MOST_WORDS = 280

OFFERED = {
    "softening_rows": softening.SPECS,
    "alone_labels": alone.SHARES,
    "alone_teacher": alone.TEACHERS,
    "smaller_cost": smaller.COSTS,
}
ENDS = {
    "softening_row": (1, softening.N_ROWS),
    "softening_heat": (softening.TEMPERATURES[0], softening.TEMPERATURES[-1]),
    "noise_tries": (2, noise.SPEC.train.seeds * len(noise.SETTINGS)),
}
CONTROLS = {control.key: control for lesson in LESSONS for control in lesson.controls}

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


@pytest.mark.parametrize("key", OFFERED)
def test_a_control_offers_exactly_what_can_be_computed(key: str) -> None:
    control = CONTROLS[key]
    assert isinstance(control, Pick)
    assert {option.value for option in control.options} == set(OFFERED[key])


@pytest.mark.parametrize("key", ENDS)
def test_a_control_ends_where_there_is_no_more(key: str) -> None:
    control = CONTROLS[key]
    assert isinstance(control, Slide)
    assert (control.low, control.high) == ENDS[key]
