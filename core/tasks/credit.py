"""From a table with a class column to rows with that class as the answer."""

from __future__ import annotations

import numpy as np
import pandas as pd

from core.data.quote import quote, quote_all
from core.data.table import Table
from core.errors import MissingColumnError, NoTargetError, SpecError, TargetError
from core.tasks.protected import protected_columns
from core.tasks.rows import TaskRows

MAX_CLASSES = 10
MAX_WHOLE = 2.0**63
TRUTH_VALUES = frozenset({"false", "true"})


def credit_rows(table: Table, window: int = 1) -> TaskRows:
    """Take the target column of any table as the class to predict.

    Rows without a target are left out. Classes are numbered by their names, sorted as text; of
    two that are words, the rarer is the last: it is the event that scores, thresholds and
    fairness are about, such as a default, whatever it is called.

    Parameters
    ----------
    table : Table
    window : int
        Must be 1: the rows of a table do not follow each other in time.

    Returns
    -------
    TaskRows

    Raises
    ------
    SpecError
        When a model wants windows of days.
    MissingColumnError
        When no target is chosen, or no column is left to learn from.
    TargetError
        When the target has one class, or more than ten.
    """
    target, features = _columns(table, window)
    frame = table.frame[table.frame[target].notna()].reset_index(drop=True)
    written = _class_text(frame[target])
    class_names = _in_order(written)
    _check_classes(class_names, target)
    date = table.columns.date
    dates = None if date is None else frame[date].to_numpy(dtype="datetime64[D]")
    return TaskRows(
        frame=frame,
        feature_columns=features,
        class_names=class_names,
        target=pd.Index(class_names).get_indexer(pd.Index(written)).astype(np.int64),
        is_asked=np.ones(len(frame), dtype=bool),
        dates=dates,
        label_ends=dates,
        protected=protected_columns(frame, table.columns.protected),
    )


def _columns(table: Table, window: int) -> tuple[str, tuple[str, ...]]:
    target = table.columns.target
    if target is None or target not in table.frame.columns:
        raise _no_target(table)
    if window > 1:
        raise SpecError(
            "Models that read windows of days need daily prices",
            "the credit task has rows that do not follow each other",
            "Choose another model, such as an MLP.",
        )
    never = {target, table.columns.date, table.columns.ticker}
    features = tuple(name for name in table.columns.features if name not in never)
    if not features:
        raise MissingColumnError(
            "At least one column must be left to learn from",
            f"all columns but {quote(target)} are ignored",
            "Allow another column.",
        )
    return target, features


def _no_target(table: Table) -> MissingColumnError:
    must = "The credit task needs a target column"
    if table.is_prices:
        remedy = "Choose direction, trend or risk, which need prices only."
        return MissingColumnError(must, "none is chosen", remedy)
    counts = {str(name): table.frame[name].nunique() for name in table.frame.columns}
    fit = [name for name, count in counts.items() if 2 <= count <= MAX_CLASSES]
    return NoTargetError(
        must,
        "none is chosen, and no name tells which it is",
        f"Choose the column to predict; two to {MAX_CLASSES} values have: {quote_all(fit)}.",
    )


def _class_text(values: pd.Series) -> pd.Series:
    """Return the classes as text; whole numbers are written without a decimal point."""
    is_float = pd.api.types.is_float_dtype(values)
    if is_float and (values % 1 == 0).all() and (values.abs() < MAX_WHOLE).all():
        return values.astype("int64").astype("str")
    return values.astype("str")


def _in_order(written: pd.Series) -> tuple[str, ...]:
    """Return the names of the classes, of two words the one that is the event last."""
    names = tuple(sorted(written.unique()))
    if len(names) != 2 or any(map(_has_an_order, names)):
        return names
    first, last = (int((written == name).sum()) for name in names)
    return names if last <= first else names[::-1]


def _has_an_order(name: str) -> bool:
    """Whether a name is a number or a truth value, of which the larger is the event."""
    try:
        float(name)
    except ValueError:
        return name.casefold() in TRUTH_VALUES
    return True


def _check_classes(class_names: tuple[str, ...], target: str) -> None:
    if 2 <= len(class_names) <= MAX_CLASSES:
        return
    found = f"{quote(target)} has {len(class_names):,} different values"
    if len(class_names) == 1:
        found = f"{quote(target)} is always {quote(class_names[0])}"
    elif not class_names:
        found = f"{quote(target)} is empty"
    raise TargetError(
        f"The target must have two to {MAX_CLASSES} classes",
        found,
        "Choose another target column, or rows with other outcomes.",
    )
