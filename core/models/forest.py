"""Random forest by scikit-learn, grown a few trees at a time."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from sklearn.ensemble import RandomForestClassifier
from torch import Tensor

from core.spec import ModelSpec

LEAST_PROBABILITY = 1e-4
LEAST_ROWS_OF_A_LEAF = 5


@dataclass(frozen=True)
class ForestModel:
    """A trained random forest."""

    spec: ModelSpec
    forest: RandomForestClassifier

    def logits(self, inputs: Tensor) -> Tensor:
        """Return log probabilities of shape (n_rows, n_classes), none below that of 1e-4."""
        return as_log(self.forest.predict_proba(inputs.numpy()))

    def shortened(self, trees: int) -> ForestModel:
        """Return the forest of the first trees."""
        forest = copy.copy(self.forest)
        forest.estimators_ = self.forest.estimators_[:trees]
        forest.n_estimators = trees
        return ForestModel(self.spec, forest)


def as_log(probabilities: np.ndarray) -> Tensor:
    """Turn mean probabilities (n_rows, n_classes) into logits: their logarithm, clipped."""
    return torch.from_numpy(np.log(probabilities.clip(LEAST_PROBABILITY)).astype(np.float32))


def grow_forest(
    spec: ModelSpec, inputs: Tensor, target: Tensor, seed: int, step: int
) -> Iterator[ForestModel]:
    """Train a random forest (Breiman, 2001), yielding it after every few trees.

    Parameters
    ----------
    spec : ModelSpec
        Gives the number of trees and the most leaves of each.
    inputs : Tensor of shape (n_rows, n_features)
        Encoded, labelled rows.
    target : Tensor of shape (n_rows,)
        Their classes.
    seed : int
        Seed of the rows and features that each tree sees.
    step : int
        Trees grown between two yields; the same object grows on.
    """
    forest = RandomForestClassifier(
        n_estimators=0,
        max_leaf_nodes=spec.leaves,
        min_samples_leaf=LEAST_ROWS_OF_A_LEAF,
        random_state=seed,
        warm_start=True,
    )
    for grown in range(step, spec.trees + step, step):
        forest.n_estimators = min(grown, spec.trees)
        forest.fit(inputs.numpy(), target.numpy())
        yield ForestModel(spec, forest)


class Votes:
    """The mean answer of a growing forest on some rows, counted tree by tree.

    Parameters
    ----------
    inputs : Tensor of shape (n_rows, n_features)
    n_classes : int
    """

    def __init__(self, inputs: Tensor, n_classes: int) -> None:
        self.inputs = inputs.numpy()
        self.total = np.zeros((len(inputs), n_classes))
        self.counted = 0

    def logits(self, model: ForestModel) -> Tensor:
        """Count the trees grown since the last call, and return the forest's logits."""
        trees = model.forest.estimators_
        for tree in trees[self.counted :]:
            self.total += tree.predict_proba(self.inputs, check_input=False)
        self.counted = len(trees)
        return as_log(self.total / self.counted)
