"""Shuffle one column at a time and ask again: permutation importance of any model."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.distill.reports import Role
from core.evaluate.looks.defined import Defined, not_defined, why_no_answers
from core.evaluate.looks.importance import (
    ColumnImportance,
    Importance,
    ImportanceMetric,
    ModelImportance,
)
from core.evaluate.metrics import prepare
from core.evaluate.scores import METRICS, Array, Classes

REPEATS = 5
MOST_ROWS = 2000
MOST_SECONDS = 5.0


@dataclass(frozen=True)
class Asked:
    """A model to be asked about shuffled rows.

    Parameters
    ----------
    role : str
        Unique among the models that are asked together.
    answer : callable
        Raw rows to probabilities of shape (n_rows, n_classes), such as `Session.run`.
    rows : ndarray of shape (n_rows, n_columns) or (n_rows, window, n_columns)
        Raw rows as the model reads them: a category is one column.
    """

    role: Role
    answer: Callable[[np.ndarray], np.ndarray]
    rows: np.ndarray


def importance(
    models: tuple[Asked, ...],
    target: Classes,
    column_names: tuple[str, ...],
    *,
    repeats: int = REPEATS,
    most_rows: int = MOST_ROWS,
    most_seconds: float = MOST_SECONDS,
    seed: int = 0,
    clock: Callable[[], float] = time.monotonic,
) -> Importance:
    """Shuffle one raw column at a time over the rows, and see how much score is lost.

    Parameters
    ----------
    models : tuple of Asked
        All for the same rows and columns; windows may differ in length.
    target : ndarray of shape (n_rows,), int64
        True class of each row.
    column_names : tuple of str
        Names of the raw columns, in order.
    repeats : int
        Shuffles of each column.
    most_rows : int
        More rows than these are thinned out, class by class.
    most_seconds : float
        No shuffle is begun after so long; all models have then met the same shuffles.
    seed : int
    clock : callable
        Seconds that have passed, from any start.

    Returns
    -------
    Importance

    Notes
    -----
    Breiman (2001), and Fisher, Rudin and Dominici (2019) for any model. A column moves
    with its whole window, so the days of a row stay together. Columns that say the same
    share their importance: each looks small, because the other still tells the model.
    """
    ends_at = clock() + most_seconds
    chosen = _thinned(target, most_rows, seed)
    judged = target[chosen]
    metric: ImportanceMetric = "auc" if len(np.unique(judged)) > 1 else "accuracy"
    asked = [Asked(model.role, model.answer, model.rows[chosen]) for model in models]
    scores = [_score(metric, judged, model.answer(model.rows)) for model in asked]
    lost = np.full((len(models), len(column_names), repeats), np.nan)
    able = [place for place, score in enumerate(scores) if score.is_defined]
    turns = [(repeat, column) for repeat in range(repeats) for column in range(len(column_names))]
    met = np.zeros(len(column_names), dtype=np.int64)
    for repeat, column in turns if able else ():
        if clock() >= ends_at:
            break
        order = np.random.default_rng((seed, repeat, column)).permutation(len(judged))
        for place in able:
            shuffled = _score(metric, judged, _answer_shuffled(asked[place], column, order))
            lost[place, column, repeat] = scores[place].value - shuffled.value
        met[column] += 1
    found = tuple(
        ModelImportance(model.role, score, _columns(column_names, drops, met, score))
        for model, score, drops in zip(asked, scores, lost, strict=True)
    )
    is_cut_short = bool(able) and bool((met < repeats).any())
    return Importance(metric, found, len(judged), len(target), is_cut_short)


def _thinned(target: Classes, most_rows: int, seed: int) -> NDArray[np.int64]:
    """Rows in order; where they are too many, every so-manieth one of each class."""
    n_rows = len(target)
    if n_rows <= most_rows:
        return np.arange(n_rows)
    by_class = np.lexsort((np.random.default_rng(seed).random(n_rows), target))
    chosen: NDArray[np.int64] = by_class[np.arange(most_rows) * n_rows // most_rows]
    return np.sort(chosen)


def _score(metric: ImportanceMetric, target: Classes, answered: np.ndarray) -> Defined:
    probabilities: Array = answered.astype(np.float64)
    reason = why_no_answers(probabilities)
    if reason:
        return not_defined(reason)
    scores = prepare(target, probabilities).scores(np.ones((1, len(target))))
    return Defined(float(scores[0, METRICS.index(metric)]))


def _answer_shuffled(model: Asked, column: int, order: NDArray[np.int64]) -> np.ndarray:
    shuffled = model.rows.copy()
    shuffled[..., column] = model.rows[order][..., column]
    return model.answer(shuffled)


def _columns(
    names: tuple[str, ...], lost: Array, met: NDArray[np.int64], score: Defined
) -> tuple[ColumnImportance, ...]:
    """Sum up what one model lost, of shape (n_columns, n_repeats)."""
    return tuple(
        _column(name, drops[:times], score)
        for name, drops, times in zip(names, lost, met, strict=True)
    )


def _column(name: str, drops: Array, score: Defined) -> ColumnImportance:
    nothing = float("nan")
    if not score.is_defined:
        return ColumnImportance(name, score, nothing, 0)
    if len(drops) == 0:
        return ColumnImportance(name, not_defined("time ran out before it"), nothing, 0)
    if not np.isfinite(drops).all():
        reason = "shuffled rows have an answer that is not a number"
        return ColumnImportance(name, not_defined(reason), nothing, len(drops))
    spread = float(drops.std(ddof=1)) if len(drops) > 1 else nothing
    return ColumnImportance(name, Defined(float(drops.mean())), spread, len(drops))
