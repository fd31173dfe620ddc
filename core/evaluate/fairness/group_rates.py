"""How often each group is favoured, and how often wrongly refused or accepted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from core.data.names import words_of
from core.evaluate.looks.defined import Defined, not_defined
from core.evaluate.scores import Array, Classes

RateName = Literal["selection", "error", "false_positive", "false_negative"]
RATES: tuple[RateName, ...] = ("selection", "error", "false_positive", "false_negative")
FEWEST_ROWS = 30
ADVERSE_WORDS = frozenset(
    {
        "bad", "default", "defaulted", "delinquent", "late", "fraud", "fraudulent", "arrears",
        "loss", "rejected", "refused", "declined", "denied", "churned",
    }
)  # fmt: skip
FAVOURABLE_WORDS = frozenset(
    {
        "good", "paid", "repaid", "current", "approved", "accepted", "granted", "performing",
        "ok", "legitimate",
    }
)  # fmt: skip
YES_WORDS = frozenset({"1", "yes", "true", "y", "t"})
NEGATIONS = frozenset({"no", "not", "non", "never"})


@dataclass(frozen=True)
class Favourable:
    """The class that a person wants to be given, and how it was recognised.

    Parameters
    ----------
    place : int
        Its number among the classes.
    name : str
    reason : str
        One sentence.
    """

    place: int
    name: str
    reason: str


def favourable_class(
    class_names: Sequence[str], target: Classes, target_column: str = ""
) -> Favourable:
    """Choose the outcome that favours a person; all other classes together do not.

    Parameters
    ----------
    class_names : sequence of str
    target : ndarray of shape (n_rows,), int64
        True classes; the most frequent one is taken where no name tells.
    target_column : str
        Name of the column that was predicted, empty where it is not known.

    Returns
    -------
    Favourable
    """
    by_name = [_leaning(name) for name in class_names]
    for leaning, why in ((1, "Its name says so."), (-1, "The name of the other class says so.")):
        fitting = [place for place, own in enumerate(by_name) if own == leaning]
        rest = [place for place, own in enumerate(by_name) if own != leaning]
        chosen = fitting if leaning == 1 else rest
        if len(fitting) and len(chosen) == 1:
            return Favourable(chosen[0], class_names[chosen[0]], why)
    yes = [place for place, name in enumerate(class_names) if name.lower() in YES_WORDS]
    if len(yes) == 1 and len(class_names) == 2:
        is_good = _leaning(target_column) == 1
        place = yes[0] if is_good else 1 - yes[0]
        why = (
            f"The column says that {class_names[yes[0]]} is the good outcome."
            if is_good
            else f"{class_names[yes[0]]} is taken to mean that something went wrong."
        )
        return Favourable(place, class_names[place], why)
    place = int(np.bincount(target, minlength=len(class_names)).argmax())
    return Favourable(place, class_names[place], "It is the most frequent outcome.")


def _leaning(name: str) -> int:
    """Return 1 for a good outcome, -1 for a bad one, 0 where the words do not tell."""
    words = set(words_of(name))
    leaning = bool(words & FAVOURABLE_WORDS) - bool(words & ADVERSE_WORDS)
    return -leaning if words & NEGATIONS else leaning


@dataclass(frozen=True)
class GroupRates:
    """One group of one attribute under one model, over seeds.

    Parameters
    ----------
    group : str
    rows, good_rows : int
        All rows, and those whose true outcome is favourable.
    selection : Defined
        Share that the model gives the favourable outcome.
    error : Defined
        Share given the wrong side, favourable or not.
    false_positive : Defined
        Of rows whose true outcome is favourable, the share refused: a positive is a bad outcome.
    false_negative : Defined
        Of rows whose true outcome is bad, the share accepted.
    adverse : Defined
        Share whose true outcome is bad, such as the default rate; no matter of the model.
    """

    group: str
    rows: int
    good_rows: int
    selection: Defined
    error: Defined
    false_positive: Defined
    false_negative: Defined
    adverse: Defined

    @property
    def is_too_small(self) -> bool:
        """Whether the group has too few rows to say anything about it."""
        return self.rows < FEWEST_ROWS

    def is_too_small_for(self, name: RateName) -> bool:
        """Whether too few rows count for one rate, such as bad ones for the share accepted."""
        return min(self.rows, rows_behind(name, self.rows, self.good_rows)) < FEWEST_ROWS

    def rate(self, name: RateName) -> Defined:
        """Return one of the model's rates."""
        found: Defined = getattr(self, name)
        return found


def rows_behind(name: RateName, rows: int, good_rows: int) -> int:
    """Return how many of a group's rows one rate is a share of."""
    if name == "false_positive":
        return good_rows
    return rows - good_rows if name == "false_negative" else rows


def rate_cells(is_good: NDArray[np.bool_], is_selected: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Return what has to be added up over rows to get the rates of one model.

    Parameters
    ----------
    is_good : ndarray of shape (n_rows,)
        Whether the true outcome is favourable.
    is_selected : ndarray of shape (n_rows,)
        Whether the model gives the favourable outcome.

    Returns
    -------
    ndarray of shape (n_rows, 4), float32
        One, favourable in truth, selected, and selected although bad.
    """
    columns = (np.ones_like(is_good), is_good, is_selected, is_selected & ~is_good)
    return np.stack(columns, axis=1).astype(np.float32)


def rates_of(sums: Array) -> Array:
    """Turn added-up `rate_cells` into rates.

    Parameters
    ----------
    sums : ndarray of shape (..., 4)

    Returns
    -------
    ndarray of shape (..., 4)
        In the order of `RATES`; NaN where no row counts.
    """
    rows, good, selected, accepted = np.moveaxis(np.asarray(sums, dtype=np.float64), -1, 0)
    refused = good - (selected - accepted)
    with np.errstate(divide="ignore", invalid="ignore"):
        columns = (
            selected / rows,
            (refused + accepted) / rows,
            refused / good,
            accepted / (rows - good),
        )
    return np.stack(columns, axis=-1)


def group_rates(group: str, sums: Array, why_not: str = "") -> GroupRates:
    """Put the rates of one group together, as means over seeds.

    Parameters
    ----------
    group : str
    sums : ndarray of shape (n_seeds, 4)
        Added-up `rate_cells` of its rows.
    why_not : str
        Why the model's answers cannot be counted; empty where they can.
    """
    rows, good = (int(count) for count in sums[0, :2])
    empty = "" if rows else "the group has no row"
    no_good = "" if good else "no row of the group has a good outcome"
    no_bad = "" if rows > good else "no row of the group has a bad outcome"
    means = rates_of(sums).mean(axis=0)
    rates = {
        name: not_defined(why_not or reason) if why_not or reason else Defined(float(mean))
        for name, mean, reason in zip(RATES, means, (empty, empty, no_good, no_bad), strict=True)
    }
    adverse = not_defined(empty) if empty else Defined((rows - good) / rows)
    return GroupRates(group, rows, good, adverse=adverse, **rates)
