"""What to do next, in one plain sentence that promises nothing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from core.evaluate.luck.non_inferiority import POINTS_IN_ONE, Within, within_points
from core.evaluate.scores import Interval
from core.evaluate.trade_off import HARDLY, Measured
from core.evaluate.verdict import FEWEST_SEEDS, LITTLE_AUC, SUBJECTS, Verdict

Step = Literal[
    "mend the measurement",
    "do not deploy",
    "more rows",
    "more seeds",
    "deploy the distilled student",
    "take the student alone",
    "keep the teacher",
    "larger student",
    "stronger teacher",
    "more evidence",
]

USUAL_MARGIN_POINTS = 1.0
LITTLE_GAIN_POINTS = 0.5
FEWEST_DECIMALS = 2


@dataclass(frozen=True)
class NextStep:
    """What to do next, as a name and as a sentence."""

    step: Step
    sentence: str


def next_step(
    verdict: Verdict,
    headroom: Interval | None,
    against_teacher: Interval | None,
    distilled: Measured,
    teacher: Measured,
    margin_points: float = USUAL_MARGIN_POINTS,
) -> NextStep:
    """Say what a run speaks for doing next.

    Parameters
    ----------
    verdict : Verdict
        Whether the teacher helped.
    headroom : Interval or None
        AUC of the teacher minus that of the student alone; None where it was not kept.
    against_teacher : Interval or None
        AUC of the distilled student minus the teacher's; None where it was not kept.
    distilled, teacher : Measured
        Both columns, for sizes and times. Alone costs what the distilled student costs.
    margin_points : float
        Points of AUC that a student may give up and still stand in for the teacher.

    Returns
    -------
    NextStep

    Raises
    ------
    SpecError
        When the margin is not a number of points above zero.
    """
    if not _known(verdict.difference):
        return _unmeasured()
    if verdict.nothing_to_learn:
        return _nothing(distilled, teacher)
    if verdict.seeds < FEWEST_SEEDS:
        return NextStep(
            "more seeds", "Run again with more seeds: one seed cannot tell help from luck."
        )
    if verdict.outcome == "worse":
        return _after_harm(verdict, headroom, distilled, teacher)
    if verdict.outcome == "better":
        return _after_help(verdict, against_teacher, distilled, teacher, margin_points)
    return _without_difference(verdict, headroom, distilled, teacher)


def _unmeasured() -> NextStep:
    return NextStep(
        "mend the measurement",
        "Do not deploy yet: the difference in AUC is not defined here; make sure that every "
        "class has test rows and that no training diverged, then run again.",
    )


def _nothing(distilled: Measured, teacher: Measured) -> NextStep:
    highest = max(distilled.scores.auc.high, teacher.scores.auc.high)
    if highest > LITTLE_AUC:
        return NextStep(
            "more rows",
            "Do not deploy: no model is clearly above chance on so few test rows; "
            "add rows and run again.",
        )
    return NextStep(
        "do not deploy",
        "Do not deploy: no model is clearly above chance; try other columns or another question.",
    )


def _after_harm(
    verdict: Verdict, headroom: Interval | None, distilled: Measured, teacher: Measured
) -> NextStep:
    if not _saves(distilled, teacher) and not _beats(headroom):
        return _keep_teacher()
    return NextStep(
        "take the student alone",
        f"Take the student alone: {_spoken(verdict)} cost it {_points(-verdict.difference.mean)} "
        "points of AUC; another teacher or method may do better.",
    )


def _after_help(
    verdict: Verdict,
    against_teacher: Interval | None,
    distilled: Measured,
    teacher: Measured,
    margin: float,
) -> NextStep:
    helper = _spoken(verdict)
    found = against_teacher or Interval(math.nan, math.nan, math.nan)
    answer: Within = within_points(found, margin).answer
    if not _saves(distilled, teacher) and not found.low > 0:
        return _keep_teacher()
    limit = f"{margin:g} {'point' if margin == 1 else 'points'}"
    if answer == "yes":
        return NextStep(
            "deploy the distilled student",
            f"Deploy the distilled student: {helper} helped it, and it is within {limit} "
            f"of AUC of the teacher ({_ends(found)}); watch it on new data.",
        )
    if answer == "no":
        return NextStep(
            "larger student",
            f"Try a larger student: {helper} helped, but this one is more than {limit} of "
            f"AUC below it ({_ends(found)}); deploy it only where its size or speed is worth that.",
        )
    known = f" ({_ends(found)})" if _known(found) else ""
    return NextStep(
        "more evidence",
        f"Add test rows or seeds before deploying: {helper} helped, but whether the student "
        f"is within {limit} of AUC of the teacher is not known yet{known}.",
    )


def _spoken(verdict: Verdict) -> str:
    """Name what is credited or blamed, inside a sentence."""
    subject = SUBJECTS[verdict.helper]
    return subject[0].lower() + subject[1:]


def _without_difference(
    verdict: Verdict, headroom: Interval | None, distilled: Measured, teacher: Measured
) -> NextStep:
    room = headroom if headroom is not None and _known(headroom) else None
    if not _saves(distilled, teacher) and not _beats(room):
        return _keep_teacher()
    most = verdict.difference.high * POINTS_IN_ONE
    if most < LITTLE_GAIN_POINTS:
        return NextStep(
            "take the student alone",
            "Take the student alone: it is simpler, and distilling adds at most "
            f"{_points(max(0.0, verdict.difference.high))} points of AUC here.",
        )
    if room and not room.low > 0:
        return NextStep(
            "stronger teacher",
            "Try a stronger teacher, or take the student alone: this teacher is not clearly "
            f"better than the student alone ({_ends(room)}).",
        )
    return NextStep(
        "more evidence",
        "Add seeds or test rows before deciding: distilling may add up to "
        f"{_points(verdict.difference.high)} points of AUC, or nothing.",
    )


def _keep_teacher() -> NextStep:
    return NextStep(
        "keep the teacher",
        "Keep the teacher, or try a smaller student: this student is neither smaller nor faster.",
    )


def _saves(distilled: Measured, teacher: Measured) -> bool:
    """Whether the student is clearly smaller or faster; never where nothing was measured."""
    pairs = (
        (distilled.cost.size_bytes, teacher.cost.size_bytes),
        (distilled.latency.one_row_ms, teacher.latency.one_row_ms),
        (distilled.latency.batch_ms, teacher.latency.batch_ms),
    )
    return any(theirs > HARDLY * ours for ours, theirs in pairs)


def _beats(headroom: Interval | None) -> bool:
    """Whether the student alone is clearly better than the teacher."""
    return headroom is not None and headroom.high < 0


def _known(found: Interval) -> bool:
    return all(math.isfinite(number) for number in (found.mean, found.low, found.high))


def _points(share: float) -> str:
    """Write a share in points, with enough digits that it does not read as zero."""
    points = share * POINTS_IN_ONE
    digits = FEWEST_DECIMALS
    while points and round(points, digits) == 0 and digits < 2 * FEWEST_DECIMALS:
        digits += 1
    return f"{points:z.{digits}f}"


def _ends(found: Interval) -> str:
    return f"95 % interval {_points(found.low)} to {_points(found.high)} points"
