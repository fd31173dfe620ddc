"""Rows of numbers and known categories, read without the detour over text.

What this reads, it reads as the code of bundles does; anything else it leaves to that code.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from core.deploy.bundle_files import BundleColumn
from core.deploy.serving.cells import MISSING, Record
from core.deploy.table import LARGEST_NUMBER

UNSEEN = -1.0
Codes = dict[object, float]


class QuickRows:
    """Reads the rows of one model.

    Parameters
    ----------
    columns : sequence of BundleColumn
        What the model reads, in order.
    """

    def __init__(self, columns: Sequence[BundleColumn]) -> None:
        self._columns = tuple((column.name, _codes(column.categories)) for column in columns)

    def read(self, records: Sequence[Record]) -> np.ndarray | None:
        """Return float32 raw rows (n_rows, n_columns), or None where a closer look is needed."""
        try:
            rows = [
                [
                    _number(record[name]) if codes is None else codes[record[name]]
                    for name, codes in self._columns
                ]
                for record in records
            ]
        except (KeyError, TypeError):
            return None
        return np.array(rows, np.float32)


def _codes(categories: tuple[str, ...] | None) -> Codes | None:
    """Return the place of each category that text leaves as it is, and of a missing one."""
    if categories is None:
        return None
    missing: Codes = {} if "" in categories else {None: UNSEEN}
    return missing | {
        c: float(i) for i, c in enumerate(categories) if c == c.strip() and c not in MISSING
    }


def _number(cell: object) -> float:
    if isinstance(cell, int | float):
        return float(cell) if -LARGEST_NUMBER <= cell <= LARGEST_NUMBER else math.nan
    if cell is None:
        return math.nan
    raise TypeError
