"""Servers in processes of their own: python -m tests.lab.desk.child ACTION FOLDER"""

from __future__ import annotations

import itertools
import os
import sys
import threading
import time
from pathlib import Path
from typing import TextIO

import pytest

from core.lab import experiment
from core.lab.desk.desk import Desk
from core.lab.teachers import Shelf
from core.spec import DataSpec, ModelSpec, RunSpec, TrainSpec
from tests.lab.brief import time_briefly
from tests.lab.desk.desks import OWNER, TITLE, Script, begin, desk_on

SEEDS = 3
SECONDS_BETWEEN_LOOKS = 0.001


def spec_of(seed: int) -> RunSpec:
    """A real run of less than a second; each seed has a teacher of its own."""
    return RunSpec(
        data=DataSpec(sample="german_credit"),
        teacher=ModelSpec(name="mlp", width=32),
        student=ModelSpec(name="linear"),
        train=TrainSpec(epochs=30, seeds=2, seed=seed, tune="off"),
    )


def hold(folder: Path) -> None:
    """Start a run that goes on, and say its id."""
    script = Script()
    desk = desk_on(folder, script)
    desk.open()
    print(begin(desk, script), flush=True)
    threading.Event().wait()


def fork(folder: Path) -> None:
    """For each line that comes in start a server that trains, and say its process number.

    What is slow at first was done before: imports take seconds.
    """
    time_briefly(pytest.MonkeyPatch())
    for _ in experiment.run(spec_of(0), shelf=Shelf()):
        pass
    print("ready", flush=True)
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            with Path(line.strip()).open("w", encoding="ascii", buffering=1) as shown:
                train(folder, shown)
        print(pid, flush=True)


def train(folder: Path, shown: TextIO) -> None:
    """Train without end: what an earlier server left, then new runs; note what was seen."""
    desk = desk_on(folder)
    desk.open()
    rows = desk.rows()
    for row in rows:
        if row.state == "interrupted":
            before = desk.store.get(row.id).last_event + 1
            desk.resume_interrupted(row.id, OWNER)
            follow(desk, row.id, before, shown)
    for number in itertools.count(len(rows)):
        run_id = desk.start(TITLE, spec_of(number % SEEDS), None, OWNER)
        follow(desk, run_id, 0, shown)


def follow(desk: Desk, run_id: str, before: int, shown: TextIO) -> None:
    """Look at a run until its end, and note the number of each newest event once it is seen."""
    newest = -1
    while True:
        job = desk.look(run_id)
        if job.version != newest:
            newest = job.version
            shown.write(f"{run_id} {before + newest}\n")
        if job.has_ended:
            return
        time.sleep(SECONDS_BETWEEN_LOOKS)


if __name__ == "__main__":
    action, folder_name = sys.argv[1:]
    {"hold": hold, "fork": fork}[action](Path(folder_name))
