"""The list of runs: find, open, name, start again, compare, delete and take back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from core.data.files import UploadedFile, content_hash
from core.errors import StoreError
from core.lab.desk.desk import Desk
from core.lab.desk.row import RunRow
from core.spec import DataSpec, DistillSpec, RunSpec
from pages.ui import pool as ui_pool
from pages.ui import runs_table as table
from pages.ui.state import SESSION_KEY, Session
from tests.lab.example_result import make_events, make_result
from tests.pages.conftest import OWNER, TIMEOUT_SECONDS, fail, finish, interrupt, labels, texts

OpenPage = Callable[..., AppTest]
Pick = Callable[..., None]


@pytest.fixture
def pick(monkeypatch: pytest.MonkeyPatch) -> Pick:
    """Pick runs by their ids, which AppTest cannot do in a table."""

    def pick_ids(*run_ids: str) -> None:
        def picked(rows: tuple[RunRow, ...]) -> tuple[RunRow, ...]:
            return tuple(row for row in rows if row.id in run_ids)

        monkeypatch.setattr(table, "runs_table", picked)

    return pick_ids


def press(app: AppTest, key: str) -> AppTest:
    return app.button(key=key).click().run()


def run_with(desk: Desk, spec: RunSpec, owner: str = OWNER) -> str:
    desk.script.work = lambda _: iter(make_events(make_result()))
    run_id = desk.start("A run of its own", spec, None, owner)
    desk.jobs.wait(run_id, TIMEOUT_SECONDS)
    return run_id


def test_every_run_is_listed_newest_first(open_page: OpenPage, desk: Desk) -> None:
    finish(desk)
    fail(desk)
    frame = open_page("runs").dataframe[0].value
    assert list(frame["State"]) == ["Failed", "Done"]
    assert frame["Verdict"][1] == "Teacher helped"
    assert frame["AUC distilled"][1] == pytest.approx(0.76)


def test_runs_are_found_by_words_of_their_name(open_page: OpenPage, desk: Desk) -> None:
    desk.archive.rename(finish(desk), "Monday", OWNER)
    finish(desk)
    app = open_page("runs")
    app.text_input(key="find").set_value("mon").run()
    assert list(app.dataframe[0].value["Name"]) == ["Monday"]
    app.text_input(key="find").set_value("nothing like it").run()
    assert "No run passes" in texts(app)


def test_runs_are_filtered_by_state(open_page: OpenPage, desk: Desk) -> None:
    finish(desk)
    fail(desk)
    app = open_page("runs")
    app.multiselect(key="states").set_value(["failed"]).run()
    assert list(app.dataframe[0].value["State"]) == ["Failed"]


def test_only_own_runs_can_be_listed(open_page: OpenPage, desk: Desk) -> None:
    finish(desk, owner="somebody else")
    finish(desk)
    app = open_page("runs")
    assert len(app.dataframe[0].value) == 2
    app.toggle(key="only_own").set_value(True).run()
    assert len(app.dataframe[0].value) == 1


def test_a_run_is_opened_where_its_verdict_is(open_page: OpenPage, desk: Desk, pick: Pick) -> None:
    run_id = finish(desk)
    pick(run_id)
    app = press(open_page("runs"), "open_run")
    assert app.title[0].value == "Compare"
    assert app.query_params["run"] == run_id


def test_a_name_and_a_note_are_kept(open_page: OpenPage, desk: Desk, pick: Pick) -> None:
    run_id = finish(desk)
    pick(run_id)
    app = open_page("runs")
    app.text_input[1].set_value("![x](https://evil.example)")
    app.text_input[2].set_value("a note")
    next(button for button in app.button if button.label == "Save").click().run()
    record = desk.store.get(run_id)
    assert (record.name, record.note) == ("![x](https://evil.example)", "a note")
    assert not [m for m in (*app.markdown, *app.caption) if "evil" in m.value]


def test_start_again_restores_every_choice(open_page: OpenPage, desk: Desk, pick: Pick) -> None:
    spec = RunSpec(
        data=DataSpec(sample="german_credit"), distill=DistillSpec(alpha=0.3, method="logits")
    )
    pick(run_with(desk, spec, owner="somebody else"))
    app = press(open_page("runs"), "again")
    assert app.title[0].value == "Distill"
    assert app.session_state[SESSION_KEY].spec == spec
    assert app.slider(key="alpha").value == 0.3
    assert app.selectbox(key="method").value == "logits"


@pytest.mark.parametrize(("owner", "is_given"), [(OWNER, True), ("somebody else", False)])
def test_uploaded_rows_come_back_to_their_owner_only(
    open_page: OpenPage, desk: Desk, pick: Pick, owner: str, is_given: bool
) -> None:
    csv = (UploadedFile("loans.csv", b"income,default\n" + b"1,0\n2,1\n" * 100),)
    spec = RunSpec(data=DataSpec(source="csv", content_hash=content_hash(csv)))
    desk.script.work = lambda _: iter(make_events(make_result()))
    run_id = desk.start("Private rows", spec, csv, owner)
    desk.jobs.wait(run_id, TIMEOUT_SECONDS)
    pick(run_id)
    app = press(open_page("runs"), "again")
    assert (app.session_state[SESSION_KEY].csv == csv) is is_given
    assert ("did not start it" in texts(app)) is not is_given


def test_a_deleted_run_can_be_taken_back(open_page: OpenPage, desk: Desk, pick: Pick) -> None:
    run_id = finish(desk)
    pick(run_id)
    app = press(open_page("runs"), "delete_run")
    assert desk.rows() == ()
    app = press(app, "undo_delete")
    assert [row.id for row in desk.rows()] == [run_id]
    assert "undo_delete" not in {button.key for button in app.button}


def test_a_stranger_may_open_and_copy_but_not_change(
    open_page: OpenPage, desk: Desk, pick: Pick
) -> None:
    pick(finish(desk, owner="somebody else"))
    app = open_page("runs")
    keys = {button.key for button in app.button}
    assert {"open_run", "again"} <= keys
    assert "delete_run" not in keys
    assert "Save" not in labels(app)


def test_two_runs_show_the_settings_that_differ(
    open_page: OpenPage, desk: Desk, pick: Pick
) -> None:
    ids = [run_with(desk, RunSpec(distill=DistillSpec(alpha=alpha))) for alpha in (0.2, 0.7)]
    pick(*ids)
    shown = texts(open_page("runs"))
    assert "Distill: alpha" in shown
    assert "0.2" in shown
    assert "0.7" in shown
    assert "temperature" not in shown


def test_a_registry_that_cannot_be_used_is_said(
    open_page: OpenPage, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = StoreError("The disk must have room", "it is full", "Make room.")
    background = ui_pool.Background(desk, problem)
    monkeypatch.setattr(ui_pool, "background", lambda: background)
    assert "it is full" in texts(open_page("runs"))


def test_an_interrupted_run_can_be_continued_by_its_owner(
    open_page: OpenPage, desk: Desk, lab: Session
) -> None:
    lab.run_id = interrupt(desk)
    desk.script.work = lambda _: iter(make_events(make_result()))
    press(open_page("distill"), "continue")
    assert desk.jobs.wait(lab.run_id, TIMEOUT_SECONDS).state == "done"


def test_a_stranger_cannot_continue_a_run(open_page: OpenPage, desk: Desk, lab: Session) -> None:
    lab.run_id = interrupt(desk)
    lab.owner = "somebody else"
    app = open_page("distill")
    assert "was interrupted" in texts(app)
    assert "Continue" not in labels(app)


def test_the_key_of_another_browser_makes_its_runs_ones_own(
    open_page: OpenPage, desk: Desk
) -> None:
    key = "0" * 32
    finish(desk, owner=key)
    app = open_page("runs")
    app.text_input[-1].set_value(key)
    next(button for button in app.button if button.label == "Use it").click().run()
    assert app.session_state[SESSION_KEY].owner == key
    app.toggle(key="only_own").set_value(True).run()
    assert len(app.dataframe[0].value) == 1
