"""The Learn page: each lesson from its link, its controls in the address, its questions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

from core.lab import leak
from core.learn import alone, noise, smaller
from core.learn.course import LESSONS
from core.learn.lesson import Lesson, Pick
from core.spec import ModelSpec
from pages.ui import leak_card
from pages.ui.language import CHOOSER as LANGUAGES
from pages.ui.learn import alone as alone_page
from pages.ui.learn import noise as noise_page
from pages.ui.learn import smaller as smaller_page
from pages.ui.learn.choosing import CHOOSER, PARAMETER
from tests.learn import made_up
from tests.learn.test_noise import BRIEF as BRIEF_NOISE
from tests.learn.test_smaller import BRIEF as BRIEF_SMALLER
from tests.pages.conftest import labels, texts

OpenPage = Callable[..., AppTest]
BY_LINK = {lesson.link: lesson for lesson in LESSONS}
WITH_BUTTON = [lesson for lesson in LESSONS if lesson.button]

each = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.link)


@pytest.fixture(autouse=True)
def _brief_lessons(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let every button be answered at once, and keep nothing for other tests."""
    many_tries, make_files = noise.many_tries, smaller.make_files
    monkeypatch.setattr(alone, "contest", lambda share, _: made_up.contest(int(share), 0.02))
    monkeypatch.setattr(noise, "many_tries", lambda: many_tries(BRIEF_NOISE))
    monkeypatch.setattr(smaller, "make_files", lambda: make_files(BRIEF_SMALLER))
    monkeypatch.setattr(leak, "LEAK_MODEL", ModelSpec(name="trees", trees=10, leaves=4))
    kept = (
        leak_card._shelf,
        alone_page._contest,
        noise_page._many,
        noise_page._verdict,
        smaller_page._files,
        smaller_page._sizes,
    )
    for cache in kept:
        cache.clear()
    yield
    for cache in kept:
        cache.clear()


@pytest.fixture
def open_lesson(open_page: OpenPage) -> Callable[..., AppTest]:
    """Open a lesson by its link, with what else the link says."""

    def open_it(link: str, **address: str) -> AppTest:
        app = open_page("learn")
        for name, value in {PARAMETER: link, **address}.items():
            app.query_params[name] = value
        return app.run()

    return open_it


def controls(app: AppTest, lesson: Lesson) -> dict[str, object]:
    """What the page offers to move or to choose, by key, without chooser and questions."""
    others = {CHOOSER, LANGUAGES, *(question.key for question in lesson.questions)}
    widgets = (*app.slider, *app.get("button_group"), *app.selectbox, *app.number_input)
    return {one.key: one for one in widgets if one.key not in others}


def primary(app: AppTest) -> list[Button]:
    """The buttons of the page that ask to be pressed."""
    return [one for one in app.button if one.proto.type == "primary"]


@each
def test_a_link_opens_a_lesson_with_its_controls_and_no_others(
    open_lesson: Callable[..., AppTest], lesson: Lesson
) -> None:
    app = open_lesson(lesson.link)
    assert not app.exception
    assert app.subheader[0].value == lesson.title
    assert set(controls(app, lesson)) == {control.key for control in lesson.controls}
    assert [question.key for question in lesson.questions] == [radio.key for radio in app.radio]


@each
def test_controls_are_called_in_the_words_as_on_the_screen(
    open_lesson: Callable[..., AppTest], lesson: Lesson
) -> None:
    shown = "\n".join(words.value for words in open_lesson(lesson.link).markdown)
    assert all(f"**{control.label}**" in shown for control in lesson.controls)
    assert "{" not in shown


@each
def test_the_address_moves_the_controls(
    open_lesson: Callable[..., AppTest], lesson: Lesson
) -> None:
    control = lesson.controls[0]
    other = control.options[-1].value if isinstance(control, Pick) else control.high
    app = open_lesson(lesson.link, **{control.key: str(other)})
    assert app.session_state[control.key] == other
    assert not app.exception


def test_a_value_that_cannot_be_is_left(open_lesson: Callable[..., AppTest]) -> None:
    app = open_lesson("softening", softening_heat="hot", softening_row="31")
    assert (app.slider(key="softening_heat").value, app.slider(key="softening_row").value) == (
        2,
        24,
    )


