"""Many sessions that start a real run at once."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from core.lab import experiment
from core.lab.desk.desk import Desk
from core.lab.result import Result
from core.lab.teachers import Shelf
from core.spec import DataSpec, ModelSpec, RunSpec, TrainSpec
from tests.lab.desk.desks import TIMEOUT, desk_on, models_of, wait

SESSIONS = 30
ALONE = range(0, SESSIONS, 6)

pytestmark = pytest.mark.slow


def spec_of(number: int) -> RunSpec:
    """A real run that is over soon; no two sessions ask for the same."""
    return RunSpec(
        data=DataSpec(sample="german_credit"),
        teacher=ModelSpec(name="mlp", width=16),
        student=ModelSpec(name="linear"),
        train=TrainSpec(epochs=1, seeds=2, seed=number, tune="off"),
    )


def start_all(desk: Desk) -> dict[int, str]:
    """Start a run from each session, all at once; gives the id of each."""
    ids: dict[int, str] = {}
    at_once = threading.Barrier(SESSIONS)

    def session(number: int) -> None:
        at_once.wait(TIMEOUT)
        ids[number] = desk.start(f"Session {number}", spec_of(number), None, f"owner {number}")

    threads = [threading.Thread(target=session, args=(number,)) for number in range(SESSIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(TIMEOUT)
    return ids


def alone(number: int) -> Result:
    *_, result = experiment.run(spec_of(number), shelf=Shelf())
    return result


def test_thirty_sessions_all_finish_in_order_with_the_scores_they_have_alone(
    tmp_path: Path,
) -> None:
    desk = desk_on(tmp_path)
    desk.open()
    ids = start_all(desk)
    jobs = {number: wait(desk, run_id) for number, run_id in ids.items()}
    assert [jobs[number].state for number in range(SESSIONS)] == ["done"] * SESSIONS
    arrived = [job.started for job in desk.jobs.snapshots()]
    assert arrived == sorted(arrived)
    assert len({repr(models_of(job.result)) for job in jobs.values()}) == SESSIONS
    for number, run_id in ids.items():
        assert desk.spec_of(run_id) == jobs[number].result.spec == spec_of(number)
        assert desk.archive.is_owner(run_id, f"owner {number}")
        assert not desk.archive.is_owner(run_id, f"owner {number + 1}")
    for number in ALONE:
        assert repr(models_of(jobs[number].result)) == repr(models_of(alone(number)))
    desk.close()
