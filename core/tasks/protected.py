"""The groups that the law protects, by row: kept for the fairness table, whatever models see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.data.day_formats import parse_days
from core.data.identity import AGE_OF_A_PERSON, PROTECTED_WORDS
from core.data.names import words_of
from core.data.numerals import parse_numbers

# The last band begins where Regulation B calls an applicant elderly: 12 CFR 1002.2(o).
AGE_BAND_STARTS = (25, 35, 45, 55, 62)
OLDEST_AGE = 130
EARLIEST_BIRTH_YEAR = 1850
LATEST_BIRTH_YEAR = 2100
MOST_GROUPS = 12
NOT_STATED = "not stated"
OTHER = "other"


@dataclass(frozen=True)
class ProtectedColumn:
    """One protected attribute: its column, and the group of each row as text."""

    name: str
    groups: NDArray[np.str_]

    def of_rows(self, positions: np.ndarray) -> Self:
        """Return the same attribute for some of the rows."""
        return type(self)(self.name, self.groups[positions])


def protected_columns(frame: pd.DataFrame, names: Sequence[str]) -> tuple[ProtectedColumn, ...]:
    """Sort the rows into groups by each protected column.

    Parameters
    ----------
    frame : DataFrame of shape (n_rows, ...)
    names : sequence of str
        Columns that were recognised as protected, see `core.data.identity.protected_reason`.

    Returns
    -------
    tuple of ProtectedColumn
        Ages come in bands and birth dates in decades, so that no row is told by its own age.
        Of other attributes the 12 most frequent values are kept and the rest is "other".
    """
    return tuple(ProtectedColumn(name, _groups(frame[name])) for name in names)


def _groups(cells: pd.Series) -> NDArray[np.str_]:
    place, distinct = pd.factorize(cells)
    texts = np.array([_written(value) for value in distinct], dtype=object)
    if _tells_age(str(cells.name)) and len(texts) > MOST_GROUPS:
        texts = _by_age(texts)
    group_of_text, groups = pd.factorize(np.append(texts, NOT_STATED))
    codes = group_of_text[place]
    counts = np.bincount(codes, minlength=len(groups))
    if (counts > 0).sum() > MOST_GROUPS:
        groups[np.argsort(-counts, kind="stable")[MOST_GROUPS:]] = OTHER
    named: NDArray[np.str_] = groups.astype(np.str_)[codes]
    return named


def _tells_age(name: str) -> bool:
    words = words_of(name)
    is_birth = any(PROTECTED_WORDS.get(word) == "age" for word in words)
    return is_birth or AGE_OF_A_PERSON.fullmatch("_".join(words)) is not None


def _by_age(texts: np.ndarray) -> np.ndarray:
    """Return the band of each age, and the decade of each year or day of birth."""
    ages = parse_numbers(pd.Series(texts, dtype="object"))
    born = parse_days(pd.Series(texts, dtype="object")).days
    years = np.where(np.isnan(ages), born.dt.year.to_numpy(dtype=np.float64), ages)
    bands = [_age_band(age) or _decade(year) for age, year in zip(ages, years, strict=True)]
    return np.array([band or OTHER for band in bands], dtype=object)


def _age_band(age: float) -> str:
    if not 0 <= age <= OLDEST_AGE:
        return ""
    band = int(np.searchsorted(AGE_BAND_STARTS, age, side="right"))
    if band == 0:
        return f"{AGE_BAND_STARTS[0] - 1} or younger"
    if band == len(AGE_BAND_STARTS):
        return f"{AGE_BAND_STARTS[-1]} or older"
    return f"{AGE_BAND_STARTS[band - 1]} to {AGE_BAND_STARTS[band] - 1}"


def _decade(year: float) -> str:
    if not EARLIEST_BIRTH_YEAR <= year <= LATEST_BIRTH_YEAR:
        return ""
    first = int(year) // 10 * 10
    return f"born {first} to {first + 9}"


def _written(value: object) -> str:
    """Return the value as text; whole numbers are written without a decimal point."""
    if isinstance(value, float | np.floating) and float(value).is_integer():
        return str(int(value))
    return str(value)
