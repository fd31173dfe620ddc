from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
import re
from functools import cache

import pytest

from core.charts.comparison import METRIC_TITLES
from core.charts.numbers import range_text, score_text
from core.report.page import write_report
from tests.report.example_runs import DAY, HOSTILE, TITLE, hostile_run, older_run, run_of
from tests.report.read_page import Element, read_page

MOST_BYTES = 7_000_000
TRIES = "This is the only setting tried on these rows and this question so far."
RUNS = {
    "credit": run_of,
    "direction": lambda: run_of("direction"),
    "older": older_run,
    "hostile credit": hostile_run,
    "hostile direction": lambda: hostile_run("direction"),
}
ADDRESSES = {"src", "href", "srcset", "data", "action", "poster", "background", "formaction"}


@pytest.fixture(scope="module", params=RUNS)
def name(request) -> str:
    return request.param


@pytest.fixture(scope="module")
def title(name: str) -> str:
    return HOSTILE if name.startswith("hostile") else TITLE


@cache
def written(name: str, title: str = TITLE) -> str:
    return write_report(RUNS[name](), title, DAY, TRIES)


@pytest.fixture(scope="module")
def text(name: str, title: str) -> str:
    return written(name, title)


@pytest.fixture(scope="module")
def page(text: str) -> Element:
    return read_page(text)


def test_every_element_ends_and_has_an_id_of_its_own(page: Element) -> None:
    ids = [one.attributes["id"] for one in page.everything() if "id" in one.attributes]
    assert ids
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z0-9-]+", one) for one in ids)


def test_nothing_points_out_of_the_page(page: Element) -> None:
    ids = {one.attributes.get("id") for one in page.everything()}
    pointed = [
        value
        for one in page.everything()
        for attribute, value in one.attributes.items()
        if attribute in ADDRESSES
    ]
    assert pointed
    assert all(value.startswith("#") and value[1:] in ids for value in pointed)


def test_styles_load_nothing(page: Element) -> None:
    styles = [one.text for one in page.find("style")]
    styles += [one.attributes.get("style") or "" for one in page.everything()]
    assert not [style for style in styles if "url(" in style or "@import" in style]


def test_scripts_are_those_of_the_policy_and_no_others(page: Element) -> None:
    (policy,) = page.find("meta", **{"http-equiv": "Content-Security-Policy"})
    rules = dict(rule.split(" ", 1) for rule in policy.attributes["content"].split("; "))
    scripts = [one for one in page.find("script") if one.attributes.get("type") is None]
    hashes = [
        base64.b64encode(hashlib.sha256(one.text.encode()).digest()).decode() for one in scripts
    ]
    assert rules["default-src"] == "'none'"
    assert rules["script-src"].split() == [f"'sha256-{one}'" for one in hashes]
    assert len(scripts) == 2


def test_no_element_listens_by_an_attribute(page: Element) -> None:
    names = {name for one in page.everything() for name in one.attributes}
    assert not {name for name in names if name.startswith("on")}
    assert not page.find("img")


def test_every_picture_tells_in_words_what_it_shows(page: Element) -> None:
    pictures = page.find("figure")
    assert len(pictures) >= len(METRIC_TITLES) + 1
    for picture in pictures:
        (drawing,) = picture.find("div", role="img")
        (words,) = picture.find("details")
        assert drawing.attributes["aria-label"]
        assert drawing.attributes["aria-label"] in words.text


def test_every_picture_holds_its_data(page: Element) -> None:
    for picture in page.find("figure"):
        (data,) = picture.find("script", type="application/json")
        assert {"data", "layout"} <= json.loads(data.text).keys()


def test_the_contents_name_every_section_in_order(page: Element) -> None:
    (nav,) = page.find("nav")
    titles = [section.find("h2")[0].text for section in page.find("section")]
    assert [link.text for link in nav.find("a")] == titles


def test_the_title_is_shown_as_it_was_typed(page: Element, title: str) -> None:
    assert page.find("h1")[0].text == title
    assert page.find("title")[0].text == f"{title}: report"


def test_a_reader_without_scripts_is_sent_to_the_words(page: Element) -> None:
    (told,) = page.find("noscript")
    assert "the words under each picture tell the same" in told.text


def test_it_is_small_enough_to_be_sent(text: str) -> None:
    assert len(text.encode()) < MOST_BYTES


def test_no_text_of_the_page_is_a_number_that_does_not_exist(page: Element) -> None:
    words = {one.text for tag in ("td", "p", "th") for one in page.find(tag)}
    assert not [one for one in words if re.search(r"\bnan\b", one, re.IGNORECASE)]


def test_the_page_tells_verdict_next_step_closeness_and_tries() -> None:
    result = run_of()
    main = read_page(written("credit")).find("main")[0].text
    assert result.verdict.sentence in main
    assert TRIES in main
    assert result.notes[0] in main
    assert "within 1 point of the teacher" in main
    assert "There is something to teach" in main


def test_the_page_shows_every_score_of_the_four_columns_with_its_interval() -> None:
    result = run_of()
    cells = {one.text for one in read_page(written("credit")).find("td")}
    for column in result.columns:
        for metric in METRIC_TITLES:
            score = getattr(column.scores, metric)
            assert f"{score_text(score.mean)}{range_text(score)}" in cells


@pytest.mark.parametrize("task", ["credit", "direction"])
def test_the_same_run_gives_the_same_page(task: str) -> None:
    assert write_report(run_of(task), TITLE, DAY, TRIES) == written(task)


def test_the_page_says_the_day_it_was_written() -> None:
    (time,) = read_page(written("older")).find("time")
    assert time.attributes["datetime"] == time.text == DAY.isoformat()


@pytest.mark.parametrize("title", ["", " \n\t", "\u202e"])
def test_a_run_without_a_name_is_called_by_its_data(title: str) -> None:
    result = older_run()
    assert read_page(write_report(result, title, DAY)).find("h1")[0].text == result.data.name


def test_a_run_stopped_by_hand_says_so() -> None:
    stopped = dataclasses.replace(older_run(), stopped_early=True)
    for result, is_said in ((older_run(), False), (stopped, True)):
        main = read_page(write_report(result, TITLE, DAY)).find("main")[0].text
        assert ("Stopped by hand after epoch 4 of 4" in main) is is_said