def test_what_is_moved_stands_in_the_address_and_the_usual_needs_no_words(
    open_lesson: Callable[..., AppTest],
) -> None:
    app = open_lesson("softening")
    app.slider(key="softening_heat").set_value(8).run()
    assert app.query_params["softening_heat"] == "8"
    assert "T = 8" in texts(app)
    app.slider(key="softening_heat").set_value(2).run()
    assert "softening_heat" not in app.query_params


def test_the_first_lesson_is_there_without_a_link(open_page: OpenPage) -> None:
    app = open_page("learn")
    assert app.query_params[PARAMETER] == LESSONS[0].link
    assert app.subheader[0].value == LESSONS[0].title


def test_an_unknown_lesson_is_the_first(open_lesson: Callable[..., AppTest]) -> None:
    app = open_lesson("../../etc")
    assert app.subheader[0].value == LESSONS[0].title
    assert app.query_params[PARAMETER] == LESSONS[0].link


def test_the_next_lesson_forgets_the_controls_of_this_one(
    open_lesson: Callable[..., AppTest],
) -> None:
    app = open_lesson("softening", softening_heat="5")
    app.button(key="next_lesson").click().run()
    assert app.query_params[PARAMETER] == "alone"
    assert "softening_heat" not in app.query_params
    assert app.subheader[0].value == BY_LINK["alone"].title


def test_the_last_lesson_leads_to_a_run_of_ones_own(open_lesson: Callable[..., AppTest]) -> None:
    app = open_lesson(LESSONS[-1].link)
    app.button(key="after_lessons").click().run()
    assert not app.exception
    assert app.title[0].value == "Distill"
    assert "Start" in labels(app)


def test_a_lesson_says_which_rows_it_is_about(open_lesson: Callable[..., AppTest]) -> None:
    shown = texts(open_lesson("leak"))
    assert "Five US stocks, 2000 to 2013: Daily bars of AAPL" in shown
    assert "五只美国股票，2000 至 2013 年：AAPL" in texts(open_lesson("leak", lang="zh_CN"))


@each
def test_a_lesson_has_one_primary_action(
    open_lesson: Callable[..., AppTest], lesson: Lesson
) -> None:
    app = open_lesson(lesson.link)
    assert [one.label for one in primary(app)] == [lesson.button or "Next: Alone against distilled"]
    if lesson.button:
        primary(app)[0].click().run()
        assert [one.label.startswith("Next: ") for one in primary(app)] == [True]


def test_a_question_is_answered_from_the_numbers(open_lesson: Callable[..., AppTest]) -> None:
    app = open_lesson("softening")
    app.radio(key="softening_question_2").set_value(2).run()
    assert "**Right.** Less than a tenth" in texts(app)
    app.radio(key="softening_question_2").set_value(0).run()
    assert "**Not so.** Less than a tenth" in texts(app)


@pytest.mark.parametrize("lesson", WITH_BUTTON, ids=lambda lesson: lesson.link)
def test_nothing_is_answered_before_it_was_measured_and_all_afterwards(
    open_lesson: Callable[..., AppTest], lesson: Lesson
) -> None:
    app = open_lesson(lesson.link)
    app.radio(key=lesson.questions[0].key).set_value(0).run()
    assert "Press the button above first" in texts(app)
    next(button for button in app.button if button.label == lesson.button).click().run()
    for question in lesson.questions:
        app.radio(key=question.key).set_value(1).run()
    assert not app.exception
    shown = texts(app)
    assert "Press the button above first" not in shown
    assert shown.count("**Right.**") + shown.count("**Not so.**") == len(lesson.questions)
    assert app.get("plotly_chart")


ENGLISH_WORDS = re.compile(r"[A-Za-z]{3,}(?: [a-z]{2,}){2,}")


def test_what_the_splits_report_and_the_answers_are_told_in_chinese(
    open_lesson: Callable[..., AppTest],
) -> None:
    app = open_lesson("leak", lang="zh_CN")
    next(button for button in app.button if button.key == "leak_button").click().run()
    app.radio(key="leak_question_2").set_value(1).run()
    assert re.search(r"\*\*(正确|不对)\*\*。[^ .]+。其 AUC 为", texts(app))
    figures = "\n".join(part.proto.body for part in app.get("html"))
    figures = re.sub(r"<style>.*?</style>|<[^>]*>", " ", figures, flags=re.DOTALL)
    assert "行被随机分配" in figures
    assert not ENGLISH_WORDS.findall(figures)
