"""What stands beside the verdict: what to do next, and whether the student is close enough."""

from __future__ import annotations

from core.evaluate.luck.non_inferiority import NonInferiority, within_points
from core.evaluate.next_step import NextStep, next_step
from core.evaluate.scores import Interval
from core.evaluate.verdict import Verdict
from core.lab.result import Result


def next_step_of(result: Result) -> NextStep:
    """Say what a run speaks for doing next."""
    return next_step(
        result.verdict, result.headroom, result.against_teacher, result.distilled, result.teacher
    )


def close_enough(result: Result, margin_points: float) -> tuple[NonInferiority, ...]:
    """Say whether the student is within so many points of the teacher, by AUC and accuracy.

    Parameters
    ----------
    result : Result
    margin_points : float
        Points that the student may give up: hundredths of AUC, or percent of rows.

    Returns
    -------
    tuple of NonInferiority
        By AUC, then by accuracy where the run kept that.

    Raises
    ------
    SpecError
        When the margin is not above 0 and at most 100.
    """
    verdict: Verdict = result.verdict
    found = [within_points(result.against_teacher, margin_points, "auc", verdict.seeds)]
    accuracy: Interval | None = result.accuracy_against_teacher
    if accuracy is not None:
        found.append(within_points(accuracy, margin_points, "accuracy", verdict.seeds))
    return tuple(found)
