"""Rows with their answers, before they are split."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.tasks.protected import ProtectedColumn

UNKNOWN = -1


@dataclass(frozen=True)
class TaskRows:
    """Every row that a model may look at, ticker by ticker and day by day.

    Parameters
    ----------
    frame : DataFrame of shape (n_rows, ...)
        Holds the feature columns.
    feature_columns : tuple of str
        Columns that a model may see.
    class_names : tuple of str
    target : ndarray of shape (n_rows,), int64
        Class of each row, -1 where it is not known.
    is_asked : ndarray of shape (n_rows,), bool
        Rows that may stand in a part: answer known, and enough days before them.
    dates, label_ends, tickers, state, next_return, protected
        As in `Part`; None, or empty, where the rows have none.
    """

    frame: pd.DataFrame
    feature_columns: tuple[str, ...]
    class_names: tuple[str, ...]
    target: np.ndarray
    is_asked: np.ndarray
    dates: np.ndarray | None = None
    label_ends: np.ndarray | None = None
    tickers: np.ndarray | None = None
    state: np.ndarray | None = None
    next_return: np.ndarray | None = None
    protected: tuple[ProtectedColumn, ...] = ()
