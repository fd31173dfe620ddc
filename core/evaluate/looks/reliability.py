"""Whether a probability means what it says: told and seen shares, bin by bin."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.stats import binomtest

from core.evaluate.looks.defined import Defined, not_defined, why_no_answers
from core.evaluate.scores import Array, Classes

Binning = Literal["quantile", "equal"]

N_BINS = 10
CONFIDENCE = 0.95


@dataclass(frozen=True)
class ReliabilityBin:
    """Rows that were told nearly the same probability.

    ``told`` is their mean probability, ``seen`` the share of them for which it came true,
    ``low`` and ``high`` its 95 % interval, NaN where rows are not independent.
    """

    rows: int
    told: float
    seen: float
    low: float
    high: float


@dataclass(frozen=True)
class Reliability:
    """One model's calibration.

    Parameters
    ----------
    judged : str
        Class whose probability is judged; empty means the class that each row was given.
    rows : int
    bins : tuple of ReliabilityBin
        From the lowest probability to the highest, none empty.
    gap : Defined
        Mean over rows of the distance between told and seen in the row's bin.
    """

    judged: str
    rows: int
    bins: tuple[ReliabilityBin, ...]
    gap: Defined

    @property
    def has_intervals(self) -> bool:
        """Whether the bins have intervals."""
        return any(math.isfinite(found.low) for found in self.bins)


def reliability(
    target: Classes,
    probabilities: Array,
    class_names: Sequence[str],
    judged: int | None = None,
    binning: Binning = "quantile",
    n_bins: int = N_BINS,
    rows_are_independent: bool = True,
) -> Reliability:
    """Compare told probabilities with what came true.

    Parameters
    ----------
    target : ndarray of shape (n_rows,), int64
    probabilities : ndarray of shape (n_rows, n_classes), float64
    class_names : sequence of str
    judged : int, optional
        Class to judge; if left out, the second of two classes, or of three and more the
        class that each row was given.
    binning : str
        "quantile": bins of nearly equal row counts; "equal": bins of equal width.
    n_bins : int
        Most bins; empty ones are left out.
    rows_are_independent : bool
        False for market rows, whose labels overlap: the interval would be far too narrow,
        so there is none.

    Returns
    -------
    Reliability
        Bins as in `sklearn.calibration.calibration_curve`; intervals by Wilson (1927).
    """
    position = 1 if judged is None and len(class_names) == 2 else judged
    name = "" if position is None else class_names[position]
    reason = why_no_answers(probabilities)
    if reason:
        return Reliability(name, len(target), (), not_defined(reason))
    if position is None:
        told = probabilities.max(axis=1)
        came_true = probabilities.argmax(axis=1) == target
    else:
        told, came_true = probabilities[:, position], target == position
    places = np.searchsorted(_inner_ends(told, binning, n_bins), told)
    bins = tuple(
        _bin(told[places == place], came_true[places == place], rows_are_independent)
        for place in np.unique(places)
    )
    gap = sum(found.rows * abs(found.told - found.seen) for found in bins) / len(target)
    return Reliability(name, len(target), bins, Defined(float(gap)))


def _inner_ends(told: Array, binning: Binning, n_bins: int) -> Array:
    shares = np.linspace(0.0, 1.0, n_bins + 1)
    ends: Array = np.quantile(told, shares) if binning == "quantile" else shares
    return ends[1:-1]


def _bin(told: Array, came_true: Array, rows_are_independent: bool) -> ReliabilityBin:
    rows, hits = len(told), int(np.count_nonzero(came_true))
    low = high = math.nan
    if rows_are_independent:
        ends = binomtest(hits, rows).proportion_ci(CONFIDENCE, "wilson")
        low, high = float(ends.low), float(ends.high)
    return ReliabilityBin(rows, float(told.mean()), hits / rows, low, high)
