"""The list of runs: find, open, name, start again, compare, delete and take back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from core.data.files import UploadedFile, content_hash
from core.errors import StoreError
from core.lab.desk.desk import Desk
from core.lab.desk.opening import NOTHING_IS_SENT
from core.lab.desk.row import RunRow
from core.lab.outbox.postman import OutboxState
from core.spec import DataSpec, DistillSpec, ModelSpec, RunSpec, TaskSpec, TrainSpec
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


def test_owners_are_asked_for_once_however_many_runs_there_are(
    open_page: OpenPage, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = {finish(desk), finish(desk)}
    asked = []

    def owned_by(owner: str) -> frozenset[str]:
        asked.append(owner)
        return frozenset(own)

    monkeypatch.setattr(desk.archive, "owned_by", owned_by)
    monkeypatch.setattr(desk.archive, "is_owner", lambda *_: pytest.fail("asked run by run"))
    app = open_page("runs")
    assert asked == []
    app.toggle(key="only_own").set_value(True).run()
    assert len(app.dataframe[0].value) == 2
    assert asked == [OWNER]


def test_runs_that_are_too_old_to_be_listed_are_counted(
    open_page: OpenPage, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish(desk)
    assert "newest" not in texts(open_page("runs"))
    monkeypatch.setattr(desk, "count", lambda: 1234)
    assert "These are the newest 1 of 1,234 runs." in texts(open_page("runs"))


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


def test_a_deleted_run_can_be_taken_back_by_another_session_of_its_owner(
    open_page: OpenPage, desk: Desk
) -> None:
    run_id = finish(desk)
    desk.archive.delete(run_id, OWNER)
    app = open_page("runs")
    assert "undo_delete" not in {button.key for button in app.button}
    app.toggle(key="show_deleted").set_value(True).run()
    assert "within a week" in texts(app)
    app.multiselect(key="restore").set_value([run_id]).run()
    app = press(app, "take_back")
    assert [row.id for row in desk.rows()] == [run_id]
    assert "can be taken back" in texts(app)


def test_what_is_taken_back_from_the_list_is_no_longer_to_undo(
    open_page: OpenPage, desk: Desk, pick: Pick
) -> None:
    run_id = finish(desk)
    pick(run_id)
    app = press(open_page("runs"), "delete_run")
    app.toggle(key="show_deleted").set_value(True).run()
    app.multiselect(key="restore").set_value([run_id]).run()
    app = press(app, "take_back")
    assert "undo_delete" not in {button.key for button in app.button}


def test_a_stranger_sees_no_deleted_runs(open_page: OpenPage, desk: Desk) -> None:
    desk.archive.delete(finish(desk, owner="somebody else"), "somebody else")
    app = open_page("runs")
    app.toggle(key="show_deleted").set_value(True).run()
    assert "Nothing that you deleted" in texts(app)


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
    assert "Distilling: alpha" in shown
    assert "0.2" in shown
    assert "0.7" in shown
    assert "temperature" not in shown


def test_settings_side_by_side_are_told_in_words(
    open_page: OpenPage, desk: Desk, pick: Pick
) -> None:
    specs = (
        RunSpec(teacher=ModelSpec(name="trees", width=8)),
        RunSpec(teacher=ModelSpec(name="forest"), distill=DistillSpec(method="logits")),
    )
    pick(*(run_with(desk, spec) for spec in specs))
    shown = texts(open_page("runs"))
    assert "Logit matching" in shown
    assert "Teacher: kind" in shown
    assert "hinton" not in shown
    assert "Teacher: width" not in shown


def test_runs_of_one_name_are_headed_by_their_moment_too(
    open_page: OpenPage, desk: Desk, pick: Pick
) -> None:
    pick(*(run_with(desk, RunSpec(distill=DistillSpec(alpha=alpha))) for alpha in (0.2, 0.7)))
    header = re.search(r"<tr><th></th>(.*?)</tr>", texts(open_page("runs")))[1]
    assert len(re.findall(r"A run of its own, \d{4}-\d\d-\d\d \d\d:\d\d:\d\d", header)) == 2


def test_the_list_tells_runs_of_one_name_apart(open_page: OpenPage, desk: Desk) -> None:
    run_with(desk, RunSpec(distill=DistillSpec(method="logits", alpha=0.25, temperature=3.0)))
    run_with(desk, RunSpec(task=TaskSpec(labels=0.2), train=TrainSpec(epochs=7)))
    frame = open_page("runs").dataframe[0].value
    assert list(frame["Method"]) == ["Soft targets", "Logit matching"]
    assert list(frame["Alpha"])[1] == 0.25
    assert list(frame["Temperature"])[1] == 3.0
    assert list(frame["Labels"]) == [0.2, 1.0]
    assert "labels shown: 20%" in frame["What differs"][0]
    assert "epochs: 7" in frame["What differs"][0]
    assert "method: Logit matching · alpha: 0.25 · temperature: 3" in frame["What differs"][1]
    assert list(frame.columns)[:2] == ["Name", "What differs"]


def test_runs_are_found_by_their_method(open_page: OpenPage, desk: Desk) -> None:
    finish(desk)
    run_with(desk, RunSpec(distill=DistillSpec(method="logits")))
    app = open_page("runs")
    app.text_input(key="find").set_value("logit").run()
    assert list(app.dataframe[0].value["Method"]) == ["Logit matching"]


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


class StandIn:
    """Says how sending goes, and sends nothing."""

    def __init__(self, problem: str) -> None:
        self.problem = problem

    def state(self) -> OutboxState:
        return OutboxState("http://tracking.example:5000", 1200, 2, self.problem, 30.0)

    def close(self) -> None:
        pass


def lines_about_sending(app: AppTest) -> list[str]:
    return [text.value for text in app.text if "MLflow" in text.value]


@pytest.mark.parametrize("problem", ["", "**It** must, however: ![x](https://evil.example)."])
def test_how_sending_goes_is_one_line_of_plain_text(
    open_page: OpenPage, desk: Desk, problem: str
) -> None:
    desk.postman = StandIn(problem)
    app = open_page("runs")
    numbers = "2 sent since the app started, 1,200 waiting."
    line = f"MLflow server http://tracking.example:5000: {numbers} {problem}".rstrip()
    assert lines_about_sending(app) == [line]
    assert not [m for m in (*app.markdown, *app.caption) if "evil" in m.value]


def test_without_a_tracking_server_nothing_is_said_of_it(open_page: OpenPage) -> None:
    assert lines_about_sending(open_page("runs")) == []


def test_why_no_run_is_sent_is_said_on_the_page(
    open_page: OpenPage, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    lacking = ui_pool.Background(desk, None, NOTHING_IS_SENT)
    monkeypatch.setattr(ui_pool, "background", lambda: lacking)
    (line,) = lines_about_sending(open_page("runs"))
    assert "mlflow-skinny must be installed" in line
    assert "no run is sent" in line
