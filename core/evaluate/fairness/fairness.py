"""Whether groups that the law protects fare differently, and whether distilling changed that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from core.evaluate.compare import Answers
from core.evaluate.fairness.gaps import Gap, GapChange, GroupedRates, gap, gap_change
from core.evaluate.fairness.group_rates import (
    RATES,
    Favourable,
    GroupRates,
    RateName,
    favourable_class,
    group_rates,
    rate_cells,
    rates_of,
)
from core.evaluate.looks.defined import why_no_answers
from core.evaluate.luck.intervals import N_RESAMPLES, resample_weights
from core.evaluate.scores import Array, Classes

FEWEST_SEEDS = 2
RATE_WORDS: Mapping[RateName, str] = MappingProxyType(
    {
        "selection": "selection rate",
        "error": "error rate",
        "false_positive": "share of good rows refused",
        "false_negative": "share of bad rows accepted",
    }
)


@dataclass(frozen=True)
class Grouping:
    """A protected attribute, and the group of each test row as text of shape (n_rows,)."""

    name: str
    groups: NDArray[np.str_]


@dataclass(frozen=True)
class ModelFairness:
    """One model: the rates of each group, in order, and the gap in each of `RATES`."""

    name: str
    groups: tuple[GroupRates, ...]
    gaps: tuple[Gap, ...]

    def gap(self, rate: RateName) -> Gap:
        """Return the gap in one rate."""
        return self.gaps[RATES.index(rate)]


@dataclass(frozen=True)
class AttributeFairness:
    """One protected attribute under every model.

    Parameters
    ----------
    name : str
        The column.
    models : tuple of ModelFairness
    changes : tuple of GapChange
        Gaps of the distilled student minus those of the student alone, one for each of `RATES`.
    """

    name: str
    models: tuple[ModelFairness, ...]
    changes: tuple[GapChange, ...]

    def model(self, name: str) -> ModelFairness:
        """Return one model's part; KeyError where none has that name."""
        return {model.name: model for model in self.models}[name]


@dataclass(frozen=True)
class Fairness:
    """All protected attributes; ``sentence`` says whether distilling changed their gaps."""

    favourable: Favourable
    attributes: tuple[AttributeFairness, ...]
    sentence: str


def judge_fairness(
    target: Classes,
    class_names: Sequence[str],
    groupings: Sequence[Grouping],
    answers: Sequence[Answers],
    target_column: str = "",
    n_resamples: int = N_RESAMPLES,
    seed: int = 0,
) -> Fairness:
    """Compare the groups of every protected attribute under every model.

    Parameters
    ----------
    target : ndarray of shape (n_rows,), int64
        True classes of the test rows.
    class_names : sequence of str
    groupings : sequence of Grouping
    answers : sequence of Answers
        One a model, for the same rows; those named "distilled" and "alone" are compared.
    target_column : str
        See `favourable_class`.
    n_resamples, seed : int

    Returns
    -------
    Fairness
        A group has all its rates, but takes part in a gap only where the rate is a share of at
        least 30 of its rows.

    Notes
    -----
    The gap in selection is the demographic parity difference; those in the share of good
    rows refused and of bad rows accepted make up equalised odds (Hardt, Price and Srebro,
    2016). Rows are resampled one by one.
    """
    favourable = favourable_class(class_names, target, target_column)
    is_good = target == favourable.place
    by_seed = [classes == favourable.place for one in answers for classes in one.classes]
    cells = np.stack([rate_cells(is_good, selected) for selected in by_seed], axis=1)
    members = [_members(grouping) for grouping in groupings]
    resampled = _resampled(cells, members, n_resamples, seed)
    attributes = tuple(
        _attribute(grouping.name, rows_of, cells, drawn, answers)
        for grouping, rows_of, drawn in zip(groupings, members, resampled, strict=True)
    )
    seeds = min((len(one.classes) for one in answers if one.name == "distilled"), default=0)
    return Fairness(favourable, attributes, _sentence(attributes, seeds))


