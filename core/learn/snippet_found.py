"""What the snippet's mistakes were found to do: result objects, which charts may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.evaluate.scores import Interval
from core.learn.snippet_mistakes import Mistake

Kind = Literal["number", "count", "size", "time", "share"]


@dataclass(frozen=True)
class Reading:
    """One number of both sides; NaN is what was found, None means that there is no such thing."""

    label: str
    wrong: float | None
    right: float | None
    kind: Kind = "number"


@dataclass(frozen=True)
class Outcome:
    """What came of training with a recipe, over all seeds.

    Parameters
    ----------
    auc, log_loss : Interval
        On the test rows.
    difference : Interval
        Its AUC minus that of the right recipe, paired by seed and test row.
    """

    auc: Interval
    log_loss: Interval
    difference: Interval


@dataclass(frozen=True)
class Found:
    """One mistake with what it did, at the first step and after training."""

    mistake: Mistake
    readings: tuple[Reading, ...]
    outcome: Outcome


@dataclass(frozen=True)
class Snippet:
    """All mistakes beside the mended snippet, on the same rows and seeds.

    Parameters
    ----------
    found : tuple of Found
    right : Outcome
        The mended snippet; its difference is zero.
    together : Outcome
        All six mistakes at once.
    rows, test_rows, teacher_rows : int
        What students and teacher learned from, and what the scores are of.
    seeds : int
    steps : int
        Training steps of each student.
    seconds : float
        Wall time of all of it.
    """

    found: tuple[Found, ...]
    right: Outcome
    together: Outcome
    rows: int
    test_rows: int
    teacher_rows: int
    seeds: int
    steps: int
    seconds: float
