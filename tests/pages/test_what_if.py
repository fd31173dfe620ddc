"""What-if: set up, going on, finished, and ended before."""

from __future__ import annotations

import math
import re
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from core.data.files import UploadedFile, content_hash
from core.evaluate.scores import Interval
from core.lab.desk import studies as studies_module
from core.lab.sweep.judge import UNKNOWN, UNKNOWN_SCORES
from core.lab.sweep.outcome import CellsTold
from core.lab.sweep.told import choice_sentence, claims_sentence, smallest_sentence
from core.language.speak import ENGLISH, speak
from core.spec import DataSpec, ModelSpec, RunSpec
from core.spec.sweep import SweepSpec
from pages.ui.what_if import so_far
from tests.lab.sweep.small import RUN, SPEC, swept, told
from tests.pages.conftest import OWNER, TIMEOUT_SECONDS, finish

STUDENTS = SweepSpec(
    run=RUN,
    students=(ModelSpec(name="linear"), ModelSpec(width=4)),
    alphas=(0.9,),
    temperatures=(2.0,),
)


def say(monkeypatch: pytest.MonkeyPatch, *events: object, then: object = None) -> None:
    """Let studies say this, without training."""

    def run(*_: object) -> Iterator[object]:
        yield from events
        if callable(then):
            then()

    monkeypatch.setattr(studies_module, "run_study", run)


def finished(desk, spec: SweepSpec = SPEC) -> str:
    study_id = desk.studies.start("A study", spec, None, OWNER)
    desk.jobs.wait(study_id, TIMEOUT_SECONDS)
    return study_id


def texts(app) -> str:
    shown = [*app.text, *app.markdown, *app.caption, *app.get("html")]
    return "\n".join(str(one.value if hasattr(one, "value") else one) for one in shown)


@pytest.fixture
def with_landscape(monkeypatch, desk, lab):
    say(monkeypatch, *told())
    lab.study_id = finished(desk)


def test_before_a_study_its_cost_is_said(open_page, lab):
    lab.spec = RUN
    app = open_page("what_if")
    assert not app.exception
    assert any("25 cells" in one.value and "about" in one.value for one in app.caption)
    assert app.button(key="start_study").label == "Start"


def test_other_values_change_the_cost(open_page, lab):
    lab.spec = RUN
    app = open_page("what_if")
    app.session_state["alphas"] = [0.5, 1.0]
    app.session_state["temperatures"] = [2.0]
    app.run()
    assert any(one.value.startswith("2 cells, 6 students") for one in app.caption)


def test_no_value_is_refused_in_a_sentence(open_page, lab):
    lab.spec = RUN
    app = open_page("what_if")
    app.session_state["alphas"] = []
    app.run()
    assert not app.exception
    assert any("alphas" in one.value for one in app.text)
    assert not [one for one in app.button if one.key == "start_study"]


def test_start_puts_the_study_into_the_queue(open_page, lab, desk, monkeypatch):
    say(monkeypatch, *told())
    lab.spec = RUN
    app = open_page("what_if")
    app.button(key="start_study").click().run()
    assert not app.exception
    (row,) = desk.studies.rows()
    assert row.spec.run == RUN
    assert row.spec.alphas == SweepSpec().alphas
    assert lab.study_id == row.id


def test_a_frontier_tries_every_size_of_every_kind(open_page, lab, desk, monkeypatch):
    say(monkeypatch, *told())
    lab.spec = RUN
    app = open_page("what_if")
    app.session_state["ask"] = "frontier"
    app.run()
    app.button(key="start_study").click().run()
    (row,) = desk.studies.rows()
    assert [one.name for one in row.spec.students] == ["linear", *["mlp"] * 4]
    assert row.spec.alphas == (RUN.distill.alpha,)


@pytest.mark.usefixtures("with_landscape")
def test_a_finished_landscape_shows_its_verdict_and_its_map(open_page):
    app = open_page("what_if")
    assert not app.exception
    shown = texts(app)
    assert swept().verdict.sentence in shown.replace("&#x27;", "'")
    assert choice_sentence(swept()) in shown
    assert claims_sentence(swept()) in shown


@pytest.mark.usefixtures("with_landscape")
def test_another_cell_can_be_looked_at_and_opened_as_a_run(open_page, lab, desk):
    app = open_page("what_if")
    app.selectbox(key="cell").set_value(3).run()
    app.button(key="open_cell").click().run()
    assert not app.exception
    cell = swept().cells[3]
    assert (lab.spec.distill.alpha, lab.spec.distill.temperature) == (cell.alpha, cell.temperature)
    assert lab.spec.train.tune == "off"
    assert [row.spec for row in desk.rows()] == [lab.spec]


@pytest.mark.usefixtures("with_landscape")
def test_the_cell_that_is_chosen_in_the_box_is_outlined_on_the_map(open_page):
    app = open_page("what_if")
    app.selectbox(key="cell").set_value(3).run()
    cell = swept().cells[3]
    (alt,) = [one.proto.alt for one in app.get("plotly_chart") if "Outlined" in one.proto.alt]
    assert f"Outlined: alpha {cell.alpha:g}, T {cell.temperature:g}" in alt


