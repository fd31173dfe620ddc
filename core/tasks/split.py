"""Training, validation and test rows that cannot leak into each other.

A split never depends on the seed of a run, so nobody can shop for a lucky test set.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import count
from typing import Literal

import numpy as np

from core.errors import TooFewRowsError

SPLIT_SEED = 20_000
TRAIN_PERCENT = 70
VALIDATION_PERCENT = 15
MIN_PART_SESSIONS = 20
MIN_PART_ROWS = 10
MIN_ROWS = 100


@dataclass(frozen=True)
class SplitPlan:
    """How rows were divided.

    ``kind`` is "by date" or "stratified". For a split by date, ``validation_start`` and
    ``test_start`` are the first days of these parts and ``gap_days`` the sessions left out
    before each.
    """

    kind: Literal["by date", "stratified"]
    gap_days: int
    validation_start: dt.date | None
    test_start: dt.date | None


@dataclass(frozen=True)
class Split:
    """Row numbers of each part, ascending, with the plan that made them."""

    plan: SplitPlan
    train: np.ndarray
    validation: np.ndarray
    test: np.ndarray

    @property
    def parts(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Row numbers of training, validation and test."""
        return self.train, self.validation, self.test


def split_by_date(
    dates: np.ndarray, label_ends: np.ndarray, horizon_days: int, embargo_days: int
) -> Split:
    """Divide a panel by day: 70, 15 and 15 % of its sessions, for all securities alike.

    Before each cut the horizon is purged, so that no label looks past the cut; after it
    the embargo is left out (López de Prado, 2018, Advances in Financial Machine Learning,
    chapter 7).

    Parameters
    ----------
    dates, label_ends : ndarray of shape (n_rows,), datetime64[D]
        Day of decision, and last day that the label looks at.
    horizon_days, embargo_days : int
        Sessions left out before and after each cut.

    Returns
    -------
    Split

    Raises
    ------
    TooFewRowsError
        When a part would have fewer than 20 sessions.
    """
    sessions = np.unique(dates)
    starts, stops = _session_bounds(len(sessions), horizon_days, embargo_days)
    if min(np.subtract(stops, starts)) < MIN_PART_SESSIONS:
        raise _too_few_sessions(len(sessions), horizon_days, embargo_days)
    session = np.searchsorted(sessions, dates)
    label_stops = np.append(sessions[list(_cuts(len(sessions)))], np.datetime64("9999-12-31"))
    parts = [
        np.flatnonzero((session >= start) & (session < stop) & (label_ends < label_stop))
        for start, stop, label_stop in zip(starts, stops, label_stops, strict=True)
    ]
    if min(map(len, parts)) < MIN_PART_SESSIONS:
        raise _too_few_sessions(len(sessions), horizon_days, embargo_days)
    first = [sessions[start].astype(dt.date) for start in starts]
    plan = SplitPlan("by date", horizon_days + embargo_days, first[1], first[2])
    return Split(plan, *parts)


def sessions_needed(horizon_days: int, embargo_days: int) -> int:
    """Return the fewest sessions that `split_by_date` can divide."""
    for n_sessions in count(1):
        starts, stops = _session_bounds(n_sessions, horizon_days, embargo_days)
        if min(np.subtract(stops, starts)) >= MIN_PART_SESSIONS:
            break
    return n_sessions


def split_out_of_time(dates: np.ndarray) -> Split:
    """Divide dated rows without a label horizon: the oldest 70 % train, the newest 15 % test.

    Rows of one day stay together, so the shares hold as nearly as the days allow.

    Parameters
    ----------
    dates : ndarray of shape (n_rows,), datetime64[D]

    Returns
    -------
    Split

    Raises
    ------
    TooFewRowsError
        When there are fewer than 100 rows, or too few different days.
    """
    _check_row_count(len(dates))
    ordered = np.sort(dates)
    first, second = (ordered[cut] for cut in _cuts(len(dates)))
    parts = (
        np.flatnonzero(dates < first),
        np.flatnonzero((dates >= first) & (dates < second)),
        np.flatnonzero(dates >= second),
    )
    if min(map(len, parts)) < MIN_PART_ROWS:
        raise TooFewRowsError(
            f"Each of the three parts in time needs at least {MIN_PART_ROWS} rows",
            f"the {len(dates)} rows have only {len(np.unique(dates))} different days, "
            "or nearly all fall on a few of them",
            "Add rows of other days, or tell the app that this column is not the date.",
        )
    return Split(SplitPlan("by date", 0, first.astype(dt.date), second.astype(dt.date)), *parts)


def split_stratified(target: np.ndarray) -> Split:
    """Divide rows without dates at random: 70, 15 and 15 % of each class.

    Parameters
    ----------
    target : ndarray of shape (n_rows,), int

    Returns
    -------
    Split

    Raises
    ------
    TooFewRowsError
        When there are fewer than 100 rows.
    """
    _check_row_count(len(target))
    drawn = np.random.default_rng(SPLIT_SEED)
    by_class = [
        np.split(drawn.permutation(rows), _cuts(len(rows))) for rows in rows_of_classes(target)
    ]
    parts = (np.sort(np.concatenate(part)) for part in zip(*by_class, strict=True))
    return Split(SplitPlan("stratified", 0, None, None), *parts)


def rows_of_classes(target: np.ndarray) -> list[np.ndarray]:
    """Return the row numbers of each class that occurs."""
    return [np.flatnonzero(target == value) for value in np.unique(target)]


def _cuts(n_rows: int) -> tuple[int, int]:
    both = TRAIN_PERCENT + VALIDATION_PERCENT
    return round(n_rows * TRAIN_PERCENT / 100), round(n_rows * both / 100)


def _session_bounds(
    n_sessions: int, horizon_days: int, embargo_days: int
) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    first, second = _cuts(n_sessions)
    starts = (0, first + embargo_days, second + embargo_days)
    return starts, (first - horizon_days, second - horizon_days, n_sessions)


def _too_few_sessions(found: int, horizon_days: int, embargo_days: int) -> TooFewRowsError:
    needed = sessions_needed(horizon_days, embargo_days)
    return TooFewRowsError(
        f"With a horizon of {horizon_days} and an embargo of {embargo_days} sessions, "
        f"at least {needed} labelled sessions are needed to train, validate and test",
        f"there are {found}",
        "Use a longer history, or a shorter horizon.",
    )


def _check_row_count(found: int) -> None:
    if found < MIN_ROWS:
        raise TooFewRowsError(
            f"At least {MIN_ROWS} rows with a target are needed to train, validate and test",
            f"there are {found}",
            "Add rows, or choose a larger data set.",
        )
