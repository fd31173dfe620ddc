from __future__ import annotations

from dataclasses import replace

import pytest

from core.learn.lesson import Option, Pick, Slide
from core.learn.lessons.softening import SOFTENING

SLIDE = Slide("heat", "Heat", "How hot.", low=2, high=10, usual=4)
PICK = Pick("rows", "Rows", "Which.", (Option("a", "First"), Option("b", "Second")), usual="a")


@pytest.mark.parametrize(("text", "value"), [("2", 2), ("7", 7), ("10", 10)])
def test_a_slide_reads_numbers_between_its_ends(text: str, value: int) -> None:
    assert SLIDE.read(text) == value


@pytest.mark.parametrize("text", ["", "1", "11", "-3", "3.5", "four", "٣", "9" * 5000])
def test_a_slide_refuses_everything_else(text: str) -> None:
    assert SLIDE.read(text) is None


def test_a_pick_reads_its_options_only() -> None:
    assert PICK.read("b") == "b"
    assert PICK.read("Second") is None
    assert PICK.read("") is None


def test_a_lesson_gives_its_controls_by_key_and_no_others() -> None:
    assert SOFTENING.control("softening_heat").label == "Temperature T"
    with pytest.raises(KeyError):
        SOFTENING.control("softening_weather")


def test_controls_named_in_paragraphs_are_found() -> None:
    lesson = replace(SOFTENING, steps=("Move **{heat}**.", "Plain.", "{rows} and {heat}."))
    assert lesson.named_controls == {"heat", "rows"}


def test_every_text_of_a_lesson_is_told_to_the_translator() -> None:
    texts = list(SOFTENING.texts)
    assert {SOFTENING.title, *SOFTENING.steps, "Loans in Germany", "A half to a tenth"} <= set(
        texts
    )
    assert all(texts)
