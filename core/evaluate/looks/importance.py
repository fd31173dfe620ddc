"""What each model listens to: how much worse it answers when one column is shuffled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from core.distill.reports import Role
from core.evaluate.looks.defined import Defined, not_defined

FEWEST_RANKED = 3

ImportanceMetric = Literal["auc", "accuracy"]


@dataclass(frozen=True)
class ColumnImportance:
    """What shuffling one column costs a model.

    ``drop`` is the mean over repeats of the score lost; below 0 where shuffling helped.
    ``spread`` is the standard deviation between repeats, NaN for fewer than two: the luck
    of the shuffle, not that of the test rows. ``column`` is still plain text.
    """

    column: str
    drop: Defined
    spread: float
    repeats: int


@dataclass(frozen=True)
class ModelImportance:
    """What one model listens to: its score on unshuffled rows, and each column in order."""

    role: Role
    score: Defined
    columns: tuple[ColumnImportance, ...]


@dataclass(frozen=True)
class Importance:
    """What several models listen to, asked with the same shuffles of the same rows.

    Parameters
    ----------
    metric : {"auc", "accuracy"}
        Which score is lost; accuracy where the rows have one class only.
    models : tuple of ModelImportance
    n_rows, of_rows : int
        Rows asked, out of how many.
    is_cut_short : bool
        Whether time ran out before every column was shuffled as often as asked for.
    """

    metric: ImportanceMetric
    models: tuple[ModelImportance, ...]
    n_rows: int
    of_rows: int
    is_cut_short: bool

    def model(self, role: Role) -> ModelImportance:
        """Return what one model listens to; KeyError where none has that role."""
        return {model.role: model for model in self.models}[role]

    def rank_correlation(self, role: Role, other: Role) -> Defined:
        """Return Spearman's correlation of two models' drops, column by column."""
        pairs = [
            (one.drop.value, two.drop.value)
            for one, two in zip(self.model(role).columns, self.model(other).columns, strict=True)
            if one.drop.is_defined and two.drop.is_defined
        ]
        return _spearman(pairs)


def _spearman(pairs: list[tuple[float, float]]) -> Defined:
    if len(pairs) < FEWEST_RANKED:
        return not_defined(f"fewer than {FEWEST_RANKED} columns can be ranked")
    one, two = np.array(pairs).T
    if np.ptp(one) == 0 or np.ptp(two) == 0:
        return not_defined("one of the models listens to every column alike")
    # Half a second to import, and results are looked at by servers that never rank.
    from scipy.stats import spearmanr

    return Defined(float(spearmanr(one, two).statistic))
