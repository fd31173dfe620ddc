"""Takes finished runs to an MLflow server in the background; no run ever waits for it."""

from __future__ import annotations

import contextlib
import importlib
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal, cast

from core.errors import LabError, StoreError
from core.lab.outbox.box import Box
from core.lab.outbox.parcel import Parcel, lay_out
from core.lab.outbox.sender import PROBLEM_FILE, SENT_FILE
from core.lab.outbox.server import Server, hindrance, in_words, server_of_settings
from core.lab.records.result import decode_result
from core.runs.store import RunStore

SECONDS_BETWEEN_ROUNDS = 5.0
"""A good pace for `Postman.deliver`, which does nothing while nothing waits."""

RUNS_AT_ONCE = 5
DEADLINE_SECONDS = 120.0
FIRST_PAUSE_SECONDS = 30.0
LONGEST_PAUSE_SECONDS = 3600.0
PROJECT = Path(__file__).parents[3]
SENDER = (sys.executable, "-m", "core.lab.outbox.sender")

Absence = Literal["gone", "later"]
Load = Callable[[str], Parcel | Absence]


@dataclass(frozen=True)
class OutboxState:
    """How sending goes: to where, how many runs wait, were sent, and what is wrong, if anything.

    ``next_try_seconds`` is how long it rests after a failure, 0 where it does not.
    """

    address: str
    waiting: int
    sent: int
    problem: str
    next_try_seconds: float


class Postman:
    """Sends the runs of a box, a few at a time, and rests longer after each failure.

    Parameters
    ----------
    server : Server
    box : Box
    load : callable
        Returns what is to be sent of a run; "gone" where there is nothing any more, "later"
        where there is nothing yet.
    sender : sequence of str, optional
        The command that sends.
    deadline_seconds : float
        A sender that takes longer is ended; what it has sent by then counts.
    """

    def __init__(
        self,
        server: Server,
        box: Box,
        load: Load,
        sender: Sequence[str] = SENDER,
        deadline_seconds: float = DEADLINE_SECONDS,
    ) -> None:
        self._server, self._box, self._load = server, box, load
        self._sender, self._deadline_seconds = tuple(sender), deadline_seconds
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._is_closed = False
        self._problem = ""
        self._sent = self._failures = 0
        self._rests_until = 0.0

    def finished(self, run_id: str) -> None:
        """Take a finished run; it is written down at once and sent later. Raises nothing."""
        try:
            self._box.add(run_id)
        except StoreError as problem:
            self._problem = str(problem)

    def deliver(self) -> None:
        """Send what waits, if it is time; to be called again and again in the background."""
        if self._is_closed or time.monotonic() < self._rests_until or not self._box.waiting():
            return
        obstacle = hindrance(self._server)
        if obstacle is not None:
            self._failed(obstacle)
            return
        try:
            with self._box.turn() as is_ours:
                if is_ours:
                    self._deliver_some()
        except (OSError, StoreError) as problem:
            self._failed(self._server.problem(f"no file can be written for it ({problem})"))

    def try_again(self) -> None:
        """Rest no longer; the next round sends."""
        self._rests_until = 0.0

    def state(self) -> OutboxState:
        """Return how sending goes."""
        return OutboxState(
            address=self._server.shown,
            waiting=len(self._box.waiting()),
            sent=self._sent,
            problem=self._problem,
            next_try_seconds=max(0.0, self._rests_until - time.monotonic()),
        )

    def close(self) -> None:
        """Send no more, and end a sender that is at work; what waits, waits for the next start."""
        with self._lock:
            self._is_closed = True
            if self._process is not None:
                self._process.kill()

    def _deliver_some(self) -> None:
        with tempfile.TemporaryDirectory(prefix="distill-lab-") as name:
            folders = self._laid_out(Path(name))
            if not folders:
                return
            in_time = self._run([str(folder) for folder in folders.values()])
            for run_id, folder in folders.items():
                if (folder / SENT_FILE).exists():
                    self._box.remove(run_id)
                    self._sent += 1
                    self._failures, self._problem = 0, ""
                    continue
                if not self._is_closed:
                    self._box.failed(run_id)
                    self._failed(self._server.problem(_told(folder, in_time)))
                return

    def _laid_out(self, folder: Path) -> dict[str, Path]:
        """Write the next runs into folders; those that are gone by now wait no longer."""
        found: dict[str, Path] = {}
        for waiting in self._box.waiting()[:RUNS_AT_ONCE]:
            try:
                parcel = self._load(waiting.run_id)
            # A run that cannot be read would stand in the way of all others for ever.
            except Exception as problem:
                self._problem = _unreadable(waiting.run_id, problem)
                parcel = "gone"
            if isinstance(parcel, Parcel):
                found[waiting.run_id] = folder / str(len(found))
                lay_out(parcel, found[waiting.run_id])
            elif parcel == "gone":
                self._box.remove(waiting.run_id)
        return found

    def _run(self, folders: list[str]) -> bool:
        """Let the sender work, and return whether it ended in time."""
        with self._lock:
            if self._is_closed:
                return True
            self._process = subprocess.Popen(
                [*self._sender, *folders],
                cwd=PROJECT,
                env=os.environ | self._server.environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        try:
            self._process.wait(self._deadline_seconds)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            return False
        return True

    def _failed(self, problem: StoreError) -> None:
        pause = min(FIRST_PAUSE_SECONDS * 2**self._failures, LONGEST_PAUSE_SECONDS)
        self._failures += 1
        self._rests_until = time.monotonic() + pause
        self._problem = str(problem)


def postman_of_settings(store: RunStore, folder: Path) -> Postman | None:
    """Return a postman for the runs of a registry, or None where no server is named.

    Parameters
    ----------
    store : RunStore
    folder : Path
        The data folder, which holds the box.
    """
    server = server_of_settings()
    if server is None:
        return None
    return Postman(server, Box(folder), partial(parcel_in, store))


def parcel_in(store: RunStore, run_id: str) -> Parcel | Absence:
    """Return what is sent of a run of a registry; one that is deleted or failed is gone.

    Raises
    ------
    LabError
        When its files cannot be read.
    """
    record = store.get(run_id)
    if record is None or record.deleted is not None:
        return "gone"
    if record.state != "done":
        return "gone" if record.has_ended else "later"
    result = decode_result(partial(store.artefacts.read, run_id))
    # It brings torch, for which the first page need not wait.
    packing = importlib.import_module("core.lab.outbox.packing")
    return cast(Parcel, packing.parcel_of(record, result))


def _unreadable(run_id: str, problem: Exception) -> str:
    if isinstance(problem, LabError):
        return str(problem)
    return str(
        StoreError(
            "A finished run must be readable to be sent",
            f"run {run_id} is not ({type(problem).__name__})",
            "It is not sent; the others are.",
        )
    )


def _told(folder: Path, in_time: bool) -> str:
    if not in_time:
        return "it does not answer in time"
    with contextlib.suppress(FileNotFoundError):
        return in_words((folder / PROBLEM_FILE).read_text("utf-8"))
    return "the process that sends ended without an answer"
