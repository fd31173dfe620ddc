"""The script on Compare: folded, as code, and with a word where it cannot repeat the run."""

from __future__ import annotations

import dataclasses

import pytest

from core.lab.desk import studies
from core.lab.python_script import script_of, script_of_sweep
from core.spec import DataSpec
from pages.ui.python_script import STOPPED, TITLE
from tests.lab.example_result import make_result
from tests.lab.sweep.small import SPEC, told
from tests.pages.conftest import OWNER, TIMEOUT_SECONDS, finish, texts

HOSTILE = "![x](https://example.org) ```\n</code>"


@pytest.fixture
def compare(desk, lab, open_page):
    def open_it(result):
        lab.run_id = finish(desk, result)
        return open_page("compare")

    return open_it


def test_compare_shows_the_script_of_its_run_as_code(compare):
    result = make_result()
    app = compare(result)
    assert TITLE in [fold.label for fold in app.expander]
    assert [block.value for block in app.code] == [script_of(result.spec).strip()]
    assert STOPPED not in texts(app)


def test_a_name_of_the_user_stands_in_the_code_only(compare):
    result = make_result()
    data = DataSpec(source="csv", target_column=HOSTILE)
    app = compare(dataclasses.replace(result, spec=result.spec.model_copy(update={"data": data})))
    assert repr(HOSTILE) in app.code[0].value
    assert "example.org" not in texts(app)


def test_a_run_that_was_stopped_says_that_its_script_finds_other_scores(compare):
    app = compare(dataclasses.replace(make_result(), stopped_early=True))
    assert STOPPED in texts(app)


def test_what_if_shows_the_script_of_its_sweep(desk, lab, open_page, monkeypatch):
    monkeypatch.setattr(studies, "run_study", lambda *_: iter(told()))
    lab.study_id = desk.studies.start("A study", SPEC, None, OWNER)
    desk.jobs.wait(lab.study_id, TIMEOUT_SECONDS)
    app = open_page("what_if")
    assert not app.exception
    assert script_of_sweep(SPEC).strip() in [block.value for block in app.code]
