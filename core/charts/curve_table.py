"""The learning curves in numbers, for those who cannot see the picture or want to copy it."""

from __future__ import annotations

from collections.abc import Callable

from core.distill.reports import EpochReport, LearnerReport, Role

MOST_ROWS = 12
HEADER = (
    "Epoch",
    "Teacher, validation loss",
    "Alone, label loss",
    "Distilled, label loss",
    "Distilled, teacher loss",
    "Alone, validation AUC",
    "Distilled, validation AUC",
)
VALUES: tuple[tuple[Role, Callable[[LearnerReport], float | None]], ...] = (
    ("teacher", lambda learner: learner.validation),
    ("alone", lambda learner: learner.hard),
    ("distilled", lambda learner: learner.hard),
    ("distilled", lambda learner: learner.soft),
    ("alone", lambda learner: learner.validation_auc),
    ("distilled", lambda learner: learner.validation_auc),
)
MISSING = "–"


def curve_table(
    reports: tuple[EpochReport, ...],
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return a header and a row for each of up to twelve epochs a phase, the newest last.

    Each number is the mean over seeds.
    """
    rows = []
    for phase in ("teacher", "students"):
        own = [report for report in reports if report.phase == phase]
        rows += [_row(report) for report in _evenly(own)]
    return HEADER, tuple(rows)


def _evenly(reports: list[EpochReport]) -> list[EpochReport]:
    step = -(-len(reports) // MOST_ROWS) or 1
    return [*reports[:-1:step], *reports[-1:]]


def _row(report: EpochReport) -> tuple[str, ...]:
    epoch = f"{report.epoch:,}" if report.phase == "students" else f"{report.epoch:,}, teacher"
    return (epoch, *(_mean(report, role, value) for role, value in VALUES))


def _mean(report: EpochReport, role: Role, value: Callable[[LearnerReport], float | None]) -> str:
    found = [v for x in report.learners if x.role == role and (v := value(x)) is not None]
    return f"{sum(found) / len(found):.4f}" if found else MISSING
