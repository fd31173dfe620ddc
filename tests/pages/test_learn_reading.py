from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from core.learn import snippet as snippet_module
from core.learn.concepts import CONCEPTS
from core.learn.glossary import GLOSSARY
from core.learn.settings import settings
from core.learn.snippet_mistakes import MISTAKES
from pages.ui.learn import snippet as snippet_page
from tests.charts.lessons.test_snippet import SAME, UNCLEAR, WORSE, Found, Reading, Snippet
from tests.pages.conftest import texts

OpenPage = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def _measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take made-up measurements; the real ones are tested where they are made."""
    results = (SAME, UNCLEAR, WORSE, UNCLEAR, SAME, UNCLEAR)
    found = tuple(
        Found(mistake, (Reading("Loss", 0.5, 0.25),), result)
        for mistake, result in zip(MISTAKES, results, strict=True)
    )
    measured = Snippet(found, SAME, WORSE, 1400, 2250, 21000, 3, 88, 2.5)
    monkeypatch.setattr(snippet_module, "run_snippet", lambda: measured)
    snippet_page._measured.clear()


@pytest.fixture
def reading(open_page: OpenPage) -> Callable[..., AppTest]:
    """Open a part of Learn, as a link does."""

    def open_it(part: str, **address: str) -> AppTest:
        app = open_page("learn")
        for parameter, value in {"lesson": part, **address}.items():
            app.query_params[parameter] = value
        return app.run()

    return open_it


def test_every_mistake_shows_both_sides_of_its_code(reading) -> None:
    app = reading("snippet")
    for mistake in MISTAKES:
        app.pills(key="mistake").set_value(mistake.name).run()
        assert not app.exception, mistake.name
        assert [block.value for block in app.code] == [mistake.wrong_code, mistake.right_code]
        assert mistake.what in texts(app)


def test_a_link_opens_a_mistake_or_a_concept_by_its_name(reading) -> None:
    assert reading("snippet", mistake="mean").pills(key="mistake").value == "mean"
    assert reading("concepts", concept="tips").pills(key="concept").value == "tips"


def test_a_link_with_another_name_opens_the_first(reading) -> None:
    app = reading("snippet", mistake="<b>")
    assert not app.exception
    assert app.pills(key="mistake").value == MISTAKES[0].name


def test_the_snippet_is_measured_once(reading, monkeypatch: pytest.MonkeyPatch) -> None:
    app = reading("snippet")
    monkeypatch.setattr(snippet_module, "run_snippet", None)
    app.run()
    assert not app.exception
    assert "0.100 lower" in texts(app)


def test_every_concept_shows_its_table_and_notes(reading) -> None:
    app = reading("concepts")
    for concept in CONCEPTS:
        app.pills(key="concept").set_value(concept.name).run()
        assert not app.exception, concept.name
        (table,) = app.table
        assert table.value.shape == (len(concept.rows), len(concept.header))
        assert all(note in texts(app) for note in concept.notes)
        assert all(source in texts(app) for source in concept.sources)


def test_the_glossary_shows_every_word_and_every_setting(reading) -> None:
    app = reading("glossary")
    assert not app.exception
    assert all(f"**{term.name}" in texts(app) for term in GLOSSARY)
    (table,) = app.table
    assert len(table.value) == len(settings())


def test_the_glossary_can_be_searched(reading) -> None:
    app = reading("glossary")
    app.text_input(key="term").set_value("calibration").run()
    assert "**Calibration error, ECE**" in texts(app)
    assert "**Dropout**" not in texts(app)


def test_a_search_without_a_match_says_what_to_do(reading) -> None:
    app = reading("glossary")
    app.text_input(key="term").set_value("alchemy").run()
    assert "No word matches" in texts(app)
