"""Checks of single columns that already hold the answer."""

from __future__ import annotations

import numpy as np

from core.data.checks.check import Check, NotApplicable, Sight, Spotted
from core.data.quote import quote, quote_all
from core.tasks.checks.separation import separation, value_table
from core.tasks.checks.training_rows import (
    LEAST_ROWS_PER_CLASS,
    labelled_classes,
    labelled_rows,
    raw_columns,
    rows_per_class,
    said_of_sample,
    sample,
)
from core.tasks.dataset import Dataset

TELLING_AREA = 0.99
MOST_VALUES = 20
LEAST_ROWS_PER_VALUE = 10
MOST_SHOWN = 5


def _decides(dataset: Dataset) -> Sight:
    if _has_too_few(dataset):
        return _TOO_FEW
    names = _deciding(dataset)
    what = "Columns of which each value goes with one class only"
    return Spotted(what, quote_all(names)) if names else None


def _tells(dataset: Dataset) -> Sight:
    if _has_too_few(dataset):
        return _TOO_FEW
    rows = labelled_rows(dataset)
    areas = _areas(dataset, sample(rows), passed_over=_deciding(dataset))
    telling = [(area, name) for name, area in areas.items() if area > TELLING_AREA]
    if not telling:
        return None
    telling.sort(reverse=True)
    shown = ", ".join(f"{quote(name)} ({area:.3f})" for area, name in telling[:MOST_SHOWN])
    more = f" and {len(telling) - MOST_SHOWN} more" if len(telling) > MOST_SHOWN else ""
    what = f"Columns that tell the classes apart alone, area under the curve above {TELLING_AREA}"
    return Spotted(what, f"{shown}{more}{said_of_sample(len(rows))}")


def _areas(dataset: Dataset, rows: np.ndarray, passed_over: list[str]) -> dict[str, float]:
    target = dataset.train.classes[rows]
    return {
        column.name: separation(column, target, LEAST_ROWS_PER_CLASS)
        for column in raw_columns(dataset.encoder, dataset.train, rows)
        if column.name not in passed_over
    }


def _deciding(dataset: Dataset) -> list[str]:
    """Columns that decide the class: those that do so in a sample, if they do in all rows."""
    rows = labelled_rows(dataset)
    suspects = _pure(dataset, sample(rows), dataset.encoder.column_names)
    return _pure(dataset, rows, suspects) if suspects else []


def _pure(dataset: Dataset, rows: np.ndarray, among: tuple[str, ...] | list[str]) -> list[str]:
    target = dataset.train.classes[rows]
    return [
        column.name
        for column in raw_columns(dataset.encoder, dataset.train, rows)
        if column.name in among and _is_pure(column.values, target)
    ]


def _is_pure(values: np.ndarray, target: np.ndarray) -> bool:
    """Whether each value, of which there are few, goes with one class."""
    table = value_table(values, target)
    most = min(MOST_VALUES, len(target) // LEAST_ROWS_PER_VALUE)
    return len(table) <= most and bool(((table > 0).sum(axis=1) == 1).all())


def _has_too_few(dataset: Dataset) -> bool:
    counts = rows_per_class(dataset, labelled_classes(dataset))
    return int(counts.min()) < LEAST_ROWS_PER_CLASS


_TOO_FEW = NotApplicable(
    f"A class has fewer than {LEAST_ROWS_PER_CLASS} labelled training rows, too few to tell."
)

DECIDES = Check(
    code="T103",
    title="A column that decides the target",
    severity="blocks",
    why="Such a column is the target written differently, or was filled in after the outcome. "
    "Whatever is trained on it looks that one column up, so that no comparison of models means "
    "anything, and fails in use, where the column is not known yet.",
    remedy="Set the column aside. If its value truly is known on the day of decision, no model "
    "is needed.",
    look=_decides,
)
TELLS = Check(
    code="T105",
    title="A column that gives the target away",
    severity="advises",
    why="Real outcomes are hardly ever told so well by one column. Mostly it was written down "
    "after the outcome, such as the amount recovered or the date of the last payment, and is not "
    "known when a decision has to be made.",
    remedy="Set the column aside, unless its value is known on the day of decision.",
    look=_tells,
)
