"""Whether the teacher helped, in one sentence that claims no more than the interval does."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from core.evaluate.scores import Interval, Scores

Outcome = Literal["better", "worse", "no_clear_difference"]

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
    they are wide, and it says that nothing could be shown.
    """

    outcome: Outcome
    metric: str
    difference: Interval
    seeds: int
    sentence: str
    nothing_to_learn: bool


def judge(
    difference: Interval, distilled: Scores, alone: Scores, teacher: Scores, seeds: int, rows: int
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

    Returns
    -------
    Verdict
        Better or worse only where the 95 % interval leaves zero out, several seeds were
        run, and at least one of the three models is clearly above chance.
    """
    nothing = all(model.auc.low <= CHANCE_AUC for model in (distilled, alone, teacher))
    outcome = "no_clear_difference" if nothing else _outcome(difference, seeds)
    basis = f"{seeds} {'seed' if seeds == 1 else 'seeds'}, {rows:,} test rows"
    if nothing:
        sentence = _nothing_sentence(distilled, alone, teacher, basis)
    else:
        sentence = _sentence(outcome, difference, seeds, basis)
    return Verdict(outcome, "auc", difference, seeds, sentence, nothing)


def _outcome(difference: Interval, seeds: int) -> Outcome:
    if seeds < FEWEST_SEEDS:
        return "no_clear_difference"
    if difference.low > 0:
        return "better"
    if difference.high < 0:
        return "worse"
    return "no_clear_difference"


def _sentence(outcome: Outcome, difference: Interval, seeds: int, basis: str) -> str:
    if math.isnan(difference.mean):
        return (
            "No clear difference: AUC cannot be computed, because some class has no row "
            f"among the test rows ({basis})."
        )
    if difference.low == difference.high == 0:
        return (
            "No clear difference: the distilled student's AUC equals that of the student "
            f"alone in every repeat ({basis})."
        )
    finding = f"the distilled student's AUC is {_direction(difference)} alone"
    ends = _ends(difference)
    if outcome == "better":
        return f"The teacher helped: {finding} (95 % interval {ends}, {basis})."
    if outcome == "worse":
        return f"The teacher hurt: {finding} (95 % interval {ends}, {basis})."
    if seeds < FEWEST_SEEDS:
        return (
            "No clear difference can be claimed: one seed cannot tell the teacher's help "
            f"from luck. Here {finding} (95 % interval over test rows {ends}, {basis})."
        )
    return (
        f"No clear difference: {finding}, but the 95 % interval, {ends}, includes zero ({basis})."
    )


def _nothing_sentence(distilled: Scores, alone: Scores, teacher: Scores, basis: str) -> str:
    models = (distilled, alone, teacher)
    if max(model.auc.high for model in models) > LITTLE_AUC:
        return (
            f"No clear difference: these test rows are too few to show that any model learned "
            f"something; every AUC interval reaches down to chance, {CHANCE_AUC}, or below, and "
            f"one up to {max(model.auc.high for model in models):.2f} ({basis})."
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
