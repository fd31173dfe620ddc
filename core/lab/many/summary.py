"""What many runs say together, and no more than they do."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
from scipy import stats

from core.evaluate.luck.intervals import COVERAGE
from core.evaluate.luck.tries import Tries, widened
from core.evaluate.scores import Interval
from core.evaluate.verdict import FEWEST_SEEDS
from core.lab.many.outcome import RowTold, Scored
from core.spec import MARKET_TASKS
from core.spec.many import ManySpec


def scored_of(rows: Iterable[RowTold]) -> tuple[Scored, ...]:
    """Return what could be scored, with a difference that is a number."""
    found = (row.scored for row in rows if row.scored is not None)
    return tuple(one for one in found if math.isfinite(one.verdict.difference.mean))


def is_clear(scored: Scored, n_items: int) -> bool:
    """Whether an item differs clearly although it is one of many (Bonferroni's correction)."""
    verdict = scored.verdict
    if verdict.nothing_to_learn or verdict.seeds < FEWEST_SEEDS:
        return False
    found = widened(verdict.difference, Tries(n_items, n_items))
    return found.low > 0 or found.high < 0


def count_clear(rows: Iterable[RowTold]) -> tuple[int, int]:
    """Count the items in which the distilled student is clearly better, and clearly worse."""
    scored = scored_of(rows)
    clear = [one.verdict.difference.mean > 0 for one in scored if is_clear(one, len(scored))]
    return clear.count(True), clear.count(False)


def mean_difference(rows: Iterable[RowTold]) -> Interval:
    """Return the mean difference over items, each counting once, with its 95 % interval.

    Notes
    -----
    Student's t over items, which are taken as independent draws; NaN ends with fewer than two.
    """
    found = np.array([one.verdict.difference.mean for one in scored_of(rows)])
    if len(found) == 0:
        return Interval(math.nan, math.nan, math.nan)
    mean = float(found.mean())
    if len(found) < 2:
        return Interval(mean, math.nan, math.nan)
    quantile = float(stats.t.ppf(1 - (1 - COVERAGE) / 2, len(found) - 1))
    half = quantile * float(found.std(ddof=1)) / math.sqrt(len(found))
    return Interval(mean, mean - half, mean + half)


def summary_sentence(spec: ManySpec, rows: tuple[RowTold, ...]) -> str:
    """Say in how many items teaching helped, and by how much over all of them."""
    n_scored, n_failed = len(scored_of(rows)), sum(row.state == "failed" for row in rows)
    failed = f" {n_failed} of {len(rows)} could not be run." if n_failed else ""
    if n_scored == 0:
        return f"Nothing can be said: no item has a score.{failed}"
    better, worse = count_clear(rows)
    counted = (
        f"The distilled student is clearly better than the student alone in {better} of "
        f"{n_scored} and clearly worse in {worse}, each interval widened for their number."
    )
    together = _together(mean_difference(rows), n_scored)
    moved = ""
    if n_scored > 1 and spec.run.task.name in MARKET_TASKS:
        moved = " Securities move together, so the true interval is wider."
    return f"{counted} {together}{moved}{failed}"


def _together(mean: Interval, n_scored: int) -> str:
    if n_scored < 2:
        return f"Its difference in AUC is {mean.mean:+.3f}."
    ends = f"95 % interval over them {mean.low:z.3f} to {mean.high:z.3f}"
    clear = "" if mean.low > 0 or mean.high < 0 else ", which includes zero"
    return f"On average the difference in AUC is {mean.mean:+z.3f} ({ends}{clear})."
