"""Many runs, from their choices to what they found together."""

from __future__ import annotations

import dataclasses

import pytest

from core.errors import DataError, LabError
from core.lab import experiment
from core.lab.cluster.choice import cluster
from core.lab.cluster.settings import ClusterSettings
from core.lab.events import StageStarted, Warned
from core.lab.many.outcome import ManyFound
from core.lab.many.run import run_many
from core.lab.many.summary import count_clear, mean_difference
from core.lab.result import Result
from core.lab.teachers import Shelf
from core.spec import ModelSpec
from core.spec.many import ManySpec
from tests.lab.brief import time_briefly
from tests.lab.many.small import SPEC, files, found, of_files, rows_in, told
from tests.lab.sweep.small import RUN


@pytest.fixture(autouse=True)
def _brief(monkeypatch):
    time_briefly(monkeypatch)


def without_times(rows):
    return [dataclasses.replace(row, seconds=0) for row in rows]


def test_each_item_has_a_line_as_soon_as_it_is_done():
    rows = rows_in(told())
    assert [row.number for row in rows] == [0, 1, 2]
    assert found().rows == rows


def test_one_that_fails_says_why_and_does_not_end_the_others():
    first, failed, last = found().rows
    assert (first.state, failed.state, last.state) == ("done", "failed", "done")
    assert "needs a target column" in failed.sentence
    assert failed.scored is None
    assert found().n_failed == 1


def test_a_line_is_what_a_run_of_its_own_finds():
    *_, result = experiment.run(RUN, shelf=Shelf())
    assert isinstance(result, Result)
    scored = found().rows[0].scored
    assert scored is not None
    assert scored.verdict == result.verdict
    assert scored.distilled == result.distilled.scores.auc
    assert scored.alone == result.alone.scores.auc
    assert scored.teacher == result.teacher.scores.auc


def test_the_summary_is_over_all_lines():
    one = found()
    assert (one.better, one.worse) == count_clear(one.rows)
    assert one.mean == mean_difference(one.rows)
    assert "1 of 3 could not be run" in one.sentence


def test_the_share_done_never_goes_back_and_epochs_can_be_stepped():
    stages = [event for event in told() if isinstance(event, StageStarted)]
    shares = [stage.share_done for stage in stages]
    assert shares == sorted(shares)
    assert any(stage.is_epoch for stage in stages)


def test_advice_names_its_item():
    advice = [event.sentence for event in told() if isinstance(event, Warned)]
    assert advice
    assert all(sentence.startswith("Consumer loans, Germany: ") for sentence in advice)


def test_files_are_gone_through_one_by_one():
    *_, one = run_many(of_files(), files(), shelf=Shelf())
    assert [(row.name, row.state) for row in one.rows] == [
        ("north.csv", "done"),
        ("empty.csv", "failed"),
        ("south.csv", "done"),
    ]
    assert {row.scored.rows for row in one.rows if row.scored} == {500}


def test_tickers_that_cannot_be_fetched_do_not_end_the_others(monkeypatch):
    run = experiment.run

    def offline(spec, *rest):
        if spec.data.tickers == ("KO",):
            raise DataError("Prices must be there", "none came", "Try again.")
        return run(spec.model_copy(update={"data": RUN.data}), *rest)

    monkeypatch.setattr(experiment, "run", offline)
    spec = ManySpec(run=RUN, over="tickers", tickers=("KO", "AAPL"))
    *_, one = run_many(spec, shelf=Shelf())
    assert [(row.name, row.state) for row in one.rows] == [("KO", "failed"), ("AAPL", "done")]


def test_lines_of_an_earlier_attempt_are_not_worked_out_again(monkeypatch):
    done = rows_in(told())[0]
    monkeypatch.setattr(
        experiment, "run", lambda spec, *_: pytest.fail("again") if spec == RUN else iter(())
    )
    spec = ManySpec(run=RUN, samples=("german_credit",))
    *_, one = run_many(spec, shelf=Shelf(), told=(done, "anything"))
    assert one.rows == (done,)


def test_what_failed_is_tried_again():
    failed = dataclasses.replace(rows_in(told())[1], number=0)
    *_, one = run_many(ManySpec(run=RUN, samples=("german_credit",)), shelf=Shelf(), told=(failed,))
    assert [row.state for row in one.rows] == ["done"]


def test_a_stop_keeps_the_lines_that_are_there():
    seen: list[object] = []
    for event in run_many(SPEC, should_stop=lambda: bool(rows_in(seen)), shelf=Shelf()):
        seen.append(event)
    one = seen[-1]
    assert isinstance(one, ManyFound)
    assert one.stopped_early
    assert len(one.rows) == 1


def test_models_that_cannot_read_the_rows_are_refused_at_once():
    run = RUN.model_copy(update={"student": ModelSpec(name="gru")})
    with pytest.raises(LabError, match="market task"):
        next(run_many(ManySpec(run=run), shelf=Shelf()))


@pytest.mark.slow
@pytest.mark.xdist_group("cluster")
def test_two_processes_find_the_same_as_this_one():
    do = cluster(ClusterSettings(processes=2))
    *_, here = run_many(of_files(), files(), shelf=Shelf())
    *_, there = run_many(of_files(), files(), do=do)
    assert without_times(there.rows) == without_times(here.rows)
    assert there.sentence == here.sentence
