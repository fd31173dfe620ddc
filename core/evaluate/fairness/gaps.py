"""The largest difference between groups in each rate, and how two models' gaps differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from core.evaluate.fairness.group_rates import FEWEST_ROWS, RATES, GroupRates, RateName, rows_behind
from core.evaluate.luck.intervals import interval
from core.evaluate.scores import Array, Interval

ROWS_WITH: Mapping[RateName, str] = MappingProxyType(
    {
        "false_positive": " with a good outcome",
        "false_negative": " with a bad outcome",
    }
)
NO_INTERVAL = Interval(float("nan"), float("nan"), float("nan"))


@dataclass(frozen=True)
class Gap:
    """The largest difference between two groups in one rate of one model.

    Parameters
    ----------
    rate : RateName
    highest, lowest : str
        The two groups; empty where there is no gap.
    difference : Interval
        Highest minus lowest. The two groups are those of the full test set, so where many
        groups are compared the interval lies somewhat too far from zero.
    reason : str
        Why there is none; empty where there is one.
    """

    rate: RateName
    highest: str
    lowest: str
    difference: Interval
    reason: str = ""


@dataclass(frozen=True)
class GapChange:
    """One gap of a model minus the same gap of another, paired by seed and resampled rows."""

    rate: RateName
    difference: Interval
    reason: str = ""

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves zero out."""
        return not self.reason and not self.difference.contains(0.0)


@dataclass(frozen=True)
class GroupedRates:
    """Rates of one model by group, on the full test set and on every resample of its rows.

    Parameters
    ----------
    groups : tuple of GroupRates
    full : ndarray of shape (n_seeds, n_groups, 4)
        In the order of `RATES`; NaN where no row counts.
    resampled : ndarray of shape (n_resamples, n_seeds, n_groups, 4)
    why_not : str
        Why the model's answers cannot be counted; empty where they can.
    """

    groups: tuple[GroupRates, ...]
    full: Array
    resampled: Array
    why_not: str = ""


@dataclass(frozen=True)
class _Signed:
    """Highest minus lowest group: by seed, and by resample and seed."""

    highest: int
    lowest: int
    full: Array
    resampled: Array
    units: float


def gap(rates: GroupedRates, rate: RateName) -> Gap:
    """Find the groups furthest apart among those with 30 rows that the rate is a share of.

    Parameters
    ----------
    rates : GroupedRates
    rate : RateName

    Returns
    -------
    Gap
        Not defined where fewer than two groups are large enough.
    """
    signed = _signed(rates, rate)
    if isinstance(signed, str):
        return Gap(rate, "", "", NO_INTERVAL, signed)
    found = interval(signed.resampled, signed.full, signed.units)
    highest, lowest = rates.groups[signed.highest], rates.groups[signed.lowest]
    return Gap(rate, highest.group, lowest.group, _within(found))


def gap_change(rates: GroupedRates, other: GroupedRates, rate: RateName) -> GapChange:
    """Return how much larger the gap of one model is than that of another.

    Parameters
    ----------
    rates, other : GroupedRates
        Of the same groups, on the same resamples.
    rate : RateName
    """
    signed, reference = _signed(rates, rate), _signed(other, rate)
    if isinstance(signed, str):
        return GapChange(rate, NO_INTERVAL, signed)
    if isinstance(reference, str):
        return GapChange(rate, NO_INTERVAL, reference)
    found = interval(
        signed.resampled - reference.resampled,
        signed.full - reference.full,
        min(signed.units, reference.units),
    )
    return GapChange(rate, _within(found))


def _signed(rates: GroupedRates, rate: RateName) -> _Signed | str:
    """Return the widest pair of groups, or why there is none."""
    if rates.why_not:
        return rates.why_not
    counts = np.array([rows_behind(rate, one.rows, one.good_rows) for one in rates.groups])
    usable = np.flatnonzero(counts >= FEWEST_ROWS)
    if len(usable) < 2:
        return f"fewer than two groups have {FEWEST_ROWS} rows{ROWS_WITH.get(rate, '')}"
    place = RATES.index(rate)
    means = rates.full[:, :, place].mean(axis=0)
    ordered = usable[np.argsort(means[usable], kind="stable")]
    lowest, highest = int(ordered[0]), int(ordered[-1])
    return _Signed(
        highest,
        lowest,
        rates.full[:, highest, place] - rates.full[:, lowest, place],
        rates.resampled[:, :, highest, place] - rates.resampled[:, :, lowest, place],
        float(min(counts[highest], counts[lowest])),
    )


def _within(found: Interval) -> Interval:
    low, high = np.clip((found.low, found.high), -1.0, 1.0)
    return Interval(found.mean, float(low), float(high))
