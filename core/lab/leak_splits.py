"""Two splits of market rows that leak, beside the honest one, for the leak card only.

No run can be started with the leaking ones: `core.tasks.make` does not know them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from core.data.quote import quote
from core.errors import TargetError
from core.spec import DataSpec, TaskSpec
from core.tasks.rows import TaskRows
from core.tasks.split import (
    TRAIN_PERCENT,
    VALIDATION_PERCENT,
    split_by_date,
    split_stratified,
)

LEAK_DATA = DataSpec(sample="us_stocks")
LEAK_TASK = TaskSpec(name="direction", horizon_days=10)
SplitName = Literal["shuffled", "by row", "by date"]


@dataclass(frozen=True)
class LeakSplit:
    """Row numbers to learn from and to be judged on, with what they can share.

    ``why`` is one sentence on what a test row can share with training rows.
    """

    name: SplitName
    title: str
    why: str
    train: np.ndarray
    test: np.ndarray


def leak_splits(rows: TaskRows, task: TaskSpec) -> tuple[LeakSplit, LeakSplit, LeakSplit]:
    """Divide market rows at random, by row number, and by date as a run does.

    Parameters
    ----------
    rows : TaskRows
        Market rows, stacked security by security.
    task : TaskSpec

    Returns
    -------
    tuple of LeakSplit
        Shuffled, by row, by date.

    Raises
    ------
    TooFewRowsError
        When the rows are too few for the split by date.
    TargetError
        When the training rows of a split lack a class.
    """
    asked = np.flatnonzero(rows.is_asked)
    splits = _shuffled(rows, asked, task), _by_row(rows, asked), _by_date(rows, asked, task)
    for split in splits:
        _check_classes(rows, split)
    return splits


def securities_of(rows: TaskRows) -> int:
    """Count the securities that rows with a known answer are of."""
    return int(rows.frame.loc[rows.is_asked, "Ticker"].nunique())


def _shuffled(rows: TaskRows, asked: np.ndarray, task: TaskSpec) -> LeakSplit:
    split = split_stratified(rows.target[asked])
    horizon = task.horizon_days
    why = "Rows were dealt out at random, so test days lie between training days."
    if horizon > 1:
        why = (
            "Rows were dealt out at random, so test days lie between training days; neighbours "
            f"share {horizon - 1} of the {horizon} sessions their labels look at."
        )
    return LeakSplit("shuffled", "Shuffled rows", why, asked[split.train], asked[split.test])


def _by_row(rows: TaskRows, asked: np.ndarray) -> LeakSplit:
    train_end = round(len(asked) * TRAIN_PERCENT / 100)
    test_start = round(len(asked) * (TRAIN_PERCENT + VALIDATION_PERCENT) / 100)
    why = "With one security a cut by row is a cut in time; only the gap around it is missing."
    if securities_of(rows) > 1:
        why = (
            "Securities are stacked and cut by row number, so test days of one can be training "
            "days of another, and securities move together."
        )
    return LeakSplit("by row", "Cut by row", why, asked[:train_end], asked[test_start:])


def _by_date(rows: TaskRows, asked: np.ndarray, task: TaskSpec) -> LeakSplit:
    if rows.dates is None or rows.label_ends is None:
        raise ValueError("market rows have dates")
    split = split_by_date(
        rows.dates[asked], rows.label_ends[asked], task.horizon_days, task.embargo_days
    )
    why = (
        f"All securities are cut on the same days, with {split.plan.gap_days} sessions left "
        "out, so no training label looks at a day that is tested."
    )
    return LeakSplit("by date", "Honest split", why, asked[split.train], asked[split.test])


def _check_classes(rows: TaskRows, split: LeakSplit) -> None:
    seen = set(rows.target[split.train].tolist())
    unseen = [name for number, name in enumerate(rows.class_names) if number not in seen]
    if unseen:
        raise TargetError(
            "Training rows must have every class",
            f"with the split {split.name} none is {quote(unseen[0])}",
            "Use a longer history, or another question.",
        )
