"""Columns of a table as features of a model, with everything learned from training rows only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.data.cells import numbers
from core.data.quote import quote
from core.errors import MissingColumnError

MAX_CATEGORIES = 50
CLIP_PERCENTILES = (0.1, 99.9)
UNSEEN = -1


@dataclass(frozen=True)
class NumericColumn:
    """A number: missing becomes the median, then clipped, then scaled; all from training rows."""

    name: str
    median: float
    low: float
    high: float
    mean: float
    std: float


@dataclass(frozen=True)
class CategoricalColumn:
    """A category as one indicator column each; missing or unseen gives zeros."""

    name: str
    categories: tuple[str, ...]


@dataclass(frozen=True)
class Encoder:
    """Turns raw columns into float32 features; numeric columns first, then categorical."""

    numeric: tuple[NumericColumn, ...]
    categorical: tuple[CategoricalColumn, ...]

    @property
    def feature_names(self) -> tuple[str, ...]:
        """Names of the encoded features, in order ("housing = own" for a category)."""
        indicators = (f"{c.name} = {value}" for c in self.categorical for value in c.categories)
        return (*(column.name for column in self.numeric), *indicators)

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names of the raw columns in the order of `raw`."""
        return (*(column.name for column in self.numeric), *(c.name for c in self.categorical))

    def raw(self, frame: pd.DataFrame) -> np.ndarray:
        """Numbers (NaN where missing) and category codes (-1 where missing or unseen).

        Parameters
        ----------
        frame : DataFrame of shape (n_rows, ...)
            Holds `column_names` in any order.

        Returns
        -------
        ndarray of shape (n_rows, n_columns), float32
            What an exported model reads.

        Raises
        ------
        MissingColumnError
            When a column is not in the frame.
        ColumnValueError
            When a numeric column holds text.
        """
        _check_columns(frame, self.column_names)
        raw = np.empty((len(frame), len(self.column_names)), dtype=np.float32)
        for place, column in enumerate(self.numeric):
            raw[:, place] = _finite_numbers(frame[column.name])
        for place, category in enumerate(self.categorical, start=len(self.numeric)):
            raw[:, place] = _codes(frame[category.name], category.categories)
        return raw

    def encode(self, raw: np.ndarray) -> np.ndarray:
        """Features, float32, of shape (..., n_features), from `raw` of shape (..., n_columns)."""
        codes = raw[..., len(self.numeric) :]
        indicators = [
            codes[..., place, None] == np.arange(len(column.categories))
            for place, column in enumerate(self.categorical)
        ]
        return np.concatenate([self._scaled(raw), *indicators], axis=-1, dtype=np.float32)

    def _scaled(self, raw: np.ndarray) -> np.ndarray:
        learned = [(c.median, c.low, c.high, c.mean, c.std) for c in self.numeric]
        median, low, high, mean, std = np.array(learned, dtype=np.float32).reshape(-1, 5).T
        values = raw[..., : len(self.numeric)]
        filled = np.where(np.isnan(values), median, values)
        return (np.clip(filled, low, high) - mean) / std


def fit_encoder(
    frame: pd.DataFrame, feature_columns: Sequence[str], train_rows: np.ndarray
) -> Encoder:
    """Learn medians, limits, scales and categories from the training rows.

    Parameters
    ----------
    frame : DataFrame of shape (n_rows, ...)
    feature_columns : sequence of str
        Columns that a model may see. Numbers and booleans are numeric, the rest is categorical.
    train_rows : ndarray of int
        Row numbers; no other row is looked at.

    Returns
    -------
    Encoder

    Raises
    ------
    MissingColumnError
        When a column is not in the frame.
    """
    _check_columns(frame, feature_columns)
    train = frame[list(feature_columns)].iloc[train_rows]
    is_numeric = {name: pd.api.types.is_numeric_dtype(train[name]) for name in feature_columns}
    return Encoder(
        tuple(_fit_numeric(train[name]) for name in feature_columns if is_numeric[name]),
        tuple(_fit_categorical(train[name]) for name in feature_columns if not is_numeric[name]),
    )


def _fit_numeric(cells: pd.Series) -> NumericColumn:
    values = _finite_numbers(cells).astype(np.float64)
    known = values[~np.isnan(values)]
    if len(known) == 0:
        return NumericColumn(str(cells.name), median=0.0, low=0.0, high=0.0, mean=0.0, std=1.0)
    median = float(np.median(known))
    low, high = (float(limit) for limit in np.percentile(known, CLIP_PERCENTILES))
    clipped = np.clip(np.where(np.isnan(values), median, values), low, high)
    mean, std = float(clipped.mean()), float(clipped.std())
    is_constant = std <= abs(mean) * np.finfo(np.float32).eps
    return NumericColumn(str(cells.name), median, low, high, mean, 1.0 if is_constant else std)


def _fit_categorical(cells: pd.Series) -> CategoricalColumn:
    counts = _as_text(cells).value_counts()
    most_frequent = sorted(counts.index, key=lambda value: (-counts[value], value))
    return CategoricalColumn(str(cells.name), tuple(sorted(most_frequent[:MAX_CATEGORIES])))


def _finite_numbers(cells: pd.Series) -> np.ndarray:
    """Return float32 with NaN where a cell is missing, infinite or beyond float32."""
    with np.errstate(over="ignore"):
        values = numbers(cells).to_numpy(dtype=np.float32)
    return np.where(np.isfinite(values), values, np.float32(np.nan))


def _codes(cells: pd.Series, categories: Sequence[str]) -> np.ndarray:
    """Return the place of each cell among the categories, -1 where missing or unseen."""
    # Each distinct value is looked up once, as there may be a million cells.
    place, distinct = pd.factorize(cells)
    known = pd.Index(list(categories), dtype="object")
    found = known.get_indexer(pd.Index(_as_text(pd.Series(distinct)), dtype="object"))
    codes: np.ndarray = np.append(found, UNSEEN)[place]
    return codes


def _as_text(cells: pd.Series) -> pd.Series:
    """Return cells as text, whole numbers without a decimal point, missing cells as None."""
    known = cells.astype("object").where(cells.notna(), None)
    return known.map(_written, na_action="ignore")


def _written(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _check_columns(frame: pd.DataFrame, names: Sequence[str]) -> None:
    missing = [name for name in names if name not in frame.columns]
    if missing:
        raise MissingColumnError(
            "Every column that the model reads must be in the table",
            f"{quote(missing[0])} is not",
            "Add that column, or rename the one that holds it.",
        )
