"""How closely the student's probabilities follow the teacher's."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.evaluate.looks.defined import Defined, not_defined
from core.evaluate.looks.sheet import AnswerSheet, why_not_side_by_side
from core.evaluate.scores import Array

MOST_POINTS = 1500
GRIDS = (200, 150, 100, 75, 50, 38)


@dataclass(frozen=True)
class AgreementPoint:
    """Rows with about the same pair of probabilities: both means, and how many rows."""

    teacher: float
    student: float
    rows: int


@dataclass(frozen=True)
class Agreement:
    """The teacher's and the student's probability of one class, side by side.

    Parameters
    ----------
    class_index : int
        The class whose probability is compared.
    n_rows : int
    correlation : Defined
        Pearson's, of the two probabilities of that class.
    mean_absolute_difference : Defined
        Of the same, 0 to 1.
    same_class : Defined
        Share of rows that both put in the same class.
    total_variation : Defined
        Mean over rows of half the summed absolute differences over all classes, 0 to 1.
    points : tuple of AgreementPoint
        For a picture: every different pair, or where those are too many, means of cells.
    """

    class_index: int
    n_rows: int
    correlation: Defined
    mean_absolute_difference: Defined
    same_class: Defined
    total_variation: Defined
    points: tuple[AgreementPoint, ...]


def agreement(teacher: AnswerSheet, student: AnswerSheet, class_index: int = 1) -> Agreement:
    """Compare the probabilities of two models for the same rows.

    Parameters
    ----------
    teacher, student : AnswerSheet
        Rows in the same order.
    class_index : int
        The class whose probability is drawn; for two classes the positive one is 1.

    Returns
    -------
    Agreement
        Its numbers are not defined where an answer is not a number.
    """
    theirs, ours = teacher.probabilities, student.probabilities
    reason = why_not_side_by_side(teacher, student)
    if reason:
        nothing = not_defined(reason)
        return Agreement(class_index, len(theirs), nothing, nothing, nothing, nothing, ())
    distance = np.abs(theirs - ours)
    one, other = theirs[:, class_index], ours[:, class_index]
    return Agreement(
        class_index=class_index,
        n_rows=len(theirs),
        correlation=_correlation(one, other),
        mean_absolute_difference=Defined(float(distance[:, class_index].mean())),
        same_class=Defined(float((teacher.classes == student.classes).mean())),
        total_variation=Defined(float(distance.sum(axis=1).mean() / 2)),
        points=_points(one, other),
    )


def _correlation(teacher: Array, student: Array) -> Defined:
    for name, given in (("teacher", teacher), ("student", student)):
        if np.ptp(given) == 0:
            return not_defined(f"the {name} gives every row the same probability")
    return Defined(float(np.corrcoef(teacher, student)[0, 1]))


def _points(teacher: Array, student: Array) -> tuple[AgreementPoint, ...]:
    pairs, counts = np.unique(np.column_stack((teacher, student)), axis=0, return_counts=True)
    for cells_a_side in GRIDS:
        if len(pairs) <= MOST_POINTS:
            break
        merged = _merged(pairs, counts, cells_a_side)
        if len(merged[1]) <= MOST_POINTS:
            pairs, counts = merged
    return tuple(
        AgreementPoint(float(one), float(other), int(rows))
        for (one, other), rows in zip(pairs, counts, strict=True)
    )


def _merged(
    pairs: Array, counts: NDArray[np.int64], cells_a_side: int
) -> tuple[Array, NDArray[np.int64]]:
    """Return the mean pair and the rows of each cell of a square grid that has any."""
    places = np.clip((pairs * cells_a_side).astype(np.int64), 0, cells_a_side - 1)
    _, cell = np.unique(places @ (cells_a_side, 1), return_inverse=True)
    rows = np.bincount(cell, weights=counts)
    means = [np.bincount(cell, weights=counts * side) / rows for side in pairs.T]
    return np.column_stack(means), rows.astype(np.int64)
