"""Sentences of core, told in Chinese: nothing that core composes stays English on a screen."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator

import pytest

from core.charts.small_print import agreement_sentence, reading_help
from core.data.limits import limits_sentence
from core.data.templates import template_sentence
from core.errors import LabError
from core.evaluate.luck.non_inferiority import within_points
from core.evaluate.luck.tries import Tries, after_tries
from core.evaluate.next_step import next_step
from core.evaluate.scores import Interval
from core.evaluate.trade_off import trade_off_sentence
from core.evaluate.verdict import Verdict, judge
from core.lab.summary import headroom_sentence, tuning_sentence
from core.language.reading import PLACEHOLDER
from core.language.sentences import AsWritten, told
from core.language.speak import ENGLISH, speak
from core.language.template import phrases_of
from core.runs.attempt import BUG_SENTENCE
from tests.evaluate import test_next_step as steps
from tests.evaluate.test_verdict import _scores
from tests.lab.example_result import make_result

NAMES = {"AUC", "alpha", "Brier", "CSV", "Distill", "Lab", "MB"}
ENGLISH_WORD = re.compile(r"[A-Za-z]{2,}")
NAN = float("nan")
INTERVALS = (
    Interval(0.006, 0.004, 0.008),
    Interval(-0.02, -0.031, -0.009),
    Interval(0.002, -0.0004, 0.007),
    Interval(0.0, 0.0, 0.0),
    Interval(NAN, NAN, NAN),
)


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    speak("zh_CN")
    yield
    speak(ENGLISH)


def left_in_english(sentences: Iterable[str]) -> dict[str, str]:
    said = {sentence: told(sentence) for sentence in sentences if sentence}
    return {
        sentence: words
        for sentence, words in said.items()
        if set(ENGLISH_WORD.findall(words)) - NAMES
    }


def verdicts() -> Iterator[str]:
    for interval, auc, seeds, helper in itertools.product(
        INTERVALS, (0.48, 0.52, 0.75), (1, 5), ("teacher", "smoothing", "nobody")
    ):
        for half, headroom in itertools.product((0.02, 0.2), (None, *INTERVALS)):
            models = (_scores(auc, half), _scores(0.75, half), _scores(auc, half))
            yield judge(interval, *models, seeds, 4500, helper, headroom).sentence


def next_steps() -> Iterator[str]:
    for difference, headroom, against, student in itertools.product(
        steps.DIFFERENCES, steps.HEADROOMS, steps.AGAINST, (steps.SMALL, steps.AS_LARGE)
    ):
        for nothing in (False, True):
            verdict = steps._verdict(difference, nothing=nothing)
            yield next_step(verdict, headroom, against, student, steps.TEACHER).sentence


def trades() -> Iterator[str]:
    for student, teacher in itertools.permutations((steps.TEACHER, steps.SMALL, steps.AS_LARGE), 2):
        for difference in (None, *INTERVALS[:-1]):
            yield trade_off_sentence(student, teacher, difference)


def tries() -> Iterator[str]:
    for outcome, count in itertools.product(
        ("better", "worse", "no_clear_difference"), (1, 2, 500)
    ):
        for interval in INTERVALS:
            verdict = Verdict(outcome, "auc", interval, 5, "", False)
            yield after_tries(verdict, Tries(count, count + 1)).sentence


def margins() -> Iterator[str]:
    for interval, points, seeds in itertools.product(INTERVALS, (1.0, 2.5), (1, 5)):
        yield within_points(interval, points, seeds=seeds).sentence


def small_print() -> Iterator[str]:
    result = make_result()
    yield reading_help(result)
    yield agreement_sentence(result)
    yield tuning_sentence(result.tuned)
    yield limits_sentence()
    yield BUG_SENTENCE
    yield from map(headroom_sentence, INTERVALS)


@pytest.mark.parametrize(
    "write",
    [verdicts, next_steps, trades, tries, margins, small_print],
    ids=lambda one: one.__name__,
)
def test_no_english_is_left_in_what_core_says(write) -> None:
    assert not left_in_english(write())


@pytest.mark.parametrize("task", ["credit", "direction", "trend", "risk"])
def test_what_a_question_needs_is_told_but_for_the_names_of_columns(task) -> None:
    assert told(template_sentence(task)) != template_sentence(task)


def filled(message: str) -> tuple[str, dict[str, str]]:
    """A message with a number at each place, and what stands where; side by side, at one only."""
    parts: dict[str, str] = {}
    end = -1
    for number, place in enumerate(PLACEHOLDER.finditer(message), start=12):
        parts.setdefault(place[1], "" if place.start() == end else str(number))
        end = place.end()
    return PLACEHOLDER.sub(lambda place: parts[place[1]], message), parts


def test_every_message_is_known_again_with_its_places_filled() -> None:
    right: dict[str, set[str]] = {}
    for template in phrases_of("zh_CN").templates:
        sentence, parts = filled(template.message)
        if template.translation != template.message:
            right.setdefault(sentence, set()).add(template.write(parts))
    wrong = {
        sentence: told(sentence) for sentence in right if told(sentence) not in right[sentence]
    }
    assert not wrong


def test_english_stays_as_it_is() -> None:
    speak(ENGLISH)
    assert told("12 of 30 rows") == "12 of 30 rows"


def test_what_nobody_translated_stays_english() -> None:
    assert told("A sentence that no part of core has ever written, and will not.").startswith("A ")


def test_text_of_a_user_is_kept_inside_a_sentence() -> None:
    words = told(str(LabError("Every column must have a name of its own", "x_1 twice", "Do it.")))
    assert "x_1 twice" in words


def test_a_day_in_a_sentence_is_written_as_chinese_does() -> None:
    words = told("The rows are split by date: training 2000-01-03 to 2008-02-01 (10 rows).")
    assert "2000年1月3日" in words


def test_text_of_a_user_can_be_kept_as_it_is() -> None:
    assert told("Date") != "Date"
    assert told(AsWritten("Date")) == "Date"


def test_a_day_alone_stays_as_iso_8601_has_it() -> None:
    assert told("2000-01-03") == "2000-01-03"


def test_sentences_in_a_row_are_told_one_by_one() -> None:
    assert told("Start it again. Choose another name.") == "请重新开始。请选择另一个名称。"
