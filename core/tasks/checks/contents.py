"""Check of whether the training rows hold anything to learn from at all."""

from __future__ import annotations

import numpy as np

from core.data.checks.check import Check, Sight, Spotted
from core.data.quote import quote_all
from core.tasks.checks.training_rows import raw_columns
from core.tasks.dataset import Dataset


def _nothing_varies(dataset: Dataset) -> Sight:
    every = np.arange(len(dataset.train))
    columns = raw_columns(dataset.encoder, dataset.train, every)
    if any(_varies(column.values) for column in columns):
        return None
    what = "No column varies within the training rows"
    return Spotted(what, quote_all(dataset.encoder.column_names))


def _varies(values: np.ndarray) -> bool:
    first = values[0]
    same = np.isnan(values) if np.isnan(first) else values == first
    return not same.all()


NOTHING_VARIES = Check(
    code="T102",
    title="At least one column that varies",
    severity="blocks",
    why="All training rows look alike, so that no model can do more than guess the commonest "
    "class.",
    remedy="Use other columns.",
    look=_nothing_varies,
)
