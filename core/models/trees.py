"""Boosted trees by scikit-learn, with the curve of their rounds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits
from torch import Tensor

from core.spec import ModelSpec

THREADS = 1


@dataclass(frozen=True)
class TreeModel:
    """Trained boosted trees."""

    spec: ModelSpec
    booster: HistGradientBoostingClassifier

    def logits(self, inputs: Tensor) -> Tensor:
        """Return logits of shape (n_rows, n_classes); with two classes the first is zero."""
        return as_logits(self.booster.decision_function(inputs.numpy()))


def as_logits(raw: np.ndarray) -> Tensor:
    """Turn scikit-learn's raw scores, (n_rows,) or (n_rows, n_classes), into logits."""
    if raw.ndim == 1:
        raw = np.column_stack([np.zeros_like(raw), raw])
    return torch.from_numpy(raw.astype(np.float32))


def fit_trees(spec: ModelSpec, inputs: Tensor, target: Tensor, rounds: int, seed: int) -> TreeModel:
    """Train boosted trees for a number of rounds.

    Parameters
    ----------
    spec : ModelSpec
        Gives the most leaves of a tree.
    inputs : Tensor of shape (n_rows, n_features)
        Encoded, labelled rows.
    target : Tensor of shape (n_rows,)
        Their classes.
    rounds : int
        Boosting rounds; one tree a round, or one a class and round for three or more classes.
    seed : int
        Seed of the binning of very large data.
    """
    booster = HistGradientBoostingClassifier(
        max_iter=rounds, max_leaf_nodes=spec.leaves, early_stopping=False, random_state=seed
    )
    # Thousands of tiny parallel steps: two threads on a busy machine mostly wait for each other.
    with threadpool_limits(THREADS, user_api="openmp"):
        booster.fit(inputs.numpy(), target.numpy())
    return TreeModel(spec, booster)


def staged_logits(model: TreeModel, inputs: Tensor) -> Iterator[Tensor]:
    """Yield the logits after each boosting round, each of shape (n_rows, n_classes)."""
    for raw in model.booster.staged_decision_function(inputs.numpy()):
        yield as_logits(raw[:, 0] if raw.ndim == 2 and raw.shape[1] == 1 else raw)
