"""Answers that need no learning, or hardly any: what every model has to beat."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from core.errors import TargetError
from core.evaluate.compare import Answers
from core.evaluate.scores import Array, Classes
from core.tasks.dataset import Dataset, Part

MOST_ITERATIONS = 2000
ABSENT_CLASS_LOGIT = -30.0


@dataclass(frozen=True)
class Naive:
    """A baseline that looks its answer up in a table.

    Parameters
    ----------
    name : str
        "Majority" or "Persistence".
    lookup_table : ndarray of shape (n_states, n_classes), float32
        Probabilities for each state; majority knows one state only.
    predicted_by_state : ndarray of shape (n_states,), int64
        Class for each state; persistence says "as now", whatever is most probable.
    """

    name: str
    lookup_table: NDArray[np.float32]
    predicted_by_state: Classes

    def codes(self, part: Part) -> Classes:
        """Return the state of each row, of shape (n_rows,)."""
        if len(self.lookup_table) == 1 or part.states is None:
            return np.zeros(len(part), np.int64)
        states: Classes = part.states
        return states

    def predicted(self, part: Part) -> Classes:
        """Return the class given to each row, of shape (n_rows,)."""
        return self.predicted_by_state[self.codes(part)]

    def answers(self, part: Part, role: str) -> Answers:
        """Answer the rows of a part under the name `role`, as if with one seed."""
        table = self.lookup_table[self.codes(part)].astype(np.float64)
        return Answers(role, table[None], self.predicted(part)[None])


def majority(dataset: Dataset) -> Naive:
    """Give every row the class that most labelled training rows have, with all their shares."""
    shares = _class_shares(dataset)
    return Naive("Majority", shares[None].astype(np.float32), shares[None].argmax(axis=1))


def persistence(dataset: Dataset) -> Naive | None:
    """Say that the class stays as it is now; None where rows have no such state.

    The probabilities are the shares of the classes among labelled training rows in the
    same state, with one row's worth of the overall shares added, so that a state never
    seen before gets the overall shares.
    """
    part = dataset.train
    if part.states is None:
        return None
    kept = part.shows_label
    counts = np.zeros((dataset.n_classes, dataset.n_classes))
    np.add.at(counts, (part.states[kept], part.classes[kept]), 1.0)
    counts += _class_shares(dataset)
    table = (counts / counts.sum(axis=1, keepdims=True)).astype(np.float32)
    return Naive("Persistence", table, np.arange(dataset.n_classes))


def naive_baselines(dataset: Dataset) -> tuple[Naive, ...]:
    """Return the naive baselines, the more accurate on validation rows first; majority if equal."""
    found = [naive for naive in (majority(dataset), persistence(dataset)) if naive]
    part = dataset.validation
    target = part.classes
    return tuple(sorted(found, key=lambda naive: -float((naive.predicted(part) == target).mean())))


@dataclass(frozen=True)
class Logistic:
    """A fitted logistic regression on encoded rows: softmax of ``rows @ weight.T + bias``.

    Parameters
    ----------
    weight : ndarray of shape (n_classes, n_features), float32
    bias : ndarray of shape (n_classes,), float32
    """

    weight: NDArray[np.float32]
    bias: NDArray[np.float32]
    name: str = "Logistic regression"

    def probabilities(self, part: Part) -> Array:
        """Return the probabilities of each row, of shape (n_rows, n_classes)."""
        logits = part.rows.numpy().astype(np.float64) @ self.weight.T + self.bias
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares: Array = powers / powers.sum(axis=1, keepdims=True)
        return shares

    def answers(self, part: Part, role: str) -> Answers:
        """Answer the rows of a part under the name `role`, as if with one seed."""
        return Answers(role, self.probabilities(part)[None])


def logistic_regression(dataset: Dataset) -> Logistic:
    """Fit a logistic regression with scikit-learn's default penalty on labelled training rows.

    A class without a labelled training row is given next to no probability.

    Raises
    ------
    TargetError
        When the labelled training rows hold one class only.
    """
    kept = dataset.train.labelled
    target = dataset.train.target[kept].numpy()
    present = np.unique(target)
    if len(present) < 2:
        raise TargetError(
            "Labelled training rows must hold at least two classes",
            f"all {len(target)} of them are {dataset.class_names[int(present[0])]!r}",
            "Keep more labels, or choose another target.",
        )
    rows = dataset.train.rows[kept].numpy().astype(np.float64)
    fitted = LogisticRegression(max_iter=MOST_ITERATIONS).fit(rows, target)
    weight = np.zeros((dataset.n_classes, dataset.n_features), np.float32)
    bias = np.full(dataset.n_classes, ABSENT_CLASS_LOGIT, np.float32)
    is_binary = len(present) == 2
    weight[present] = np.vstack((0 * fitted.coef_, fitted.coef_)) if is_binary else fitted.coef_
    bias[present] = (0.0, fitted.intercept_[0]) if is_binary else fitted.intercept_
    return Logistic(weight, bias)


def _class_shares(dataset: Dataset) -> Array:
    target = dataset.train.target[dataset.train.labelled].numpy()
    counts = np.bincount(target, minlength=dataset.n_classes).astype(np.float64)
    shares: Array = counts / counts.sum()
    return shares
