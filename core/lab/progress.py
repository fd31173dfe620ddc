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
    ``seconds_left`` is that of the whole run, ``step_seconds_left`` that of the step that runs
    now; either is None while there is nothing yet to estimate it from. ``stage`` is None before
    the first. ``is_searching`` says that training choices are being searched for.
    """

    sentence: str
    share_done: float
    epoch: int
    epochs: int
    seconds_left: float | None
    step_seconds_left: float | None = None
    stage: Stage | None = None
    is_searching: bool = False


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
        return _before_epochs(stage)
    within = report.epoch / report.epochs
    after = SHARE_AT_END[stage.stage] if stage.share_after is None else stage.share_after
    share = stage.share_done + within * (after - stage.share_done)
    step = _step_seconds_left(report)
    left = step + EVALUATE_SECONDS if stage.stage == "students" else None
    place = (share, report.epoch, report.epochs)
    return Progress(stage.sentence, *place, left, step, stage.stage)


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


def _before_epochs(stage: StageStarted) -> Progress:
    """Return where a step stands that has no learning curve yet; a search never has one."""
    left = _step_seconds_left(stage) if stage.epoch else None
    is_searching = stage.is_epoch or stage.epochs > 0
    place = (stage.share_done, 0, 0)
    return Progress(stage.sentence, *place, None, left, stage.stage, is_searching)


def _step_seconds_left(said: StageStarted | EpochReport) -> float:
    return said.seconds / said.epoch * (said.epochs - said.epoch)
