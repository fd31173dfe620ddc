from __future__ import annotations

import pytest

from core.lab.desk.journal import SECONDS, RunJournal
from core.lab.desk.row import params_of, row_of, seconds_of
from core.runs.records import NewRun
from core.runs.store import RunStore
from core.spec import DataSpec, RunSpec, TrainSpec
from tests.lab.desk.desks import OWNER, TITLE, write_down
from tests.lab.example_result import make_events

SPEC = RunSpec(data=DataSpec(sample="german_credit"), train=TrainSpec(epochs=7))


def test_a_run_that_waits_has_a_place_and_no_scores(store: RunStore) -> None:
    row = row_of(write_down(store, spec=SPEC), position=3)
    assert (row.title, row.state, row.position, row.spec) == (TITLE, "queued", 3, SPEC)
    assert (row.outcome, row.sentence, row.scores, row.seconds) == ("", "", (), None)
    assert row.score("distilled.auc") is None


def test_a_finished_run_has_its_scores_and_its_verdict(store: RunStore) -> None:
    write_down(store)
    journal = RunJournal(store)
    journal.keep("one")
    journal.started("one")
    *_, result = make_events()
    journal.event("one", result)
    journal.ended("one", "done", "")
    row = row_of(store.get("one"))
    assert (row.outcome, row.sentence) == ("better", result.verdict.sentence)
    assert row.score("distilled.auc") == 0.76
    assert row.seconds > 0.0
    assert row.score(SECONDS) is None


@pytest.mark.parametrize("state", ["running", "cancelled", "failed", "interrupted"])
def test_a_run_that_is_not_done_has_no_scores_and_no_verdict(store: RunStore, state) -> None:
    write_down(store)
    journal = RunJournal(store)
    journal.keep("one")
    journal.started("one")
    journal.event("one", make_events()[-1])
    store.set_state("one", state)
    row = row_of(store.get("one"))
    assert (row.outcome, row.sentence, row.scores) == ("", "", ())


def test_the_name_is_that_of_the_user_and_the_title_stays(store: RunStore) -> None:
    write_down(store)
    store.rename("one", "Monday")
    row = row_of(store.get("one"))
    assert (row.name, row.title) == ("Monday", TITLE)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"train": {"epochs": -1}}', '{"new": {}}'])
def test_choices_that_cannot_be_read_are_none(store: RunStore, text: str) -> None:
    store.create(NewRun("one", TITLE, OWNER, text))
    assert row_of(store.get("one")).spec is None


def test_every_choice_has_a_dotted_name() -> None:
    params = dict(params_of(SPEC))
    assert params["data.sample"] == "german_credit"
    assert params["train.epochs"] == "7"
    assert len(params) == sum(len(group) for group in SPEC.model_dump().values())


def test_without_seconds_of_its_own_a_run_took_from_its_start_to_its_end(store: RunStore) -> None:
    write_down(store)
    store.start("one")
    store.set_state("one", "done")
    record = store.get("one")
    assert seconds_of(record) == record.finished - record.started
    store.log_metrics("one", [(SECONDS, 12.5)])
    assert seconds_of(store.get("one")) == row_of(store.get("one")).seconds == 12.5


def test_a_run_cancelled_in_the_queue_took_no_time(store: RunStore) -> None:
    write_down(store)
    store.set_state("one", "cancelled")
    assert row_of(store.get("one")).seconds is None
