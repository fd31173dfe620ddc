"""A CSV of the user: recognised, corrected, refused in plain words, and never read as Markdown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.data.load import load
from core.spec import RunSpec
from pages.ui.state import SESSION_KEY
from pages.ui.words import title_of
from tests.pages.conftest import text_of, texts

OpenPage = Callable[..., AppTest]

SAMPLES = Path(__file__).parents[2] / "sample_data"
BROKEN = sorted((SAMPLES / "broken").glob("*.csv"))
HOSTILE = "![x](https://evil.example/a.png)"
HOSTILE_HTML = "<img src=https://evil.example/b.png>"


def upload(app: AppTest, content: bytes) -> AppTest:
    app.segmented_control(key="source").set_value("csv").run()
    app.file_uploader[0].upload("rows.csv", content, "text/csv").run()
    return app


def hostile_csv() -> bytes:
    lines = [f"{HOSTILE},{HOSTILE_HTML},default"]
    lines += [f"{row},{HOSTILE if row % 3 else HOSTILE_HTML},{row % 2}" for row in range(400)]
    return "\n".join(lines).encode()


def test_an_uploaded_file_is_shown_and_split(open_page: OpenPage) -> None:
    app = upload(open_page(), (SAMPLES / "german_credit.csv").read_bytes())
    assert not app.exception
    assert app.session_state[SESSION_KEY].spec.data.source == "csv"
    assert "training 700" in texts(app)


def test_the_page_says_what_becomes_of_an_uploaded_file(open_page: OpenPage) -> None:
    app = open_page()
    app.segmented_control(key="source").set_value("csv").run()
    assert "while this page is open, and longer only for a run that uses it" in texts(app)
    assert "settings and results of that run, but not the rows" in texts(app)


def test_a_run_of_uploaded_rows_has_a_name_that_others_may_read(open_page: OpenPage) -> None:
    app = upload(open_page(), (SAMPLES / "german_credit.csv").read_bytes())
    lab = app.session_state[SESSION_KEY]
    assert title_of(lab.spec).startswith("Uploaded CSV · ")
    assert load(lab.spec.data, lab.csv).origin.name == "Uploaded CSV"


def test_uploaded_prices_ask_a_market_question(open_page: OpenPage) -> None:
    app = upload(open_page(), (SAMPLES / "random_walk.csv").read_bytes())
    assert app.session_state[SESSION_KEY].spec.task.name == "risk"


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_file_that_cannot_work_is_refused_in_plain_words(open_page: OpenPage, path: Path) -> None:
    app = upload(open_page(), path.read_bytes())
    assert not app.exception
    assert [text for text in app.text if text.value.startswith("What to do: ")]


def test_a_refused_file_loses_nothing_that_was_chosen(open_page: OpenPage) -> None:
    app = open_page("distill")
    app.slider(key="alpha").set_value(0.25).run()
    app.switch_page("pages/data.py").run()
    upload(app, (SAMPLES / "broken" / "header_only.csv").read_bytes())
    app.switch_page("pages/distill.py").run()
    assert app.slider(key="alpha").value == 0.25
    assert app.button(key="start").disabled


def test_columns_of_a_refused_file_can_be_corrected(open_page: OpenPage) -> None:
    app = upload(open_page(), (SAMPLES / "broken" / "text_in_number_column.csv").read_bytes())
    assert "Correct the columns" in [expander.label for expander in app.expander]


def test_another_target_can_be_named(open_page: OpenPage) -> None:
    app = upload(open_page(), (SAMPLES / "german_credit.csv").read_bytes())
    app.selectbox[0].set_value("housing").run()
    next(b for b in app.button if b.label == "Use these columns").click().run()
    assert app.session_state[SESSION_KEY].spec.data.target_column == "housing"
    assert not app.exception


def test_prices_with_a_target_named_are_a_table_and_asked_as_one(open_page: OpenPage) -> None:
    app = upload(open_page(), (SAMPLES / "random_walk.csv").read_bytes())
    target = next(box for box in app.selectbox if box.label == "Target")
    target.set_value("Ticker").run()
    next(b for b in app.button if b.label == "Use these columns").click().run()
    assert not app.exception
    assert app.session_state[SESSION_KEY].spec.task.name == "credit"


def test_going_back_to_a_sample_leaves_the_file(open_page: OpenPage) -> None:
    app = upload(open_page(), (SAMPLES / "german_credit.csv").read_bytes())
    app.segmented_control(key="source").set_value("sample").run()
    assert app.session_state[SESSION_KEY].spec == RunSpec()


@pytest.mark.parametrize("page", ["data", "distill"])
def test_text_of_a_file_is_never_markdown_or_html(open_page: OpenPage, page: str) -> None:
    app = upload(open_page(), hostile_csv())
    if page != "data":
        app.switch_page(f"pages/{page}.py").run()
    assert not app.exception
    read_as_markdown = (*app.title, *app.markdown, *app.caption, *app.error, *app.warning)
    assert not [element for element in read_as_markdown if "evil" in element.value]
    widgets = (*app.button, *app.selectbox, *app.multiselect, *app.slider, *app.expander)
    assert not [widget for widget in widgets if "evil" in widget.label]
    assert not [html for html in app.get("html") if "<img" in text_of(html)]
    assert not [chart for chart in app.get("plotly_chart") if "<img" in chart.proto.spec]
