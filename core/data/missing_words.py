"""Cells among numbers that say in words, such as "k.A.", that a number is missing."""

from __future__ import annotations

import numpy as np
import pandas as pd

from core.data.separated import UNSURE_MISSING_WORD, says_missing

MOST_WORDS = 1000
"""A column with more different cells that are no numbers is one of text, whatever they say."""


def missing_words(cells: pd.Series, are_sure: bool = False) -> pd.Series:
    """Return which cells say that a number is missing.

    Parameters
    ----------
    cells : Series
        Text that is no number, or missing.
    are_sure : bool
        Leave out "none", which may as well mean zero.
    """
    place, distinct = pd.factorize(cells)
    says = np.zeros(len(distinct) + 1, dtype=bool)
    if len(distinct) <= MOST_WORDS:
        says[:-1] = [
            says_missing(str(cell)) and not (are_sure and _is_unsure(cell)) for cell in distinct
        ]
    return pd.Series(says[place], cells.index, dtype=bool)


def _is_unsure(cell: object) -> bool:
    return str(cell).strip().casefold() == UNSURE_MISSING_WORD
