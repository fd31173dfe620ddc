"""What a model can be set to do: hits against false alarms, and precision against recall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import (
    average_precision_score,
    precision_recall_curve,
    roc_auc_score,
    roc_curve,
)

from core.evaluate.looks.defined import (
    Defined,
    mean_of,
    not_defined,
    why_no_answers,
    why_not_against_the_rest,
)
from core.evaluate.scores import Array, Classes

MOST_POINTS = 200
GRID = np.linspace(0.0, 1.0, MOST_POINTS)


@dataclass(frozen=True)
class Line:
    """Points of a curve, from the smallest x to the largest; none where it is not defined."""

    x: tuple[float, ...]
    y: tuple[float, ...]


@dataclass(frozen=True)
class OperatingCurves:
    """One model's two curves for one class, or averaged over classes.

    Parameters
    ----------
    judged : str
        Class told from the rest; empty means the mean over the classes that occur.
    base_rate : float
        Share of rows of the class, the precision of guessing; averaged over classes too.
    roc : Line
        x: share of other rows called positive; y: share of the class found.
    auc : Defined
        Of all rows, not of the drawn points.
    precision_recall : Line
        x: recall; y: precision.
    average_precision : Defined
        Of all rows, not of the drawn points.
    """

    judged: str
    base_rate: float
    roc: Line
    auc: Defined
    precision_recall: Line
    average_precision: Defined


def operating_curves(
    target: Classes,
    probabilities: Array,
    class_names: Sequence[str],
    judged: int | None = None,
) -> OperatingCurves:
    """Draw up the ROC and the precision-recall curve of one model.

    Parameters
    ----------
    target : ndarray of shape (n_rows,), int64
    probabilities : ndarray of shape (n_rows, n_classes), float64
    class_names : sequence of str
    judged : int, optional
        Class told from the rest; if left out, the second of two classes, or of three and
        more the mean over those that occur.

    Returns
    -------
    OperatingCurves
        By scikit-learn, with at most `MOST_POINTS` points a curve.
    """
    unanswered = why_no_answers(probabilities)
    if judged is None and len(class_names) > 2:
        return _macro(target, probabilities, class_names, unanswered)
    position = 1 if judged is None else judged
    name = class_names[position]
    base_rate = float((target == position).mean()) if len(target) else 0.0
    reason = unanswered or why_not_against_the_rest(target, class_names, position)
    if reason:
        missing, empty = not_defined(reason), Line((), ())
        return OperatingCurves(name, base_rate, empty, missing, empty, missing)
    positive, scores = target == position, probabilities[:, position]
    return OperatingCurves(
        judged=name,
        base_rate=base_rate,
        roc=_thinned(*_roc(positive, scores)),
        auc=Defined(float(roc_auc_score(positive, scores))),
        precision_recall=_thinned(*_precision_recall(positive, scores)),
        average_precision=Defined(float(average_precision_score(positive, scores))),
    )


def _macro(
    target: Classes, probabilities: Array, class_names: Sequence[str], unanswered: str
) -> OperatingCurves:
    each = [
        operating_curves(target, probabilities, class_names, k) for k in range(len(class_names))
    ]
    occurring = [k for k, found in enumerate(each) if found.auc.is_defined]
    roc = precision_recall = Line((), ())
    if occurring and not unanswered:
        pairs = [(target == k, probabilities[:, k]) for k in occurring]
        roc = _mean_line([np.interp(GRID, *_roc(*pair)) for pair in pairs])
        precision_recall = _mean_line([_stepwise(*_precision_recall(*pair)) for pair in pairs])
    return OperatingCurves(
        judged="",
        base_rate=float(np.mean([each[k].base_rate for k in occurring])) if occurring else 0.0,
        roc=roc,
        auc=mean_of([found.auc for found in each]),
        precision_recall=precision_recall,
        average_precision=mean_of([found.average_precision for found in each]),
    )


def _roc(positive: Array, scores: Array) -> tuple[Array, Array]:
    false_alarms, hits, _ = roc_curve(positive, scores)
    return false_alarms, hits


def _precision_recall(positive: Array, scores: Array) -> tuple[Array, Array]:
    precision, recall, _ = precision_recall_curve(positive, scores, drop_intermediate=True)
    return recall[::-1], precision[::-1]


def _thinned(x: Array, y: Array) -> Line:
    drawn = np.linspace(0, len(x) - 1, min(len(x), MOST_POINTS)).round().astype(np.int64)
    return Line(tuple(map(float, x[drawn])), tuple(map(float, y[drawn])))


def _stepwise(recall: Array, precision: Array) -> Array:
    # Between two points precision is that of the larger recall, as in average precision.
    steps: Array = precision[np.searchsorted(recall, GRID, side="left")]
    return steps


def _mean_line(heights: Sequence[Array]) -> Line:
    return Line(tuple(map(float, GRID)), tuple(map(float, np.mean(heights, axis=0))))
