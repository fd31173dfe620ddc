"""Whether the teacher helped, in one sentence that claims no more than the interval does."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from core.evaluate.scores import Interval, Scores
from core.spec import DistillSpec, MethodName

Outcome = Literal["better", "worse", "no_clear_difference"]
Helper = Literal["teacher", "smoothing", "nobody"]
"""Whose voice the distilled student hears besides the labels."""

WITHOUT_TEACHER: Mapping[MethodName, Helper] = MappingProxyType({"smoothing": "smoothing"})
"""Methods in which no teacher speaks, and what speaks instead."""

SUBJECTS: Mapping[Helper, str] = MappingProxyType(
    {"teacher": "The teacher", "smoothing": "Label smoothing", "nobody": "Distilling"}
)
HELP: Mapping[Helper, str] = MappingProxyType(
    {
        "teacher": "the teacher's help",
        "smoothing": "the help of label smoothing",
        "nobody": "the help of distilling",
    }
)

CHANCE_AUC = 0.5
LITTLE_AUC = 0.6
FEWEST_SEEDS = 2
FEWEST_DECIMALS = 3
MOST_DECIMALS = 6


@dataclass(frozen=True)
class Verdict:
    """Whether the teacher helped: distilled minus alone, with its interval and a sentence.

    ``nothing_to_learn`` is True when no model, teacher included, is clearly above chance.
    The sentence says so outright only where all intervals end close to chance; on few rows
    they are wide, and it says that nothing could be shown: then ``too_few_rows`` is True as
    well. ``helper`` is what the sentence credits or blames.
    """

    outcome: Outcome
    metric: str
    difference: Interval
    seeds: int
    sentence: str
    nothing_to_learn: bool
    too_few_rows: bool = False
    helper: Helper = "teacher"


def helper_of(distill: DistillSpec) -> Helper:
    """Say whose voice the distilled student hears; with alpha 0 it hears nobody's."""
    return "nobody" if distill.alpha == 0 else WITHOUT_TEACHER.get(distill.method, "teacher")


def judge(
    difference: Interval,
    distilled: Scores,
    alone: Scores,
    teacher: Scores,
    seeds: int,
    rows: int,
    helper: Helper = "teacher",
    headroom: Interval | None = None,
) -> Verdict:
    """Say whether the teacher helped, by AUC on the test rows.

    Parameters
    ----------
    difference : Interval
        AUC of the distilled student minus that of the student alone, paired.
    distilled, alone, teacher : Scores
        On the same test rows.
    seeds : int
        Repeats of each student; one alone never gives "better" or "worse".
    rows : int
        Test rows.
    helper : {"teacher", "smoothing", "nobody"}
        Whose voice the distilled student heard; see `helper_of`.
    headroom : Interval, optional
        AUC of the teacher minus that of the student alone, paired.

    Returns
    -------
    Verdict
        Better or worse only where the 95 % interval leaves zero out, several seeds were
        run, and at least one of the three models is clearly above chance.
    """
    nothing = all(model.auc.low <= CHANCE_AUC for model in (distilled, alone, teacher))
    outcome = "no_clear_difference" if nothing else _outcome(difference, seeds)
    basis = f"{seeds} {'seed' if seeds == 1 else 'seeds'}, {rows:,} test rows"
    highest = max(model.auc.high for model in (distilled, alone, teacher))
    if nothing:
        sentence = _nothing_sentence(distilled, alone, teacher, basis, highest)
    else:
        sentence = _sentence(outcome, difference, seeds, basis, helper)
        if helper == "teacher":
            sentence += _on_the_teacher(outcome, teacher, alone, headroom)
    few = nothing and highest > LITTLE_AUC
    return Verdict(outcome, "auc", difference, seeds, sentence, nothing, few, helper)


def _outcome(difference: Interval, seeds: int) -> Outcome:
    if seeds < FEWEST_SEEDS:
        return "no_clear_difference"
    if difference.low > 0:
        return "better"
    if difference.high < 0:
        return "worse"
    return "no_clear_difference"


def _sentence(
    outcome: Outcome, difference: Interval, seeds: int, basis: str, helper: Helper
) -> str:
    if math.isnan(difference.mean):
        return (
            "No clear difference: AUC cannot be computed, because some class has no row "
            f"among the test rows ({basis})."
        )
    if difference.low == difference.high == 0:
        if helper == "nobody":
            return (
                "No clear difference: with alpha 0 nobody teaches, and the distilled student is "
                f"the student alone ({basis})."
            )
        return (
            "No clear difference: the distilled student's AUC equals that of the student "
            f"alone in every repeat ({basis})."
        )
    finding = f"the distilled student's AUC is {_direction(difference)} alone"
    ends = _ends(difference)
    if outcome == "better":
        return f"{SUBJECTS[helper]} helped: {finding} (95 % interval {ends}, {basis})."
    if outcome == "worse":
        return f"{SUBJECTS[helper]} hurt: {finding} (95 % interval {ends}, {basis})."
    if seeds < FEWEST_SEEDS:
        return (
            f"No clear difference can be claimed: one seed cannot tell {HELP[helper]} "
            f"from luck. Here {finding} (95 % interval over test rows {ends}, {basis})."
        )
    return (
        f"No clear difference: {finding}, but the 95 % interval, {ends}, includes zero ({basis})."
    )


def _on_the_teacher(
    outcome: Outcome, teacher: Scores, alone: Scores, headroom: Interval | None
) -> str:
    """Say where the teacher knows nothing, or less than the student alone, which explains much."""
    found = teacher.auc.mean
    if teacher.auc.low <= CHANCE_AUC:
        is_sure = teacher.auc.high <= LITTLE_AUC and outcome != "better"
        so = ": there was nothing to be taught" if is_sure else ""
        return f" The teacher itself is not clearly above chance (AUC {found:.3f}){so}."
    if headroom is not None and headroom.high < 0:
        so = "" if outcome == "better" else ": there was little to be taught"
        both = f"AUC {found:.3f} against {alone.auc.mean:.3f}"
        return f" The teacher itself is worse than the student alone ({both}){so}."
    return ""


def _nothing_sentence(
    distilled: Scores, alone: Scores, teacher: Scores, basis: str, highest: float
) -> str:
    if highest > LITTLE_AUC:
        return (
            f"No clear difference: these test rows are too few to show that any model learned "
            f"something; every AUC interval reaches down to chance, {CHANCE_AUC}, or below, and "
            f"one up to {highest:.2f} ({basis})."
        )
    return (
        "There is nothing to learn here: neither the AUC of the teacher "
        f"({teacher.auc.mean:.3f}) nor of the student alone ({alone.auc.mean:.3f}) nor of the "
        f"distilled student ({distilled.auc.mean:.3f}) is clearly above chance, "
        f"{CHANCE_AUC} ({basis})."
    )


def _direction(difference: Interval) -> str:
    size = f"{abs(difference.mean):.{_decimals(difference)}f}"
    return f"{size} {'higher' if difference.mean >= 0 else 'lower'} than"


def _ends(difference: Interval) -> str:
    digits = _decimals(difference)
    return f"{difference.low:z.{digits}f} to {difference.high:z.{digits}f}"


def _decimals(difference: Interval) -> int:
    """Enough decimals that an end which leaves zero out does not read as zero."""
    if difference.contains(0):
        return FEWEST_DECIMALS
    nearest = min(abs(difference.low), abs(difference.high))
    for digits in range(FEWEST_DECIMALS, MOST_DECIMALS):
        if round(nearest, digits) > 0:
            return digits
    return MOST_DECIMALS
