from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.language.joining import GAPS, LIST_MARKS, in_a_row, listed
from core.language.speak import ENGLISH, LANGUAGES, speak


@pytest.fixture(autouse=True)
def _english_afterwards() -> Iterator[None]:
    yield
    speak(ENGLISH)


def test_sentences_in_english_stand_a_space_apart() -> None:
    assert in_a_row("One.", "", "Two.") == "One. Two."


def test_sentences_in_chinese_follow_at_once() -> None:
    speak("zh_CN")
    assert in_a_row("一。", "二。") == "一。二。"


def test_a_list_has_the_mark_of_its_language() -> None:
    assert listed(["AUC", "ROC"]) == "AUC, ROC"
    speak("zh_CN")
    assert listed(["AUC", "ROC"]) == "AUC、ROC"


def test_every_language_has_its_marks() -> None:
    assert set(GAPS) == set(LIST_MARKS) == set(LANGUAGES)