_Members = dict[str, NDArray[np.int64]]


def _members(grouping: Grouping) -> _Members:
    """Return the rows of each group, groups in the order of their names."""
    names, places = np.unique(grouping.groups, return_inverse=True)
    return {str(name): np.flatnonzero(places == place) for place, name in enumerate(names)}


def _resampled(
    cells: NDArray[np.float32], members: Sequence[_Members], n_resamples: int, seed: int
) -> list[Array]:
    """Return rates of each attribute, of shape (n_resamples, n_seeds, n_groups, 4)."""
    n_rows, n_seeds, n_cells = cells.shape
    flat = cells.reshape(n_rows, -1)
    collected: list[list[Array]] = [[] for _ in members]
    for weights in resample_weights(n_rows, None, 1, n_resamples, seed):
        for own, rows_of in zip(collected, members, strict=True):
            sums = [weights[:, rows] @ flat[rows] for rows in rows_of.values()]
            shaped = [one.reshape(-1, n_seeds, n_cells) for one in sums]
            own.append(rates_of(np.stack(shaped, axis=2)))
    return [np.concatenate(own) for own in collected]


def _attribute(
    name: str,
    rows_of: _Members,
    cells: NDArray[np.float32],
    resampled: Array,
    answers: Sequence[Answers],
) -> AttributeFairness:
    sums = np.stack([cells[rows].sum(axis=0, dtype=np.float64) for rows in rows_of.values()], 1)
    models: list[ModelFairness] = []
    rates: dict[str, GroupedRates] = {}
    start = 0
    for one in answers:
        own = slice(start, start := start + len(one.classes))
        why_not = _why_not(one)
        groups = tuple(
            group_rates(group, sums[own, place], why_not) for place, group in enumerate(rows_of)
        )
        rates[one.name] = GroupedRates(
            groups=groups,
            full=rates_of(sums[own]),
            resampled=resampled[:, own],
            why_not=why_not,
        )
        gaps = tuple(gap(rates[one.name], rate) for rate in RATES)
        models.append(ModelFairness(one.name, groups, gaps))
    changes: tuple[GapChange, ...] = ()
    if {"distilled", "alone"} <= set(rates):
        changes = tuple(gap_change(rates["distilled"], rates["alone"], rate) for rate in RATES)
    return AttributeFairness(name, tuple(models), changes)


def _why_not(answers: Answers) -> str:
    reasons = (why_no_answers(table) for table in answers.probabilities)
    return next((reason for reason in reasons if reason), "")


def _sentence(attributes: Sequence[AttributeFairness], seeds: int) -> str:
    if not attributes:
        return "No column is named like a protected attribute, so there are no groups to compare."
    changes = [(one.name, change) for one in attributes for change in one.changes]
    told = [(name, change) for name, change in changes if not change.reason]
    if not told:
        reason = changes[0][1].reason if changes else "both students are needed"
        return f"Whether distilling changed a gap between groups cannot be told: {reason}."
    if seeds < FEWEST_SEEDS:
        return "One seed cannot tell whether distilling changed the gaps between groups."
    clear = [_change_words(name, change) for name, change in told if change.is_clear]
    if not clear:
        return (
            f"Distilling did not clearly change any of the {len(told)} gaps between groups, "
            "compared with the student alone: every 95 % interval of the change includes zero."
        )
    return (
        f"Distilling seems to have changed {len(clear)} of the {len(told)} gaps between groups, "
        f"compared with the student alone: {'; '.join(clear)}. About one gap in 20 looks changed "
        "by luck."
    )


def _change_words(attribute: str, change: GapChange) -> str:
    found = change.difference
    moved = "wider" if found.mean > 0 else "narrower"
    return (
        f"{RATE_WORDS[change.rate]} by {attribute} is {abs(found.mean):.3f} {moved} "
        f"(95 % interval of the change {found.low:z.3f} to {found.high:z.3f})"
    )