def test_a_cell_with_fewer_seeds_says_so(open_page, lab, desk, monkeypatch):
    cells = list(swept().cells)
    alone = replace(cells[3].scores, auc=Interval(0.123, 0.1, 0.2))
    cells[3] = replace(cells[3], seeds=1, alone=alone)
    say(monkeypatch, replace(swept(), cells=tuple(cells)))
    lab.study_id = finished(desk)
    app = open_page("what_if")
    assert "over 1 of 2 seeds" not in texts(app)
    app.selectbox(key="cell").set_value(3).run()
    assert "over 1 of 2 seeds" in texts(app)
    assert "0.123" in texts(app)


def test_a_cell_that_cannot_be_judged_says_so_and_offers_no_run(open_page, lab, desk, monkeypatch):
    cells = list(swept().cells)
    cells[3] = replace(cells[3], seeds=0, difference=UNKNOWN, scores=UNKNOWN_SCORES)
    say(monkeypatch, replace(swept(), cells=tuple(cells)))
    lab.study_id = finished(desk)
    app = open_page("what_if")
    assert "This cell cannot be judged" not in texts(app)
    app.selectbox(key="cell").set_value(3).run()
    assert not app.exception
    shown = texts(app)
    assert "This cell cannot be judged: too few of its trainings" in shown
    assert "nan" not in re.findall(r"[a-z]+", shown)
    assert "0 of 2 seeds" not in shown
    assert not [one for one in app.button if one.key == "open_cell"]


@pytest.mark.parametrize(("owner", "is_given"), [(OWNER, True), ("somebody else", False)])
def test_rows_of_a_study_are_given_to_its_owner_only(
    open_page, lab, desk, monkeypatch, owner, is_given
):
    csv = (UploadedFile("loans.csv", b"income,default\n" + b"1,0\n2,1\n" * 100),)
    data = DataSpec(source="csv", content_hash=content_hash(csv))
    spec = SPEC.model_copy(update={"run": RUN.model_copy(update={"data": data})})
    say(monkeypatch, replace(swept(), spec=spec))
    lab.study_id = desk.studies.start("Private rows", spec, csv, owner)
    desk.jobs.wait(lab.study_id, TIMEOUT_SECONDS)
    app = open_page("what_if")
    app.button(key="open_cell").click().run()
    assert not app.exception
    assert (lab.csv == csv) is is_given
    assert bool(desk.rows()) is is_given


@pytest.mark.usefixtures("with_landscape")
def test_another_study_can_be_set_up_and_the_earlier_one_found(open_page, lab):
    app = open_page("what_if")
    study_id = lab.study_id
    app.button(key="another_study").click().run()
    assert lab.study_id == ""
    app.button(key=f"study_{study_id}").click().run()
    assert lab.study_id == study_id


def test_an_earlier_study_says_what_it_asked_and_what_it_found(open_page, lab, desk, monkeypatch):
    say(monkeypatch, *told())
    finished(desk)
    lab.spec = RUN
    app = open_page("what_if")
    shown = texts(app).replace("\\", "")
    assert "MLP 4 taught by Boosted trees · alpha 0, 0.5, 1 · T 1, 4 · 2 seeds" in shown
    assert swept().sentence in shown


def test_an_own_study_can_be_deleted_and_that_of_somebody_else_cannot(
    open_page, lab, desk, monkeypatch
):
    say(monkeypatch, *told())
    own = finished(desk)
    others = desk.studies.start("Theirs", SPEC, None, "somebody else")
    desk.jobs.wait(others, TIMEOUT_SECONDS)
    lab.spec = RUN
    app = open_page("what_if")
    assert not [one for one in app.button if one.key == f"delete_study_{others}"]
    app.button(key=f"delete_study_{own}").click().run()
    assert [row.id for row in desk.studies.rows()] == [others]


def test_a_frontier_without_a_kind_is_refused_in_a_sentence(open_page, lab):
    lab.spec = RUN
    app = open_page("what_if")
    app.session_state["ask"] = "frontier"
    app.session_state["frontier_kinds"] = []
    app.run()
    assert not app.exception
    assert "At least one kind" in texts(app)


def test_a_finished_frontier_says_which_student_is_the_smallest(open_page, lab, desk, monkeypatch):
    say(monkeypatch, *told(STUDENTS))
    lab.study_id = finished(desk, STUDENTS)
    app = open_page("what_if")
    assert not app.exception
    assert smallest_sentence(swept(STUDENTS), 1.0) in texts(app)
    app.number_input(key="points_allowed").set_value(20.0).run()
    assert smallest_sentence(swept(STUDENTS), 20.0) in texts(app)


