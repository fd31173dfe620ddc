"""A number that exists, or the reason why it does not."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from core.evaluate.scores import Array, Classes


@dataclass(frozen=True)
class Defined:
    """A number, or NaN with the reason why there is none.

    Parameters
    ----------
    value : float
        NaN where the number is not defined.
    reason : str
        A clause without a full stop, such as "all 20 test rows belong to 'paid'"; empty
        where the number exists.

    Raises
    ------
    ValueError
        When a number has a reason, or NaN has none.
    """

    value: float
    reason: str = ""

    def __post_init__(self) -> None:
        """Hold the promise that exactly one of the two is there."""
        if math.isnan(self.value) != bool(self.reason):
            raise ValueError("NaN must have a reason and a number must have none")

    @property
    def is_defined(self) -> bool:
        """Whether the number exists."""
        return not self.reason

    def worded(self, decimals: int = 3) -> str:
        """Write the number with some decimals, or "not defined" and why."""
        return f"not defined, {self.reason}" if self.reason else f"{self.value:z.{decimals}f}"


def not_defined(reason: str) -> Defined:
    """Return a number that does not exist."""
    return Defined(math.nan, reason)


def defined_unless(reason: str, number: Callable[[], float]) -> Defined:
    """Work the number out only where nothing speaks against it.

    Parameters
    ----------
    reason : str
        Why it does not exist; empty where it does.
    number : callable
        Not called where there is a reason.
    """
    return not_defined(reason) if reason else Defined(float(number()))


def mean_of(numbers: Sequence[Defined]) -> Defined:
    """Average the numbers that exist; not defined, for the first reason, where none does."""
    found = [number.value for number in numbers if number.is_defined]
    if found:
        return Defined(float(np.mean(found)))
    return numbers[0] if numbers else not_defined("there is nothing to average")


def why_no_answers(probabilities: Array, rows_called: str = "test rows") -> str:
    """Say why nothing can be computed from probabilities; empty where it can.

    Parameters
    ----------
    probabilities : ndarray of shape (n_rows, n_classes)
    rows_called : str
        What the reader calls these rows.
    """
    if len(probabilities) == 0:
        return f"there are no {rows_called}"
    broken = int((~np.isfinite(probabilities)).any(axis=1).sum())
    if broken:
        return (
            f"the model gives no probability for {broken:,} of {len(probabilities):,} "
            f"{rows_called}; its training may have diverged"
        )
    return ""


def why_one_class(
    target: Classes, class_names: Sequence[str], rows_called: str = "test rows"
) -> str:
    """Say that rows hold one class only, or none; empty where they hold two or more."""
    present = np.unique(target)
    if len(present) > 1:
        return ""
    if len(present) == 0:
        return f"there are no {rows_called}"
    return f"all {len(target):,} {rows_called} belong to {class_names[int(present[0])]!r}"


def why_not_against_the_rest(
    target: Classes, class_names: Sequence[str], judged: int, rows_called: str = "test rows"
) -> str:
    """Say why one class cannot be told from the rest; empty where rows of both are there."""
    reason = why_one_class(target, class_names, rows_called)
    if not reason and not np.any(target == judged):
        return f"no {rows_called.removesuffix('s')} belongs to {class_names[judged]!r}"
    return reason
