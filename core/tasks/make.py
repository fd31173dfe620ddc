"""The one door to data sets: from a table and a question to training, validation and test rows."""

from __future__ import annotations

import hashlib

import numpy as np

from core.data.quote import quote
from core.data.table import Table
from core.errors import TargetError
from core.spec import MARKET_TASKS, TaskSpec
from core.tasks.credit import credit_rows
from core.tasks.dataset import Dataset, Part
from core.tasks.encode import Encoder, fit_encoder
from core.tasks.few_labels import labels_to_keep
from core.tasks.market import market_rows
from core.tasks.rows import TaskRows
from core.tasks.split import (
    Split,
    split_by_date,
    split_out_of_time,
    split_stratified,
)
from core.tasks.walk_forward import walk_forward_splits


def make_dataset(table: Table, task: TaskSpec, window: int = 1) -> Dataset:
    """Label, split and encode the rows of a table.

    Parameters
    ----------
    table : Table
    task : TaskSpec
    window : int
        Days in the longest window that a model of the run reads. Rows with fewer days
        before them are in no part, so that all models see the same rows.

    Returns
    -------
    Dataset
        Everything fitted on training rows only; its hash covers rows, labels and split.

    Raises
    ------
    SpecError
        When the task does not suit the table, or a model does not suit the task.
    MissingColumnError
        When there is no target, or no column to learn from.
    TargetError
        When the target has too few or too many classes, or a part lacks classes.
    TooFewRowsError
        When the rows are too few for the split.
    """
    rows = _rows(table, task, window)
    return _dataset(table, task, rows, _split(rows, task))


def make_walk(table: Table, task: TaskSpec, window: int = 1) -> tuple[Dataset, ...]:
    """Make one data set for each test block, in time order, to walk forward over.

    Parameters
    ----------
    table : Table
    task : TaskSpec
    window : int
        As in `make_dataset`.

    Returns
    -------
    tuple of Dataset
        As many as the task has test blocks; none where it has one.

    Raises
    ------
    SpecError
        When the task does not suit the table.
    TooFewRowsError
        When there are too few sessions for so many blocks.
    """
    if task.test_blocks == 1:
        return ()
    rows = _rows(table, task, window)
    if rows.dates is None or rows.label_ends is None:
        raise ValueError("rows of a market have days")
    asked = np.flatnonzero(rows.is_asked)
    splits = walk_forward_splits(
        rows.dates[asked],
        rows.label_ends[asked],
        task.horizon_days,
        task.embargo_days,
        task.test_blocks,
    )
    return tuple(_dataset(table, task, rows, _among(asked, split)) for split in splits)


def _dataset(table: Table, task: TaskSpec, rows: TaskRows, split: Split) -> Dataset:
    encoder = fit_encoder(rows.frame, rows.feature_columns, split.train)
    labelled = _labelled(rows.target, split, task.labels)
    _check_classes(rows, split)
    train, validation, test = _parts(rows, split, labelled, encoder)
    return Dataset(
        task=task.name,
        train=train,
        validation=validation,
        test=test,
        class_names=rows.class_names,
        plan=split.plan,
        encoder=encoder,
        content_hash=_content_hash(table, rows, train.raw, split, labelled),
    )


def _among(asked: np.ndarray, split: Split) -> Split:
    """Turn places among the rows that are asked about into places among all rows."""
    return Split(split.plan, *(asked[part] for part in split.parts))


def _rows(table: Table, task: TaskSpec, window: int) -> TaskRows:
    if task.name in MARKET_TASKS:
        return market_rows(table, task, window)
    return credit_rows(table, window)


def _split(rows: TaskRows, task: TaskSpec) -> Split:
    asked = np.flatnonzero(rows.is_asked)
    if rows.dates is None or rows.label_ends is None:
        split = split_stratified(rows.target[asked])
    elif task.name in MARKET_TASKS:
        split = split_by_date(
            rows.dates[asked], rows.label_ends[asked], task.horizon_days, task.embargo_days
        )
    else:
        split = split_out_of_time(rows.dates[asked])
    return _among(asked, split)


def _labelled(target: np.ndarray, split: Split, share: float) -> np.ndarray:
    """Return which rows of the history may show their label: hidden in training only."""
    labelled = np.ones(len(target), dtype=bool)
    if share < 1:
        labelled[split.train] = labels_to_keep(target[split.train], share)
    return labelled


def _check_classes(rows: TaskRows, split: Split) -> None:
    seen = np.unique(rows.target[split.train])
    if len(seen) < len(rows.class_names):
        unseen = min(set(range(len(rows.class_names))) - set(seen.tolist()))
        raise TargetError(
            "Training rows must have every class",
            f"none of the {len(split.train):,} training rows is {quote(rows.class_names[unseen])}",
            "Add older rows of that class, or drop the rows that have it.",
        )
    for name, part in (("Validation", split.validation), ("Test", split.test)):
        classes = np.unique(rows.target[part])
        if len(classes) < 2:
            raise TargetError(
                f"{name} rows must have at least two classes",
                f"all {len(part):,} are {quote(rows.class_names[classes[0]])}",
                "Use more rows, or another question.",
            )


def _parts(
    rows: TaskRows, split: Split, labelled: np.ndarray, encoder: Encoder
) -> tuple[Part, Part, Part]:
    raw = encoder.raw(rows.frame)
    encoded = encoder.encode(raw)

    def part(positions: np.ndarray) -> Part:
        return Part(
            encoded=encoded,
            places=positions,
            classes=rows.target[positions],
            shows_label=labelled[positions],
            dates=None if rows.dates is None else rows.dates[positions],
            label_ends=None if rows.label_ends is None else rows.label_ends[positions],
            tickers=None if rows.tickers is None else rows.tickers[positions],
            states=None if rows.state is None else rows.state[positions],
            raw=raw,
            next_return=None if rows.next_return is None else rows.next_return[positions],
            protected=tuple(column.of_rows(positions) for column in rows.protected),
        )

    return part(split.train), part(split.validation), part(split.test)


def _content_hash(
    table: Table, rows: TaskRows, raw: np.ndarray, split: Split, labelled: np.ndarray
) -> str:
    digest = hashlib.sha256(f"{table.content_hash} {rows.class_names}".encode())
    for array in (raw, rows.target, labelled, *split.parts):
        digest.update(array.tobytes())
    return digest.hexdigest()
