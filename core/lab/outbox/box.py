"""A folder with the ids of finished runs that still have to be sent; it outlives the server."""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core.errors import StoreError
from core.runs.artefacts import Artefacts, is_run_id

FOLDER = "outbox"
STATE_FILE = "waiting.json"
TURN_FILE = ".turn"

MOST_WAITING = 500
"""Runs that wait at most; beyond, the one that waits longest is no longer sent."""

STALE_SECONDS = 900.0
"""Age of a turn whose process must have died."""


@dataclass(frozen=True)
class Waiting:
    """A run that has to be sent, since when, and how often that failed."""

    run_id: str
    added: float
    tries: int


class Box:
    """Runs to be sent, by id; servers that share the folder share them.

    Parameters
    ----------
    folder : Path
        Made on the first write.
    most_waiting : int
    """

    def __init__(self, folder: Path, most_waiting: int = MOST_WAITING) -> None:
        self._folder, self._most_waiting = folder / FOLDER, most_waiting
        self._files = Artefacts(self._folder)

    def add(self, run_id: str) -> None:
        """Let a run wait to be sent.

        Raises
        ------
        StoreError
            Where the disk is full or read-only.
        """
        self._write(Waiting(run_id, time.time(), 0))
        for oldest in sorted(self.waiting(), key=lambda one: one.added)[: -self._most_waiting]:
            self.remove(oldest.run_id)

    def waiting(self) -> tuple[Waiting, ...]:
        """Return what waits: least tried first, then who has waited longest."""
        try:
            names = [name for name in os.listdir(self._folder) if is_run_id(name)]
        except OSError:
            return ()
        found = (self._read(name) for name in names)
        return tuple(sorted(filter(None, found), key=lambda one: (one.tries, one.added)))

    def failed(self, run_id: str) -> None:
        """Note that a run could not be sent; others come before it next time."""
        waiting = self._read(run_id)
        if waiting is not None:
            self._write(Waiting(run_id, waiting.added, waiting.tries + 1))

    def remove(self, run_id: str) -> None:
        """Let a run wait no longer."""
        # Another server may have removed it.
        with contextlib.suppress(StoreError):
            self._files.remove(run_id)

    @contextlib.contextmanager
    def turn(self) -> Iterator[bool]:
        """Hold the box against other servers; gives whether it is ours."""
        path = self._folder / TURN_FILE
        is_ours = _taken(path)
        try:
            yield is_ours
        finally:
            if is_ours:
                path.unlink(missing_ok=True)

    def _read(self, run_id: str) -> Waiting | None:
        data = self._files.read(run_id, STATE_FILE)
        if data is None:
            return None
        try:
            state = json.loads(data)
            return Waiting(run_id, float(state["added"]), int(state["tries"]))
        except (ValueError, TypeError, KeyError):
            # A damaged note is no reason not to send the run.
            return Waiting(run_id, 0.0, 0)

    def _write(self, waiting: Waiting) -> None:
        state = {"added": waiting.added, "tries": waiting.tries}
        self._files.write(waiting.run_id, STATE_FILE, json.dumps(state).encode())


def _taken(path: Path) -> bool:
    with contextlib.suppress(OSError):
        if time.time() - path.stat().st_mtime > STALE_SECONDS:
            path.unlink(missing_ok=True)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    except OSError:
        return False
    return True