def test_a_study_that_goes_on_shows_its_cells(open_page, lab, desk, monkeypatch):
    may_end = threading.Event()
    *said, _ = told()
    say(monkeypatch, *said, then=lambda: may_end.wait(TIMEOUT_SECONDS))
    lab.study_id = desk.studies.start("A study", SPEC, None, OWNER)
    while not (view := desk.look(lab.study_id)) or view.version < len(said):
        may_end.wait(0.01)
    app = open_page("what_if")
    assert not app.exception
    assert app.button(key="cancel").label == "Cancel"
    assert "epoch 3" in texts(app)
    may_end.set()


def cancelled(desk, monkeypatch) -> str:
    may_end = threading.Event()
    *said, _ = told()
    say(monkeypatch, *said, then=lambda: may_end.wait(TIMEOUT_SECONDS))
    study_id = desk.studies.start("A study", SPEC, None, OWNER)
    while not (view := desk.look(study_id)) or view.version < len(said):
        may_end.wait(0.01)
    desk.control(study_id, "cancel", OWNER)
    may_end.set()
    desk.jobs.wait(study_id, TIMEOUT_SECONDS)
    return study_id


def test_beside_a_study_that_waits_nothing_is_said_to_be_idle_or_to_wait(
    open_page, lab, desk, monkeypatch
):
    may_end = threading.Event()
    say(monkeypatch, then=lambda: may_end.wait(TIMEOUT_SECONDS))
    desk.studies.start("Another study", SPEC, None, OWNER)
    lab.study_id = desk.studies.start("A study", SPEC, None, OWNER)
    shown = texts(open_page("what_if"))
    assert "Nothing runs" not in shown
    assert "other run waits" not in shown
    may_end.set()


def test_a_frontier_that_goes_on_has_a_line_for_each_student(open_page, lab, desk, monkeypatch):
    may_end = threading.Event()
    one = next(event for event in told() if isinstance(event, CellsTold))
    said = (replace(one, student=0), replace(one, student=1))
    say(monkeypatch, *said, then=lambda: may_end.wait(TIMEOUT_SECONDS))
    lab.study_id = desk.studies.start("A study", STUDENTS, None, OWNER)
    while not (view := desk.look(lab.study_id)) or view.version < len(said):
        may_end.wait(0.01)
    shown = texts(open_page("what_if"))
    assert "Linear" in shown
    assert "MLP 4" in shown
    may_end.set()


def test_a_cell_without_a_number_does_not_hide_the_others_while_a_frontier_goes_on(
    open_page, lab, desk, monkeypatch
):
    may_end = threading.Event()
    told_once = next(event for event in told() if isinstance(event, CellsTold))
    lost = replace(told_once.cells[0], auc=math.nan, difference=math.nan)
    best = replace(told_once.cells[1], auc=0.987)
    event = replace(told_once, cells=(lost, best))
    say(monkeypatch, event, then=lambda: may_end.wait(TIMEOUT_SECONDS))
    lab.study_id = desk.studies.start("A study", STUDENTS, None, OWNER)
    while not (view := desk.look(lab.study_id)) or view.version < 1:
        may_end.wait(0.01)
    assert "0.987" in texts(open_page("what_if"))
    may_end.set()


def test_two_who_watch_read_each_their_own_language(open_page, lab, desk, monkeypatch):
    lab.study_id = cancelled(desk, monkeypatch)
    drawn = []
    draw = so_far.live_chart
    monkeypatch.setattr(
        so_far, "live_chart", lambda one, key: (drawn.append(one.alt), draw(one, key=key))
    )
    open_page("what_if")
    # AppTest formats options in the thread of the test.
    speak("zh_CN")
    open_page("what_if", lang="zh_CN")
    speak(ENGLISH)
    assert drawn[0] != drawn[-1]


def test_a_cancelled_study_keeps_what_it_showed(open_page, lab, desk, monkeypatch):
    lab.study_id = cancelled(desk, monkeypatch)
    app = open_page("what_if")
    assert not app.exception
    assert "without intervals" in texts(app)
    assert "epoch 3" in texts(app)


def test_a_failed_study_says_why(open_page, lab, desk, monkeypatch):
    monkeypatch.setattr(studies_module, "run_study", lambda *_: 1 / 0)
    lab.study_id = finished(desk)
    app = open_page("what_if")
    assert "could not be finished" in texts(app)


@pytest.mark.parametrize("page", ["what_if", "compare", "distill", "deploy"])
def test_a_run_in_the_place_of_a_study_and_the_reverse_break_no_page(
    open_page, lab, desk, monkeypatch, page
):
    say(monkeypatch, *told())
    lab.run_id = finished(desk)
    lab.study_id = finish(desk)
    app = open_page(page)
    assert not app.exception


def test_a_study_that_is_gone_is_said(open_page, lab):
    lab.spec, lab.study_id = RUN, "nowhere"
    assert "is not here" in texts(open_page("what_if"))


def test_choices_that_cannot_work_are_refused_before_the_cost(open_page, lab):
    lab.spec = RunSpec.model_validate(RUN.model_dump() | {"distill": {"method": "dkd"}})
    app = open_page("what_if")
    assert not app.exception
    assert not [one for one in app.button if one.key == "start_study"]
