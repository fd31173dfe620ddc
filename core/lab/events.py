"""What a run says while it goes on; the last event is the `Result`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.distill.reports import EpochReport
from core.lab.result import Result

Stage = Literal["data", "teacher", "students", "evaluate"]


@dataclass(frozen=True)
class StageStarted:
    """A stage began, or a step of it.

    ``share_done`` is the share of the whole run that lies behind, 0 to 1, and ``share_after``
    the share once the epochs that follow are done, where that is not the end of the stage.
    """

    stage: Stage
    share_done: float
    sentence: str
    share_after: float | None = None


@dataclass(frozen=True)
class Warned:
    """Something about the rows or the choices to look at; training goes on."""

    sentence: str


Event = StageStarted | Warned | EpochReport | Result
