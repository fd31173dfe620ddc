"""How far a run is, read from what it has said so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from core.distill.reports import EpochReport
from core.lab.events import Stage, StageStarted

SHARE_AT_END: Mapping[Stage, float] = MappingProxyType(
    {"data": 0.05, "teacher": 0.2, "students": 0.65, "evaluate": 0.99}
)
EVALUATE_SECONDS = 4.0


@dataclass(frozen=True)
class Progress:
    """Where a run stands.

    ``share_done`` is below 1 until the result is there. ``epoch`` is 0 outside of training.
    ``seconds_left`` is None while there is nothing yet to estimate it from.
    """

    sentence: str
    share_done: float
    epoch: int
    epochs: int
    seconds_left: float | None


def progress_of(events: Sequence[object]) -> Progress:
    """Say how far a run is.

    Parameters
    ----------
    events : sequence of Event
        Everything the run has said, in order.

    Returns
    -------
    Progress
    """
    stage, report = _latest(events)
    if stage is None:
        return Progress("Getting ready", 0.0, 0, 0, None)
    if report is None:
        return Progress(stage.sentence, stage.share_done, 0, 0, None)
    within = report.epoch / report.epochs
    after = SHARE_AT_END[stage.stage] if stage.share_after is None else stage.share_after
    share = stage.share_done + within * (after - stage.share_done)
    left = _seconds_left(report) if stage.stage == "students" else None
    return Progress(stage.sentence, share, report.epoch, report.epochs, left)


def reports_of(events: Sequence[object]) -> tuple[EpochReport, ...]:
    """Return the epochs among the events of a run."""
    return tuple(event for event in events if isinstance(event, EpochReport))


def _latest(events: Sequence[object]) -> tuple[StageStarted | None, EpochReport | None]:
    """Return the stage that runs now, and its latest epoch."""
    report: EpochReport | None = None
    for event in reversed(events):
        if isinstance(event, StageStarted):
            return event, report
        if report is None and isinstance(event, EpochReport):
            report = event
    return None, report


def _seconds_left(report: EpochReport) -> float:
    pace = report.seconds / report.epoch
    return pace * (report.epochs - report.epoch) + EVALUATE_SECONDS
