"""What the models of a run answered row by row, kept so that every closer look is only a look."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.distill.reports import Role
from core.evaluate.scores import Array, Classes
from core.tasks.protected import ProtectedColumn


@dataclass(frozen=True)
class Answered:
    """Answers of one column of the comparison.

    Parameters
    ----------
    test : ndarray of shape (n_seeds, n_test, n_classes), float32
        Probabilities of the test rows, seed by seed.
    validation : ndarray of shape (n_validation, n_classes), float32
        Probabilities of the validation rows by the shown seed.
    shown : int
        Place of the seed that did best on validation: the one that would be deployed.
    predicted : ndarray of shape (n_test,), int64, or None
        Class given to each test row; None means the most probable one.
    """

    test: NDArray[np.float32]
    validation: NDArray[np.float32]
    shown: int = 0
    predicted: Classes | None = None

    @property
    def probabilities(self) -> Array:
        """Probabilities of the test rows by the shown seed, of shape (n_test, n_classes)."""
        shown: Array = self.test[self.shown].astype(np.float64)
        return shown

    @property
    def reference(self) -> Array:
        """Probabilities of the validation rows, of shape (n_validation, n_classes)."""
        reference: Array = self.validation.astype(np.float64)
        return reference

    @property
    def classes(self) -> Classes:
        """Class given to each test row by the shown seed, of shape (n_test,)."""
        if self.predicted is not None:
            return self.predicted
        most_probable: Classes = self.test[self.shown].argmax(axis=1)
        return most_probable


@dataclass(frozen=True)
class Evidence:
    """The test rows and what every model answered for them.

    Parameters
    ----------
    target, validation_target : ndarray of int64
        True class of each test and each validation row.
    baseline, alone, distilled, teacher : Answered
    dates : ndarray of shape (n_test,), datetime64[D], or None
    tickers : ndarray of shape (n_test,), text, or None
    next_return : ndarray of shape (n_test,), float64, or None
        Return from the close of the day of decision to the next close; NaN where unknown.
    protected : tuple of ProtectedColumn
        Of credit rows: the group of each test row by each protected attribute.
    """

    target: Classes
    validation_target: Classes
    baseline: Answered
    alone: Answered
    distilled: Answered
    teacher: Answered
    dates: NDArray[np.datetime64] | None = None
    tickers: NDArray[np.str_] | None = None
    next_return: Array | None = None
    protected: tuple[ProtectedColumn, ...] = ()

    def answered(self, role: Role) -> Answered:
        """Return the answers of a column by its role."""
        found: Answered = getattr(self, role)
        return found
