"""Small made-up answers and data sets for the tests of evaluation."""

import numpy as np

from core.evaluate.metrics import prepare
from core.spec import TaskName
from core.tasks.dataset import Dataset, Part
from core.tasks.encode import Encoder, NumericColumn
from core.tasks.split import SplitPlan


def probabilities(rng: np.random.Generator, target: np.ndarray, n_classes: int, skill: float):
    """Answers that lean towards the truth by `skill`; 0 knows nothing."""
    logits = rng.normal(size=(len(target), n_classes)) + skill * np.eye(n_classes)[target]
    powers = np.exp(logits)
    return powers / powers.sum(axis=1, keepdims=True)


def make_part(target, *, rows=None, state=None, labelled=None, dates=None) -> Part:
    """One part; without `rows` its single feature is noise-free class over two."""
    target = np.asarray(target)
    rows = np.asarray(target[:, None] / 2 if rows is None else rows, dtype=np.float32)
    labelled = np.ones(len(target), dtype=bool) if labelled is None else np.asarray(labelled)
    return Part(
        encoded=rows,
        places=np.arange(len(target)),
        classes=target,
        shows_label=labelled,
        dates=dates,
        label_ends=dates,
        tickers=None,
        states=None if state is None else np.asarray(state),
        raw=rows,
    )


def make_dataset(
    train: Part, validation: Part, test: Part, n_classes: int = 2, task: TaskName = "credit"
) -> Dataset:
    """Put three parts together."""
    n_features = train.encoded.shape[1]
    columns = tuple(NumericColumn(f"x{k}", 0, -9, 9, 0, 1) for k in range(n_features))
    return Dataset(
        task=task,
        train=train,
        validation=validation,
        test=test,
        class_names=tuple("abcdef"[:n_classes]),
        plan=SplitPlan("stratified", 0, None, None),
        encoder=Encoder(columns, ()),
        content_hash="made up",
    )


def weighted_scores(target, table, weights, predicted=None) -> np.ndarray:
    """Scores of one answer sheet under each set of weights."""
    return prepare(target, table, predicted).scores(weights)


def point_scores(target, table, predicted=None) -> np.ndarray:
    """Scores of one answer sheet with every row counted once."""
    return weighted_scores(target, table, np.ones((1, len(target))), predicted).ravel()
