"""Studies of a desk: kept beside the runs, found again, and shown to nobody as a run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import LabError, OwnerError, RunError
from core.lab.desk import studies as studies_module
from core.lab.desk.desk import Desk
from core.lab.events import StageStarted
from core.lab.sweep.outcome import CellsTold
from tests.lab.desk.desks import OWNER, TIMEOUT, desk_on, start, wait
from tests.lab.many import small as many
from tests.lab.search import small as search
from tests.lab.sweep.small import SPEC, swept, told

TITLE = "A landscape"


@pytest.fixture(autouse=True)
def _scripted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let studies say what one has said before, without training."""
    monkeypatch.setattr(studies_module, "run_study", lambda *_: iter(told()))


def finished(desk: Desk) -> str:
    study_id = desk.studies.start(TITLE, SPEC, None, OWNER)
    desk.jobs.wait(study_id, TIMEOUT)
    return study_id


def test_a_study_ends_with_what_it_found(desk: Desk) -> None:
    view = desk.look(finished(desk))
    assert view is not None
    assert view.state == "done"
    assert view.result == swept()


def test_a_study_is_listed_beside_the_runs_and_not_among_them(desk: Desk) -> None:
    study_id = finished(desk)
    run_id = start(desk)
    wait(desk, run_id)
    assert [row.id for row in desk.rows()] == [run_id]
    assert desk.count() == 1
    (row,) = desk.studies.rows()
    assert (row.id, row.kind, row.name, row.state, row.spec) == (
        study_id,
        "sweep",
        TITLE,
        "done",
        SPEC,
    )


def test_a_study_that_has_ended_is_listed_with_its_verdict_and_its_end(desk: Desk) -> None:
    finished(desk)
    (row,) = desk.studies.rows()
    assert row.sentence == swept().verdict.sentence
    assert row.finished is not None
    assert row.finished >= row.created


def test_a_study_that_failed_is_listed_without_a_verdict(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(studies_module, "run_study", lambda *_: 1 / 0)
    finished(desk)
    (row,) = desk.studies.rows()
    assert (row.state, row.sentence) == ("failed", "")


def test_another_server_finds_what_a_study_found_and_how_it_went(
    desk: Desk, tmp_path: Path
) -> None:
    study_id = finished(desk)
    desk.close()
    other = desk_on(tmp_path)
    view = other.look(study_id)
    assert view is not None
    assert view.result == swept()
    assert isinstance(view.events[0], StageStarted)
    assert [event.epoch for event in view.events if isinstance(event, CellsTold)] == [3]
    other.close()


def test_the_choices_of_a_study_are_found_again(desk: Desk) -> None:
    assert desk.studies.spec_of(finished(desk)) == SPEC


def test_the_choices_of_no_study_are_an_error(desk: Desk) -> None:
    with pytest.raises(RunError, match="none of this id"):
        desk.studies.spec_of("nowhere")


def test_a_study_that_fails_says_why(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> object:
        raise LabError("Rows must be there", "there are none", "Bring some.")

    monkeypatch.setattr(studies_module, "run_study", failing)
    view = desk.look(finished(desk))
    assert view is not None
    assert view.state == "failed"
    assert "Rows must be there" in view.error


def test_a_study_is_not_sent_to_a_tracking_server(tmp_path: Path) -> None:
    sent: list[str] = []
    desk = desk_on(tmp_path / "sent")
    desk._journal._on_done = sent.append
    finished(desk)
    desk.close()
    assert sent == []


def interrupted(desk: Desk, spec: object, said: tuple[object, ...]) -> str:
    """Leave a study as the end of its server leaves it, after it has said some things."""
    study_id = desk.studies.start(TITLE, spec, None, OWNER)
    desk.jobs.wait(study_id, TIMEOUT)
    desk.jobs.forget(study_id)
    desk.store.set_state(study_id, "interrupted")
    assert [event for event in desk.look(study_id).events if event in said] == list(said)
    return study_id


def failing_after(said: tuple[object, ...]) -> Iterator[object]:
    yield from said
    raise LabError("The server must go on", "it ended", "Start it.")


def test_an_interrupted_search_goes_on_with_the_trials_that_it_has_told(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    trials = search.trials_in(search.told())[:2]
    monkeypatch.setattr(studies_module, "run_study", lambda *_: failing_after(trials))
    study_id = interrupted(desk, search.SPEC, trials)
    given: list[tuple[object, ...]] = []

    def going_on(*arguments: object) -> Iterator[object]:
        given.append(arguments)
        return iter(search.told())

    monkeypatch.setattr(studies_module, "run_study", going_on)
    desk.studies.resume(study_id, OWNER)
    desk.jobs.wait(study_id, TIMEOUT)
    ((spec, *_, told_before),) = given
    assert spec == search.SPEC
    assert told_before == trials
    view = desk.look(study_id)
    assert view is not None
    assert view.state == "done"
    assert view.result == search.found()
    assert search.trials_in(view.events) == search.found().trials


def test_many_runs_are_kept_line_by_line(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(studies_module, "run_study", lambda *_: iter(many.told()))
    study_id = desk.studies.start(TITLE, many.SPEC, None, OWNER)
    desk.jobs.wait(study_id, TIMEOUT)
    desk.jobs.forget(study_id)
    view = desk.look(study_id)
    assert view is not None
    assert many.rows_in(view.events) == many.found().rows
    assert view.result == many.found()


def test_only_its_owner_may_resume_a_study(desk: Desk) -> None:
    with pytest.raises(OwnerError):
        desk.studies.resume(interrupted(desk, SPEC, ()), "somebody else")


def test_a_study_that_is_done_cannot_be_resumed(desk: Desk) -> None:
    with pytest.raises(RunError, match="this one is done"):
        desk.studies.resume(finished(desk), OWNER)


def test_a_study_is_taken_up_while_no_job_can_be_let_go(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    study_id = interrupted(desk, SPEC, ())
    take_up, held = desk.store.take_up, []

    def watched(*arguments: str) -> bool:
        held.append(desk._continuing.locked())
        return take_up(*arguments)

    monkeypatch.setattr(desk.store, "take_up", watched)
    desk.studies.resume(study_id, OWNER)
    assert held == [True]
    assert not desk._continuing.locked()
