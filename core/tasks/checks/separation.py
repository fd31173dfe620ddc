"""How well one column alone tells classes apart: the area under the ROC curve."""

from __future__ import annotations

import numpy as np

from core.tasks.checks.training_rows import RawColumn

MOST_VALUES_AS_KINDS = 50


def separation(column: RawColumn, target: np.ndarray, least_rows: int) -> float:
    """Return the largest area, over the classes, of one class against the others.

    Numbers are ranked as they are, upwards or downwards, missing ones counting as the
    lowest or the highest. Where there are at most 50 different values, each also counts as
    a kind of its own: the share of the class among every second row ranks the kinds, and
    the other rows are judged, as shares judged on their own rows would flatter.

    Parameters
    ----------
    column : RawColumn of n_rows values
    target : ndarray of shape (n_rows,), int
    least_rows : int
        Classes with fewer rows, or fewer rows of other classes, are passed over.

    Returns
    -------
    float
        From 0.5, where the column tells nothing, to 1; 0.5 where no class has rows enough.
    """
    table = value_table(column.values, target)
    rows = table.sum(axis=0)
    is_told = np.minimum(rows, rows.sum() - rows) >= least_rows
    if not is_told.any():
        return 0.5
    areas = []
    if not column.is_category:
        areas += [_either_way(table), _either_way(_missing_last(column.values, table))]
    if len(table) <= MOST_VALUES_AS_KINDS:
        areas.append(_as_kinds(column.values, target))
    return max((float(area[is_told].max()) for area in areas), default=0.5)


def value_table(values: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Count the rows of each value, ascending and missing first, and each class.

    Parameters
    ----------
    values : ndarray of shape (n_rows,), float
    target : ndarray of shape (n_rows,), int

    Returns
    -------
    ndarray of shape (n_values, n_classes), int
    """
    place = _places(values)
    return _cross_table(place, target, int(place.max()) + 1, int(target.max()) + 1)


def _places(values: np.ndarray) -> np.ndarray:
    """Place of each value among the different ones, missing first."""
    filled = np.where(np.isnan(values), -np.inf, values)
    place: np.ndarray = np.unique(filled, return_inverse=True)[1]
    return place


def _missing_last(values: np.ndarray, table: np.ndarray) -> np.ndarray:
    return np.roll(table, -1, axis=0) if np.isnan(values).any() else table


def _as_kinds(values: np.ndarray, target: np.ndarray) -> np.ndarray:
    place = _places(values)
    n_values, n_classes = int(place.max()) + 1, int(target.max()) + 1
    ranked, judged = (
        _cross_table(place[half::2], target[half::2], n_values, n_classes) for half in (0, 1)
    )
    share = ranked / np.maximum(ranked.sum(axis=1, keepdims=True), 1)
    return np.array(
        [
            _areas(judged[np.argsort(share[:, kind], kind="stable")])[kind]
            for kind in range(n_classes)
        ]
    )


def _cross_table(
    place: np.ndarray, target: np.ndarray, n_values: int, n_classes: int
) -> np.ndarray:
    cells = np.bincount(place * n_classes + target, minlength=n_values * n_classes)
    table: np.ndarray = cells.reshape(n_values, n_classes)
    return table


def _either_way(table: np.ndarray) -> np.ndarray:
    areas = _areas(table)
    either_way: np.ndarray = np.maximum(areas, 1 - areas)
    return either_way


def _areas(table: np.ndarray) -> np.ndarray:
    """Area of each class against the others, ties counting half; 0.5 for a class without rows."""
    others = table.sum(axis=1, keepdims=True) - table
    below = np.cumsum(others, axis=0) - others
    won = (table * (below + others / 2)).sum(axis=0)
    pairs = table.sum(axis=0) * others.sum(axis=0)
    areas: np.ndarray = np.where(pairs > 0, won / np.maximum(pairs, 1), 0.5)
    return areas
