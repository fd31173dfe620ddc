"""Every page in every language: chosen in the sidebar or in the link, with no English left."""

from __future__ import annotations

import dataclasses
import html
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.lab.desk.desk import Desk
from core.language.messages import messages
from core.language.speak import ENGLISH, LANGUAGES, speak, tr
from pages.ui.language import CHOOSER, PARAMETER
from pages.ui.state import Session
from tests.lab.example_evidence import make_evidence
from tests.lab.example_result import make_result
from tests.pages.conftest import fail, finish, interrupt, keep_running
from tests.pages.test_screens import PAGES

CHINESE = "zh_CN"
WORDED = ("label", "help", "body", "text", "alt", "options", "placeholder")
STATES: dict[str, Callable[[Desk], str]] = {
    "empty": lambda _: "",
    "running": keep_running,
    "failed": fail,
    "interrupted": interrupt,
}
OpenPage = Callable[..., AppTest]


@pytest.fixture
def _chinese() -> Iterator[None]:
    """AppTest asks for the titles of options in the thread of the test."""
    speak(CHINESE)
    yield
    speak(ENGLISH)


def shown(node: Any) -> Iterator[str]:
    """Every text of a page: labels, help, options, tables in HTML, titles within pictures."""
    for child in getattr(node, "children", {}).values():
        yield from shown(child)
    proto = getattr(node, "proto", None)
    for name in WORDED:
        value = getattr(proto, name, None)
        for text in [value] if isinstance(value, str) else _options(value):
            without_style = re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
            yield from map(html.unescape, re.split(r"<[^>]+>", without_style))
    spec = getattr(proto, "spec", "")
    if isinstance(spec, str) and spec.startswith("{"):
        yield from _strings(json.loads(spec))


def _options(value: Any) -> list[str]:
    try:
        return [one if isinstance(one, str) else getattr(one, "content", "") for one in value]
    except TypeError:
        return []


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value.removesuffix("<extra></extra>")
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _strings(each) if key not in ("template", "legendgroup") else ()
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)


CLAUSE = re.compile(r"[A-Za-z'’]+(?:,? [A-Za-z'’]+){3,}")
"""Four English words in a row, which no Chinese sentence holds but where it quotes."""

QUOTED = (
    "Default of Credit Card Clients",
    "UCI Machine Learning Repository",
    "Hinton, Vinyals and Dean",
    "A run that goes on",
)

OF_PLOTLY = frozenset({"category"})
"""Words that a picture holds for Plotly and nobody sees, such as the kind of an axis."""


@cache
def with_translation() -> frozenset[str]:
    return frozenset(text for text in messages() if tr(text) != text) - OF_PLOTLY


def english(app: AppTest) -> set[str]:
    """What is shown in English although the catalogue has it in Chinese, and whole clauses."""
    texts = {text.strip() for text in shown(app._tree)}
    clauses = {found[0] for text in texts for found in CLAUSE.finditer(text)}
    return (texts & with_translation()) | {one for one in clauses if not one.startswith(QUOTED)}


@pytest.mark.usefixtures("_chinese")
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_in_chinese_leaves_nothing_in_english(
    open_page: OpenPage, desk: Desk, lab: Session, page: str, state: str
) -> None:
    lab.run_id = STATES[state](desk)
    app = open_page(page, lang=CHINESE)
    assert not app.exception
    assert not english(app)


@pytest.mark.usefixtures("_chinese")
@pytest.mark.parametrize("source", ["csv", "yahoo"])
@pytest.mark.parametrize("task", ["credit", "risk"])
def test_every_source_of_rows_is_told_in_chinese(
    open_page: OpenPage, source: str, task: str
) -> None:
    app = open_page("data", task=task, lang=CHINESE)
    app.segmented_control(key="source").set_value(source).run()
    assert not app.exception
    assert not english(app)


@pytest.mark.usefixtures("_chinese")
@pytest.mark.parametrize("task", ["credit", "direction"])
def test_a_finished_run_in_chinese_leaves_nothing_in_english(
    open_page: OpenPage, desk: Desk, lab: Session, task: str
) -> None:
    lab.run_id = finish(
        desk, dataclasses.replace(make_result(task=task), evidence=make_evidence(task))
    )
    app = open_page("compare", lang=CHINESE)
    for subject in ("Classes", "Threshold", "Calibration", "Act when sure", "Student and teacher"):
        app.pills(key="look").set_value(subject).run()
        assert not app.exception
        assert not english(app), subject


@pytest.mark.usefixtures("_chinese")
def test_a_link_opens_in_its_language_and_other_pages_stay_in_it(open_page: OpenPage) -> None:
    app = open_page("learn", lang=CHINESE)
    assert app.title[0].value == tr("Learn") != "Learn"
    assert app.query_params[PARAMETER] in (CHINESE, [CHINESE])


def test_the_language_is_chosen_in_the_sidebar(open_page: OpenPage) -> None:
    app = open_page("deploy")
    assert app.title[0].value == "Deploy"
    chooser = app.segmented_control(key=CHOOSER)
    assert chooser.options == list(LANGUAGES.values())
    chooser.set_value(CHINESE).run()
    assert app.title[0].value != "Deploy"
    assert app.query_params[PARAMETER] in (CHINESE, [CHINESE])
    app.segmented_control(key=CHOOSER).set_value(ENGLISH).run()
    assert app.title[0].value == "Deploy"


def test_a_language_that_is_not_there_opens_in_english(open_page: OpenPage) -> None:
    assert open_page("deploy", lang="xx").title[0].value == "Deploy"


@pytest.mark.usefixtures("_chinese")
def test_choices_in_the_address_are_the_same_in_every_language(
    open_page: OpenPage, desk: Desk, lab: Session
) -> None:
    lab.run_id = finish(desk, dataclasses.replace(make_result(), evidence=make_evidence()))
    app = open_page("compare", lang=CHINESE)
    app.pills(key="look").set_value("Calibration").run()
    app.pills(key="metric").set_value("log_loss").run()
    told = {name: str(app.query_params[name]) for name in ("look", "metric")}
    assert "Calibration" in told["look"]
    assert "log_loss" in told["metric"]
