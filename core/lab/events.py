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
    ``epochs`` is how many epochs a search for training choices takes, 0 where none is begun;
    ``is_epoch`` says that one of them is done, ``epoch`` which one, and ``seconds`` the time
    since the search began.
    """

    stage: Stage
    share_done: float
    sentence: str
    share_after: float | None = None
    is_epoch: bool = False
    epoch: int = 0
    epochs: int = 0
    seconds: float = 0.0


@dataclass(frozen=True)
class Warned:
    """Something about the rows or the choices to look at; training goes on."""

    sentence: str


Event = StageStarted | Warned | EpochReport | Result
