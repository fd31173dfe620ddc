"""Training, validation and test rows: the object that leaves the task room.

Kept as arrays and given as tensors, which share their memory: whoever only looks at the rows
does not wait for PyTorch.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from torch import Tensor

    from core.spec import TaskName
    from core.tasks.encode import Encoder
    from core.tasks.protected import ProtectedColumn
    from core.tasks.split import SplitPlan


@dataclass(frozen=True)
class Part:
    """The rows of one part of the split.

    Parameters
    ----------
    encoded : ndarray of shape (n_history, n_features), float32
        Encoded rows of all days, ticker by ticker; the parts of one data set share it.
    places : ndarray of shape (n_rows,), int64
        Where each row of this part stands in ``encoded``.
    classes : ndarray of shape (n_rows,), int64
        Class of each row.
    shows_label : ndarray of shape (n_rows,), bool
        Whether the label may be used; False only where training labels were hidden.
    dates, label_ends : ndarray of shape (n_rows,), datetime64[D], or None
        Day of decision, and last day that the label looks at; None without dates.
    tickers : ndarray of shape (n_rows,), object, or None
        Security of each row; None without tickers.
    states : ndarray of shape (n_rows,), int64, or None
        Class that holds at the time of decision, for the persistence baseline.
    raw : ndarray of shape (n_history, n_columns), float32
        Rows of ``encoded`` before encoding, as an exported model reads them.
    next_return : ndarray of shape (n_rows,), float64, or None
        Simple return from the close of the day of decision to the close of the security's
        next session, adjusted; NaN where that is not known. None without prices.
    protected : tuple of ProtectedColumn
        Groups that each row belongs to by law, for the fairness table; empty for market tasks.
    """

    encoded: np.ndarray
    places: np.ndarray
    classes: np.ndarray
    shows_label: np.ndarray
    dates: np.ndarray | None
    label_ends: np.ndarray | None
    tickers: np.ndarray | None
    states: np.ndarray | None
    raw: np.ndarray
    next_return: np.ndarray | None = None
    protected: tuple[ProtectedColumn, ...] = ()

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.places)

    @property
    def history(self) -> Tensor:
        """``encoded`` as a tensor."""
        return _tensor(self.encoded)

    @property
    def position(self) -> Tensor:
        """``places`` as a tensor."""
        return _tensor(self.places)

    @property
    def target(self) -> Tensor:
        """``classes`` as a tensor."""
        return _tensor(self.classes)

    @property
    def labelled(self) -> Tensor:
        """``shows_label`` as a tensor."""
        return _tensor(self.shows_label)

    @property
    def rows(self) -> Tensor:
        """Encoded rows, of shape (n_rows, n_features)."""
        return self.history[self.position]

    def windows(self, length: int) -> Tensor:
        """Return encoded rows of the last `length` days up to each row's own, oldest first.

        Parameters
        ----------
        length : int
            Days in a window; the data set must have been made with at least as many.

        Returns
        -------
        Tensor of shape (n_rows, length, n_features)
        """
        return self.history[_tensor(self._window_index(length))]

    def raw_rows(self) -> np.ndarray:
        """Rows before encoding, of shape (n_rows, n_columns)."""
        rows: np.ndarray = self.raw[self.places]
        return rows

    def raw_windows(self, length: int) -> np.ndarray:
        """Windows before encoding, of shape (n_rows, length, n_columns)."""
        windows: np.ndarray = self.raw[self._window_index(length)]
        return windows

    def _window_index(self, length: int) -> np.ndarray:
        index: np.ndarray = self.places[:, None] - np.arange(length - 1, -1, -1)
        return index

    @property
    def start(self) -> dt.date | None:
        """First day of decision."""
        return None if self.dates is None else self.dates.min().astype(dt.date)

    @property
    def end(self) -> dt.date | None:
        """Last day of decision."""
        return None if self.dates is None else self.dates.max().astype(dt.date)


@dataclass(frozen=True)
class Dataset:
    """A question with its rows: what every teacher and student learns and is judged on."""

    task: TaskName
    train: Part
    validation: Part
    test: Part
    class_names: tuple[str, ...]
    plan: SplitPlan
    encoder: Encoder
    content_hash: str

    @property
    def feature_names(self) -> tuple[str, ...]:
        """Names of the encoded features, in order."""
        return self.encoder.feature_names

    @property
    def n_features(self) -> int:
        """Number of encoded features."""
        return len(self.feature_names)

    @property
    def n_classes(self) -> int:
        """Number of classes."""
        return len(self.class_names)

    @property
    def parts(self) -> tuple[Part, Part, Part]:
        """Training, validation and test rows."""
        return self.train, self.validation, self.test


def _tensor(array: np.ndarray) -> Tensor:
    """Give an array as a tensor of the same memory."""
    import torch

    return torch.from_numpy(array)
