"""One job at one moment, as every viewer sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

JobState = Literal[
    "queued", "running", "paused", "stopping", "done", "cancelled", "failed", "interrupted"
]

ENDED: frozenset[JobState] = frozenset({"done", "cancelled", "failed", "interrupted"})


@dataclass(frozen=True)
class JobSnapshot:
    """One job at one moment.

    ``position`` is 1 for the job that is next in the queue and 0 for one that is not in it; a
    paused job that is to go on while others run is in it again. ``started`` and
    ``finished`` are seconds since the epoch, ``seconds`` the time spent running without
    that spent paused. ``error`` is one plain sentence, empty while nothing is wrong.
    ``result`` is the last event of a job that is done. ``version`` is the number of events
    so far: two snapshots of one job with the same version hold the same events.
    ``interrupted`` is a job that the end of the server cut short.
    """

    id: str
    title: str
    owner: str
    state: JobState
    position: int
    events: tuple[object, ...]
    version: int
    started: float | None
    finished: float | None
    seconds: float
    error: str
    result: object | None

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in ENDED
