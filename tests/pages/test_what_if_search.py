"""Search and many at once on What-if: set up, going on, finished, and taken up again."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest

from core.data.files import UploadedFile
from core.lab.desk import studies as studies_module
from core.lab.search.told import choice_sentence, history_sentence
from core.spec import DataSpec
from core.spec.many import ManySpec
from core.spec.search import SearchSpec
from tests.lab.many import small as many
from tests.lab.search import small as search
from tests.lab.sweep.small import RUN
from tests.pages.conftest import OWNER, TIMEOUT_SECONDS


def say(monkeypatch: pytest.MonkeyPatch, events: tuple[object, ...]) -> list[tuple[object, ...]]:
    """Let studies say this, without training; gives what they are called with."""
    given: list[tuple[object, ...]] = []

    def run(*arguments: object) -> Iterator[object]:
        given.append(arguments)
        yield from events

    monkeypatch.setattr(studies_module, "run_study", run)
    return given


def finished(desk, spec) -> str:
    study_id = desk.studies.start("A study", spec, None, OWNER)
    desk.jobs.wait(study_id, TIMEOUT_SECONDS)
    return study_id


def interrupted(desk, spec) -> str:
    """Leave a study as the end of its server leaves it."""
    study_id = finished(desk, spec)
    desk.jobs.forget(study_id)
    desk.store.set_state(study_id, "interrupted")
    return study_id


def texts(app) -> str:
    shown = [*app.text, *app.markdown, *app.caption, *app.get("html")]
    said = "\n".join(str(one.value if hasattr(one, "value") else one) for one in shown)
    return said.replace("&#x27;", "'")


@pytest.fixture
def ask(open_page, lab):
    """Open a kind of question."""

    def asked(kind: str):
        lab.spec = lab.spec if lab.spec.data.source == "csv" else RUN
        app = open_page("what_if")
        app.session_state["ask"] = kind
        return app.run()

    return asked


def test_before_a_search_its_cost_is_said(ask):
    app = ask("search")
    assert not app.exception
    assert any(one.value.startswith("30 trials, 120 students") for one in app.caption)


def test_a_search_starts_within_the_bounds_chosen(ask, desk, lab, monkeypatch):
    say(monkeypatch, search.told())
    app = ask("search")
    app.session_state["search_alpha"] = (0.5, 0.9)
    app.session_state["search_trials"] = 12
    app.session_state["search_aim"] = "quality and cost"
    app.run()
    app.button(key="start_study").click().run()
    assert not app.exception
    (row,) = desk.studies.rows()
    assert isinstance(row.spec, SearchSpec)
    assert (row.spec.alpha, row.spec.trials, row.spec.aim) == ((0.5, 0.9), 12, "quality and cost")
    assert [one.name for one in row.spec.students] == ["linear", *["mlp"] * 4]
    assert lab.study_id == row.id


def test_a_search_for_cost_needs_several_students(ask):
    app = ask("search")
    app.session_state["search_aim"] = "quality and cost"
    app.session_state["search_kinds"] = ["linear"]
    app.run()
    assert not app.exception
    assert any("no cost" in one.value for one in app.text)


@pytest.mark.parametrize("spec", [search.SPEC, search.COSTLY], ids=["quality", "cost"])
def test_a_finished_search_shows_its_verdict_and_its_history(
    open_page, lab, desk, monkeypatch, spec
):
    say(monkeypatch, search.told(spec))
    lab.study_id = finished(desk, spec)
    app = open_page("what_if")
    assert not app.exception
    shown = texts(app)
    found = search.found(spec)
    assert found.verdict.sentence in shown
    assert choice_sentence(found) in shown
    assert history_sentence(found) in shown
    assert ("Best AUC by parameters" in shown) == (spec is search.COSTLY)


def test_the_chosen_trial_opens_as_a_run(open_page, lab, desk, monkeypatch):
    say(monkeypatch, search.told())
    lab.study_id = finished(desk, search.SPEC)
    app = open_page("what_if")
    app.button(key="open_trial").click().run()
    assert not app.exception
    assert lab.spec == search.found().chosen_run


def test_an_interrupted_search_shows_its_trials_and_goes_on(open_page, lab, desk, monkeypatch):
    said = search.trials_in(search.told())[:3]
    say(monkeypatch, said)
    lab.study_id = interrupted(desk, search.SPEC)
    app = open_page("what_if")
    assert not app.exception
    assert "After 3 of 6 trials" in texts(app)
    given = say(monkeypatch, search.told())
    app.button(key="continue_study").click().run()
    assert not app.exception
    desk.jobs.wait(lab.study_id, TIMEOUT_SECONDS)
    assert given[0][-1] == said
    assert desk.look(lab.study_id).result == search.found()


def test_only_who_started_a_search_may_continue_it(open_page, lab, desk, monkeypatch):
    say(monkeypatch, ())
    lab.study_id = interrupted(desk, search.SPEC)
    lab.owner = "somebody else"
    app = open_page("what_if")
    assert not [one for one in app.button if one.key == "continue_study"]


def test_many_samples_are_the_same_run_for_each(ask, desk, monkeypatch):
    say(monkeypatch, many.told())
    app = ask("many")
    assert any(one.value.startswith("3 runs: about") for one in app.caption)
    app.session_state["many_samples"] = ["german_credit", "planted_signal"]
    app.run()
    app.button(key="start_study").click().run()
    assert not app.exception
    (row,) = desk.studies.rows()
    assert row.spec == ManySpec(run=RUN, samples=("german_credit", "planted_signal"))
    assert row.name == "2 samples · Many at once"


def test_many_tickers_are_named_in_one_text(ask, desk, monkeypatch):
    say(monkeypatch, many.told())
    app = ask("many")
    app.session_state["many_over"] = "tickers"
    app.run()
    assert any("tickers to go through" in one.value for one in app.text)
    app.text_input(key="many_tickers").set_value("aapl, ko  ko").run()
    app.button(key="start_study").click().run()
    assert not app.exception
    (row,) = desk.studies.rows()
    assert row.spec.tickers == ("AAPL", "KO")


def test_files_are_offered_where_some_were_uploaded(ask, lab):
    (file, *_) = many.files()
    lab.csv = (UploadedFile("loans.csv", file.content),)
    data = DataSpec(source="csv", target_column="default")
    lab.spec = RUN.model_copy(update={"data": data})
    app = ask("many")
    assert not app.exception
    assert "Uploaded files: 1" in texts(app)
    assert any(one.value.startswith("1 run: about") for one in app.caption)


def test_many_finished_runs_show_their_sentence_and_every_item(open_page, lab, desk, monkeypatch):
    say(monkeypatch, many.told())
    lab.study_id = finished(desk, many.SPEC)
    app = open_page("what_if")
    assert not app.exception
    shown = texts(app)
    assert many.found().sentence in shown
    assert all(row.name in shown for row in many.found().rows)
    assert "needs a target column" in shown


def test_names_of_files_are_shown_as_text(open_page, lab, desk, monkeypatch):
    found = many.found()
    rows = (dataclasses.replace(found.rows[1], name="<script>x</script> *b*"),)
    say(monkeypatch, (dataclasses.replace(found, rows=rows),))
    lab.study_id = finished(desk, many.SPEC)
    app = open_page("what_if")
    assert not app.exception
    assert "<script>" not in "".join(str(one) for one in app.get("html"))


@pytest.mark.parametrize(("owner", "is_named"), [(OWNER, True), ("somebody else", False)])
def test_names_of_files_are_shown_to_their_owner_only(
    open_page, lab, desk, monkeypatch, owner, is_named
):
    found = many.found()
    rows = tuple(
        dataclasses.replace(row, name=f"secret {row.number}.csv", sentence="secret rows")
        for row in found.rows
    )
    spec = many.of_files()
    say(monkeypatch, (*rows, dataclasses.replace(found, spec=spec, rows=rows)))
    lab.study_id = desk.studies.start("Files", spec, many.files(), owner)
    desk.jobs.wait(lab.study_id, TIMEOUT_SECONDS)
    app = open_page("what_if")
    assert not app.exception
    shown = texts(app) + "".join(one.proto.spec for one in app.get("plotly_chart"))
    assert ("secret" in shown) is is_named
    assert ("File 2" in shown) is not is_named


def test_many_runs_cut_short_show_the_items_that_are_done(open_page, lab, desk, monkeypatch):
    say(monkeypatch, many.rows_in(many.told())[:1])
    lab.study_id = interrupted(desk, many.SPEC)
    app = open_page("what_if")
    assert not app.exception
    assert many.found().rows[0].name in texts(app)
