from __future__ import annotations

import dataclasses
import math
from pathlib import Path

import pytest

from core.errors import StoreError
from core.evaluate.verdict import Outcome
from core.lab.desk.journal import SECONDS, RunJournal, metrics_of, outcome_of
from core.lab.records.events import decode_event
from core.lab.records.result import FILES, RESULT_FILE
from core.runs.folder import sqlite_url
from core.runs.journal import NotOursError
from core.runs.store import RunStore
from tests.lab.desk.desks import ELSEWHERE, write_down
from tests.lab.example_result import make_events, make_result


@pytest.fixture
def journal(store: RunStore) -> RunJournal:
    write_down(store)
    journal = RunJournal(store)
    journal.keep("one")
    return journal


def with_auc(value: float):
    result = make_result()
    auc = dataclasses.replace(result.distilled.scores.auc, mean=value)
    scores = dataclasses.replace(result.distilled.scores, auc=auc)
    return dataclasses.replace(
        result, distilled=dataclasses.replace(result.distilled, scores=scores)
    )


def test_states_follow_the_job(journal: RunJournal, store: RunStore) -> None:
    states = []
    for call in (journal.started, journal.paused, journal.resumed):
        call("one")
        states.append(store.get("one").state)
    journal.ended("one", "failed", "Losses must be finite.")
    record = store.get("one")
    assert [*states, record.state] == ["running", "paused", "running", "failed"]
    assert record.error == "Losses must be finite."


def test_every_event_is_kept_in_order(journal: RunJournal, store: RunStore) -> None:
    *told, _ = make_events()
    for event in told:
        journal.event("one", event)
    assert [decode_event(one.kind, one.payload) for one in store.events("one")] == told


def test_a_result_leaves_its_files_scores_and_verdict(journal: RunJournal, store: RunStore) -> None:
    journal.event("one", make_result())
    record = store.get("one")
    assert set(store.artefacts.names("one")) == {*FILES, RESULT_FILE}
    assert dict(record.tags) == {
        "outcome": "better",
        "verdict": make_result().verdict.sentence,
    }
    metrics = dict(record.metrics)
    assert metrics["distilled.auc"] == 0.76
    assert metrics["teacher.parameters"] == 10_000
    assert (metrics["difference"], metrics["difference_low"]) == (0.01, 0.005)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_numbers_that_are_not_finite_are_left_out(value: float) -> None:
    names = dict(metrics_of(with_auc(value)))
    assert "distilled.auc" not in names
    assert "alone.auc" in names
    assert all(map(math.isfinite, names.values()))


def test_nothing_to_learn_is_an_outcome_of_its_own() -> None:
    result = make_result()
    verdict = dataclasses.replace(result.verdict, nothing_to_learn=True)
    assert outcome_of(dataclasses.replace(result, verdict=verdict)) == "nothing_to_learn"
    assert outcome_of(result) == "better"


def test_too_few_rows_are_listed_as_the_verdict_words_them() -> None:
    result = make_result("no_clear_difference")
    verdict = dataclasses.replace(result.verdict, nothing_to_learn=True, too_few_rows=True)
    assert outcome_of(dataclasses.replace(result, verdict=verdict)) == "no_clear_difference"


@pytest.mark.parametrize(
    ("outcome", "listed"),
    [
        ("better", "smoothing_better"),
        ("worse", "smoothing_worse"),
        ("no_clear_difference", "no_clear_difference"),
    ],
)
def test_label_smoothing_is_not_listed_as_a_teacher(outcome: Outcome, listed: str) -> None:
    result = make_result(outcome)
    verdict = dataclasses.replace(result.verdict, helper="smoothing")
    assert outcome_of(dataclasses.replace(result, verdict=verdict)) == listed


def test_a_job_without_a_run_is_not_written_down(store: RunStore) -> None:
    journal = RunJournal(store)
    journal.started("warm up")
    journal.event("warm up", "no event of a run")
    journal.paused("warm up")
    journal.resumed("warm up")
    journal.ended("warm up", "done", "")
    assert store.list() == ()


def test_what_is_said_after_the_end_is_not_written_down(
    journal: RunJournal, store: RunStore
) -> None:
    journal.started("one")
    journal.ended("one", "interrupted", "")
    journal.event("one", make_events()[0])
    journal.ended("one", "done", "")
    assert (store.get("one").state, store.events("one")) == ("interrupted", ())


def test_another_attempt_begins_with_no_seconds(journal: RunJournal, store: RunStore) -> None:
    journal.started("one")
    journal.ended("one", "interrupted", "")
    assert dict(store.get("one").metrics)[SECONDS] > 0.0
    assert store.take_up("one", "continued")
    journal.keep("one")
    journal.started("one")
    assert dict(store.get("one").metrics)[SECONDS] == 0.0


@pytest.fixture
def lost(journal: RunJournal, store: RunStore, tmp_path: Path) -> RunStore:
    """The registry of another server, which has taken up the run of the journal."""
    journal.started("one")
    store.set_state("one", "interrupted")
    other = RunStore(sqlite_url(tmp_path), tmp_path, ELSEWHERE)
    assert other.take_up("one", "continued")
    return other


@pytest.mark.parametrize("event", [make_events()[0], make_result()], ids=["stage", "result"])
def test_nothing_is_written_of_a_run_that_another_server_took_up(
    journal: RunJournal, lost: RunStore, event
) -> None:
    before = lost.get("one")
    with pytest.raises(NotOursError):
        journal.event("one", event)
    assert lost.get("one") == before
    assert len(lost.events("one")) == 1
    assert lost.artefacts.names("one") == ()
    lost.close()


def test_the_end_of_a_run_that_another_server_took_up_is_not_ours_to_tell(
    journal: RunJournal, lost: RunStore
) -> None:
    journal.ended("one", "done", "")
    assert lost.get("one").state == "queued"
    lost.close()


def test_an_end_can_be_told_again_after_the_registry_refused_it(
    journal: RunJournal, store: RunStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise StoreError("There must be room", "the disk is full", "Free some.")

    journal.started("one")
    with monkeypatch.context() as patch:
        patch.setattr(RunStore, "set_state", refuse)
        with pytest.raises(StoreError):
            journal.ended("one", "done", "")
    journal.ended("one", "done", "")
    assert store.get("one").state == "done"
