"""How many settings were tried on the same rows, and whether the verdict survives that."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Self

from scipy import stats

from core.evaluate.luck.intervals import COVERAGE
from core.evaluate.scores import Interval
from core.evaluate.verdict import Verdict

Fate = Literal["survives", "no longer clear", "nothing claimed"]

FEWEST_DECIMALS = 3
MOST_DECIMALS = 6


@dataclass(frozen=True)
class Attempt:
    """What tells one finished run from another.

    Parameters
    ----------
    data : str
        Fingerprint of the rows, the same for all runs on the same data.
    question : str
        What was asked of them, such as "risk, 10 sessions ahead".
    settings : str
        Fingerprint of all other choices. A run repeated with the same choices gives the
        same numbers, so it is no further try.
    """

    data: str
    question: str
    settings: str


@dataclass(frozen=True)
class Tries:
    """Finished runs on the same data and question.

    Parameters
    ----------
    count : int
        Different settings among them, the run that is looked at included.
    runs : int
        All finished runs, repeats included.
    """

    count: int
    runs: int

    @classmethod
    def of(cls, this: Attempt, finished: Iterable[Attempt]) -> Self:
        """Count the finished runs that asked the same; `this` counts once, listed or not."""
        same = [one for one in finished if (one.data, one.question) == (this.data, this.question)]
        settings = {one.settings for one in same}
        unlisted = this.settings not in settings
        return cls(len(settings) + unlisted, len(same) + unlisted)

    @property
    def coverage(self) -> float:
        """Coverage that each interval needs so that all together keep 95 %."""
        return 1 - (1 - COVERAGE) / max(1, self.count)

    @property
    def sentence(self) -> str:
        """What stands beside the verdict."""
        if self.count <= 1:
            return "This is the only setting tried on these rows and this question so far."
        return (
            f"{self.count:,} different settings were tried on these rows and this question, "
            f"in {self.runs:,} finished runs; the best of many looks better than it is."
        )


@dataclass(frozen=True)
class AfterTries:
    """A verdict looked at again, with the interval widened for the number of tries."""

    tries: Tries
    difference: Interval
    fate: Fate
    sentence: str


def after_tries(verdict: Verdict, tries: Tries) -> AfterTries:
    """Say whether a verdict still stands when it may be the best of several.

    Parameters
    ----------
    verdict : Verdict
    tries : Tries

    Returns
    -------
    AfterTries
        The verdict survives where the widened interval still leaves zero out.
    """
    wider = widened(verdict.difference, tries)
    fate = _fate(verdict, wider)
    return AfterTries(tries, wider, fate, f"{tries.sentence}{_finding(fate, wider, tries)}")


def widened(found: Interval, tries: Tries) -> Interval:
    """Widen a 95 % interval to the coverage that the number of tries asks for.

    Parameters
    ----------
    found : Interval
    tries : Tries

    Returns
    -------
    Interval
        The same mean; NaN stays NaN.

    Notes
    -----
    Bonferroni's correction (Dunn, 1961): with n tries each interval must cover
    1 - 0.05 / n. Each side keeps its own length, times the ratio of the normal quantiles
    of the two coverages, so a skewed interval stays skewed. Where few seeds or blocks of
    days give it the heavier tails of Student's t, the true factor is somewhat larger.
    """
    factor = _quantile(tries.coverage) / _quantile(COVERAGE)
    return Interval(
        found.mean,
        found.mean - factor * (found.mean - found.low),
        found.mean + factor * (found.high - found.mean),
    )


def _quantile(coverage: float) -> float:
    return float(stats.norm.isf((1 - coverage) / 2))


def _fate(verdict: Verdict, wider: Interval) -> Fate:
    if verdict.outcome == "no_clear_difference":
        return "nothing claimed"
    clear = wider.low > 0 if verdict.outcome == "better" else wider.high < 0
    return "survives" if clear else "no longer clear"


def _finding(fate: Fate, wider: Interval, tries: Tries) -> str:
    if tries.count <= 1:
        return ""
    if math.isnan(wider.low) or math.isnan(wider.high):
        return " The difference has no interval to widen."
    ends = _ends(wider)
    if fate == "survives":
        return f" The verdict survives that: widened for it, the interval, {ends}, excludes zero."
    if fate == "no longer clear":
        return (
            f" Widened for that, the interval, {ends}, includes zero, "
            "so the difference is no longer clear."
        )
    return f" No difference was claimed; widened for that, the interval is {ends}."


def _ends(wider: Interval) -> str:
    digits = FEWEST_DECIMALS
    if not wider.contains(0):
        nearest = min(abs(wider.low), abs(wider.high))
        while digits < MOST_DECIMALS and round(nearest, digits) == 0:
            digits += 1
    return f"{wider.low:z.{digits}f} to {wider.high:z.{digits}f}"
