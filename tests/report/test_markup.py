from __future__ import annotations

import json

import pytest

from core.charts.section import Figures, Picture, Section
from core.charts.template import Chart, blank
from core.report.markup import anchor_of, escaped, section_html, table_html
from tests.report.example_runs import HOSTILE
from tests.report.read_page import read_page


def drawn(words: str) -> Chart:
    figure = blank()
    figure.add_scatter(x=[1], y=[2], name=words)
    return Chart(figure, words)


def test_hostile_words_stay_words_wherever_they_stand() -> None:
    section = Section(
        HOSTILE,
        HOSTILE,
        (HOSTILE,),
        (Figures(HOSTILE, (HOSTILE, HOSTILE), ((HOSTILE, (HOSTILE, HOSTILE)),)),),
        (Picture(HOSTILE, drawn(HOSTILE)),),
    )
    page = read_page(section_html(section))
    assert not page.find("img")
    assert [one.attributes["type"] for one in page.find("script")] == ["application/json"]
    for tag in ("h2", "figcaption", "caption", "small"):
        assert [one.text for one in page.find(tag)] == [HOSTILE]
    (drawing,) = page.find("div", role="img")
    assert drawing.attributes["aria-label"] == HOSTILE


def test_the_data_of_a_picture_are_what_the_figure_holds() -> None:
    page = read_page(section_html(Section("A", "", pictures=(Picture("P", drawn(HOSTILE)),))))
    (data,) = page.find("script")
    assert json.loads(data.text)["data"][0]["name"] == HOSTILE


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb", "a b"),
        ("a\u202eb", "a b"),
        ("a\x00b", "a b"),
        ("<&\"'>", "&lt;&amp;&quot;&#x27;&gt;"),
    ],
)
def test_text_is_one_line_of_what_can_be_seen(text: str, shown: str) -> None:
    assert escaped(text) == shown


def test_anchors_hold_letters_and_dashes_only() -> None:
    assert anchor_of(Section("Trading, long or out", "")) == "trading-long-or-out"


def test_a_row_is_named_by_its_first_cell() -> None:
    page = read_page(table_html(Figures("T", ("", "A"), (("one", ("1", "below")),))))
    (name,) = page.find("th", scope="row")
    (value,) = page.find("td", **{"class": "number"})
    assert (name.text, value.text) == ("one", "1below")
    assert [head.text for head in page.find("th", scope="col")] == ["A"]


def test_a_table_without_head_has_no_role_marks() -> None:
    rows = (("Teacher", "2 s"),)
    assert "mark" in table_html(Figures("T", ("", "A"), rows))
    assert "mark" not in table_html(Figures("T", (), rows))


def test_a_wide_table_has_a_line_of_its_own() -> None:
    wide = Figures("T", tuple("abcde"), ())
    assert read_page(table_html(wide)).find("div", **{"class": "table wide"})
    assert read_page(table_html(Figures("T", tuple("abcd"), ()))).find("div", **{"class": "table"})
