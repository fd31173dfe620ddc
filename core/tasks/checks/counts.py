"""Checks of how many rows there are: of each class, in training and in test."""

from __future__ import annotations

import numpy as np

from core.data.checks.check import Check, NotApplicable, Sight, Spotted
from core.data.quote import quote
from core.tasks.checks.training_rows import (
    LEAST_ROWS_PER_CLASS,
    labelled_classes,
    rows_per_class,
)
from core.tasks.dataset import Dataset

LEAST_TRAINING_ROWS = 500
LEAST_TEST_ROWS_PER_CLASS = 50
"""With fewer, a 95 % interval of the area under the curve is about 0.15 wide."""

RARE_SHARE = 0.05
LEAST_ROWS_FOR_SHARES = 100


def _too_few_of_a_class(dataset: Dataset) -> Sight:
    counts = rows_per_class(dataset, labelled_classes(dataset))
    rarest = int(counts.argmin())
    if counts[rarest] >= LEAST_ROWS_PER_CLASS:
        return None
    what = f"Fewer than {LEAST_ROWS_PER_CLASS} labelled training rows of a class"
    return Spotted(what, f"class {quote(dataset.class_names[rarest])} has {counts[rarest]}")


def _few_rows(dataset: Dataset) -> Sight:
    n_training = int(dataset.train.shows_label.sum())
    in_test = rows_per_class(dataset, dataset.test.classes)
    rarest = int(in_test.argmin())
    found = []
    if n_training < LEAST_TRAINING_ROWS:
        found.append(f"{n_training:,} labelled training rows, fewer than {LEAST_TRAINING_ROWS}")
    if in_test[rarest] < LEAST_TEST_ROWS_PER_CLASS:
        name = quote(dataset.class_names[rarest])
        found.append(
            f"{in_test[rarest]} test rows of class {name}, fewer than {LEAST_TEST_ROWS_PER_CLASS}"
        )
    return Spotted("Few rows to learn from or to judge by", "; ".join(found)) if found else None


def _rare_class(dataset: Dataset) -> Sight:
    counts = rows_per_class(dataset, labelled_classes(dataset))
    if counts.sum() < LEAST_ROWS_FOR_SHARES:
        return NotApplicable(
            f"Fewer than {LEAST_ROWS_FOR_SHARES} training rows have a label, too few for shares."
        )
    share = counts / counts.sum()
    rare = [
        f"{quote(dataset.class_names[place])} with {share[place]:.1%} ({counts[place]:,} rows)"
        for place in np.flatnonzero(share < RARE_SHARE)
    ]
    if not rare:
        return None
    return Spotted(f"Classes with less than {RARE_SHARE:.0%} of the training rows", ", ".join(rare))


TOO_FEW_OF_A_CLASS = Check(
    code="T101",
    title="Enough training rows of each class",
    severity="blocks",
    why="From a handful of cases a model learns these cases, not what they have in common; "
    "whatever it scored would be chance.",
    remedy="Add rows of that class, show more of the labels, or join classes.",
    look=_too_few_of_a_class,
)
FEW_ROWS = Check(
    code="T104",
    title="Enough rows to tell models apart",
    severity="advises",
    why="With few rows the scores are wide intervals, and most differences between models "
    "cannot be told from chance.",
    remedy="Use more rows if you can; otherwise read the intervals, not the scores.",
    look=_few_rows,
)
RARE_CLASS = Check(
    code="T106",
    title="Balance of the classes",
    severity="advises",
    why="A model that never names a rare class is right nearly always, so that accuracy says "
    "little. Area under the curve and log loss still do.",
    remedy="Judge by those, and choose the threshold for what a miss and a false alarm cost.",
    look=_rare_class,
)
