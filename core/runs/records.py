"""What the registry is given and gives back: runs and their events, as plain values.

Specs, events and results are JSON text here: this room knows no model. All moments are
Unix time in seconds.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import Literal

RunState = Literal["queued", "running", "paused", "done", "cancelled", "failed", "interrupted"]

UNFINISHED: frozenset[RunState] = frozenset({"queued", "running", "paused"})
"""States of a run that needs a living process; all other states are ends."""

Texts = tuple[tuple[str, str], ...]
Numbers = tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class NewRun:
    """A run about to be written down.

    Parameters
    ----------
    id : str
        1 to 64 letters, digits, dashes and underscores; unique for all time.
    title : str
        What the run is called until somebody renames it.
    owner_token : str
        The secret of whoever starts the run; only its hash is kept. With an empty one
        nobody owns the run.
    spec_json : str
        Every choice of the run.
    params : tuple of (str, str)
        The choices worth a column, by their name.
    """

    id: str
    title: str
    owner_token: str
    spec_json: str
    params: Texts = ()


@dataclass(frozen=True)
class RunRecord:
    """One run as the registry knows it.

    ``name`` is the title until it is renamed. ``error`` is one plain sentence, empty while
    nothing is wrong. ``started`` is when it first ran, ``deleted`` when it was deleted, None
    for a run that is kept. ``metrics`` holds the newest value of each. ``process`` is the
    server process that answers for the run, ``heartbeat`` that process's last sign of life, and
    ``last_event`` the number of the newest event, 0 before the first.
    """

    id: str
    title: str
    name: str
    note: str
    state: RunState
    spec_json: str
    error: str
    created: float
    started: float | None
    finished: float | None
    heartbeat: float
    deleted: float | None
    params: Texts
    metrics: Numbers
    tags: Texts
    process: str
    last_event: int

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will happen unless somebody continues the run."""
        return self.state not in UNFINISHED


@dataclass(frozen=True)
class StoredEvent:
    """One event of a run; numbers start at 1 and leave no gap."""

    number: int
    kind: str
    payload: str
    at: float


def hash_token(token: str) -> str:
    """Return the SHA-256 of an owner token, which is random and long: no salt is needed."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def is_token_of(token: str, token_hash: str) -> bool:
    """Whether a token is the one that was hashed, in a time that tells nothing about it."""
    return bool(token) and hmac.compare_digest(hash_token(token), token_hash)
