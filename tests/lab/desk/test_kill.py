"""A server that is killed while it trains, again and again."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from core.lab import experiment
from core.lab.desk.desk import Desk
from core.lab.records.result import RESULT_FILE
from core.lab.result import Result
from core.lab.teachers import Shelf
from tests.lab.desk.child import SEEDS, spec_of
from tests.lab.desk.desks import OWNER, desk_on, models_of, until, wait

ROOT = Path(__file__).parents[3]
KILLS = 20
MOST_SIGHTS = 60
MOST_SECONDS = 0.05

pytestmark = pytest.mark.slow


@pytest.fixture
def forker(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.lab.desk.child", "fork", str(tmp_path)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": ROOT}
    with subprocess.Popen(command, **pipes) as process:
        assert process.stdout.readline() == "ready\n"
        yield process
        process.kill()


def seen_until_killed(
    forker: subprocess.Popen[str], shown: Path, moments: random.Random
) -> list[tuple[str, int]]:
    """Let a server train and kill it; gives each run and event number that a viewer saw.

    By time alone most would be killed while they judge their models, and say nothing.
    """
    forker.stdin.write(f"{shown}\n")
    forker.stdin.flush()
    pid = int(forker.stdout.readline())
    sights = moments.randrange(MOST_SIGHTS)
    until(lambda: len(lines_of(shown)) >= sights)
    time.sleep(moments.uniform(0.0, MOST_SECONDS))
    os.kill(pid, signal.SIGKILL)
    until_dead(pid)
    return [(run_id, int(number)) for run_id, number in map(str.split, lines_of(shown))]


def lines_of(path: Path) -> list[str]:
    return path.read_text("ascii").splitlines() if path.exists() else []


def until_dead(pid: int) -> None:
    """Wait until a killed process runs no more; its parent leaves it a zombie."""
    until(lambda: psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)


def is_kept(desk: Desk, run_id: str, number: int) -> bool:
    """Whether the registry has an event; the one after the last is the result, which is files."""
    last = desk.store.get(run_id).last_event
    has_result = RESULT_FILE in desk.store.artefacts.names(run_id)
    return number <= last or (number == last + 1 and has_result)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork a process")
def test_nothing_that_was_shown_is_lost_however_often_the_server_is_killed(
    forker: subprocess.Popen[str], tmp_path: Path
) -> None:
    moments = random.Random(0)
    seen: list[tuple[str, int]] = []
    states: list[str] = []
    for kill in range(KILLS):
        shown = tmp_path / f"shown-{kill}.txt"
        seen += seen_until_killed(forker, shown, moments)
        desk = desk_on(tmp_path)
        desk.open()
        assert desk.store.check_integrity()
        assert [one for one in seen if not is_kept(desk, *one)] == []
        states = [row.state for row in desk.rows()]
        assert set(states) <= {"interrupted", "done"}
        desk.close()
    assert len(seen) > KILLS
    desk = desk_on(tmp_path)
    finish_all(desk)
    wanted = [alone(seed) for seed in range(SEEDS)]
    for row in desk.rows():
        found = models_of(desk.look(row.id).result)
        assert repr(found) == repr(models_of(wanted[row.spec.train.seed]))
    desk.close()


def finish_all(desk: Desk) -> None:
    """Continue every run that was cut short."""
    for row in desk.rows():
        if row.state == "interrupted":
            desk.resume_interrupted(row.id, OWNER)
            assert wait(desk, row.id).state == "done"


def alone(seed: int) -> Result:
    """The result of a run that nobody disturbed."""
    *_, result = experiment.run(spec_of(seed), shelf=Shelf())
    return result
