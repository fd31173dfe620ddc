"""Columns that no model should see unasked: who a row is about, and what the law protects."""

from __future__ import annotations

import re

import pandas as pd

from core.data.cells import is_meant_as_numbers
from core.data.names import words_of
from core.data.numerals import parse_numbers

PROTECTED_WORDS: dict[str, str] = {
    "sex": "sex", "gender": "sex", "male": "sex", "female": "sex",
    "marital": "marital status", "marriage": "marital status", "married": "marital status",
    "race": "race", "ethnic": "race", "ethnicity": "race",
    "nationality": "national origin", "foreign": "national origin", "foreigner": "national origin",
    "citizenship": "national origin", "birthplace": "national origin",
    "religion": "religion", "religious": "religion",
    "disability": "disability", "disabled": "disability",
    "birthdate": "age", "dob": "age",
    "geschlecht": "sex", "familienstand": "marital status", "herkunft": "race",
    "staatsangehörigkeit": "national origin", "nationalität": "national origin",
    "konfession": "religion", "behinderung": "disability",
    "alter": "age", "lebensalter": "age", "geburtsdatum": "age", "geburtsjahr": "age",
}  # fmt: skip
AGE_OF_A_PERSON = re.compile(
    r"(?:client|customer|applicant|borrower|person|respondent)?s?_?age(?:_?(?:in_)?years?|_?group|_?band|_?bin)?"
)
IDENTIFIER_WORDS = ("id", "uuid", "guid", "ssn", "iban")
NAMING_WORDS = (
    "name", "email", "phone", "telephone", "number", "no", "code", "key", "index", "nr", "nummer",
    "kennung",
)  # fmt: skip

_LEAST_ROWS = 20
_MOSTLY_DISTINCT = 0.9
_TEXT_DISTINCT = 0.5
_LARGEST_COUNT = 2.0**53


def protected_reason(name: str) -> str | None:
    """Why a column counts as protected, or None.

    The attributes are those of the US Equal Credit Opportunity Act, 15 U.S.C. 1691(a),
    that a column name can tell, and disability.
    """
    words = words_of(name)
    attribute = next((PROTECTED_WORDS[word] for word in words if word in PROTECTED_WORDS), None)
    if attribute is None and AGE_OF_A_PERSON.fullmatch("_".join(words)):
        attribute = "age"
    return f"Its name tells of {attribute}, which the law protects." if attribute else None


def identifier_reason(cells: pd.Series) -> str | None:
    """Why a column only tells rows apart, or None."""
    words = words_of(str(cells.name))
    if any(word in IDENTIFIER_WORDS for word in words):
        return "Its name says that it identifies a row."
    known = cells.dropna()
    if len(known) < _LEAST_ROWS:
        return None
    is_number = pd.api.types.is_numeric_dtype(known)
    are_meant = not is_number and _distinct(known) > _TEXT_DISTINCT and is_meant_as_numbers(known)
    if _counts_rows(_numbers_among(known) if are_meant else known):
        return "It counts the rows."
    if any(word in NAMING_WORDS for word in words) and _distinct(known) > _MOSTLY_DISTINCT:
        return "Nearly every row has a value of its own."
    # Distinct numbers are common, so only text is looked at as a whole.
    if not is_number and _distinct(known) > _TEXT_DISTINCT and not are_meant:
        return "It holds text that hardly ever repeats."
    return None


def _distinct(known: pd.Series) -> float:
    return known.nunique() / len(known)


def _numbers_among(known: pd.Series) -> pd.Series:
    """Return the whole numbers of a column in which text went astray; none where one is broken."""
    values = pd.Series(parse_numbers(known)).dropna()
    is_whole = bool((values % 1 == 0).all() and (values.abs() < _LARGEST_COUNT).all())
    return values.astype("int64") if is_whole else values


def _counts_rows(known: pd.Series) -> bool:
    return pd.api.types.is_integer_dtype(known) and bool((known.diff().iloc[1:] == 1).all())
