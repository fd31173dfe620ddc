"""Is the student within so many points of the teacher? Yes, no, or cannot tell."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from core.errors import SpecError
from core.evaluate.scores import Interval

Within = Literal["yes", "no", "cannot_tell"]
PointMetric = Literal["accuracy", "f1", "auc"]

POINTS_IN_ONE = 100
NAMES: dict[PointMetric, str] = {"accuracy": "accuracy", "f1": "macro F1", "auc": "AUC"}
FEWEST_DECIMALS = 2
MOST_DECIMALS = 6


@dataclass(frozen=True)
class NonInferiority:
    """Whether the student is within a margin of the teacher; a point is 0.01.

    ``difference`` is distilled minus teacher, as a share and not in points.
    """

    answer: Within
    margin_points: float
    difference: Interval
    sentence: str


def within_points(
    difference: Interval,
    margin_points: float,
    metric: PointMetric = "auc",
    seeds: int | None = None,
) -> NonInferiority:
    """Say whether the distilled student gives up less than a margin against the teacher.

    Parameters
    ----------
    difference : Interval
        The student's metric minus the teacher's; more is better.
    margin_points : float
        Points that may be given up; one point is 0.01.
    metric : str
        Named in the sentence.
    seeds : int, optional
        Repeats of the student; with one, the sentence says that it speaks of that one only.

    Returns
    -------
    NonInferiority
        Yes only where the whole 95 % interval lies above the margin's loss, no only where it
        lies below, so each of the two is wrong in at most 2.5 % of comparisons.

    Raises
    ------
    SpecError
        When the margin is not a number of points above zero.

    Notes
    -----
    The confidence interval form of a non-inferiority trial (Piaggio et al., 2012, CONSORT).
    """
    if not 0 < margin_points <= POINTS_IN_ONE:
        raise SpecError(
            f"The points that the student may give up lie above 0 and up to {POINTS_IN_ONE}",
            f"they are {margin_points:g}",
            "Choose a margin such as 1 point.",
        )
    largest_loss = -margin_points / POINTS_IN_ONE
    answer: Within = "cannot_tell"
    if difference.low > largest_loss:
        answer = "yes"
    elif difference.high < largest_loss:
        answer = "no"
    sentence = _sentence(answer, margin_points, difference, NAMES[metric])
    if seeds == 1 and not math.isnan(difference.low):
        sentence += " With one seed this holds for that one student, not for another training."
    return NonInferiority(answer, margin_points, difference, sentence)


def _sentence(answer: Within, margin: float, difference: Interval, metric: str) -> str:
    points = f"{margin:g} {'point' if margin == 1 else 'points'}"
    if math.isnan(difference.low) or math.isnan(difference.high):
        return (
            f"Cannot tell whether the student is within {points} of the teacher: "
            f"the difference in {metric} has no interval here."
        )
    numbers = _numbers(difference, margin, metric)
    if answer == "yes":
        return f"Yes, the student is within {points} of the teacher: {numbers}."
    if answer == "no":
        return f"No, the student is more than {points} below the teacher: {numbers}."
    return (
        f"Cannot tell whether the student is within {points} of the teacher: {numbers}, "
        f"which reaches to both sides of -{margin:g}."
    )


def _numbers(difference: Interval, margin: float, metric: str) -> str:
    mean, low, high = (
        POINTS_IN_ONE * end for end in (difference.mean, difference.low, difference.high)
    )
    digits = _decimals((low, high), margin)
    return (
        f"distilled minus teacher is {mean:+z.{digits}f} points of {metric} "
        f"(95 % interval {low:z.{digits}f} to {high:z.{digits}f})"
    )


def _decimals(ends: tuple[float, float], margin: float) -> int:
    """Enough decimals that an end does not read as the margin which it leaves out."""
    for digits in range(FEWEST_DECIMALS, MOST_DECIMALS):
        if all(round(end + margin, digits) != 0 for end in ends):
            return digits
    return MOST_DECIMALS
