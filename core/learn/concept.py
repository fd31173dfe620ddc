"""What a concept of the Learn page is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ConceptName = Literal["roles", "ways", "finance", "tips"]


@dataclass(frozen=True)
class Concept:
    """One table of words with one picture.

    Parameters
    ----------
    name : ConceptName
        Its name in the address; the picture is drawn by it.
    title, question : str
        What it is called, and what it answers.
    header : tuple of str
        Names of the columns.
    rows : tuple of tuple of str
        As many cells as the header has.
    notes : tuple of str
        What a reader must know besides.
    sources : tuple of str
        Where each number comes from.
    terms : tuple of str
        Words of the glossary that the texts lean on.
    """

    name: ConceptName
    title: str
    question: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    terms: tuple[str, ...]


@dataclass(frozen=True)
class Measured:
    """The AUC of a distilled student on one question, as this app measured it.

    ``outcome`` is the verdict against the student alone, as the verdict calls it.
    """

    question: str
    mean: float
    low: float
    high: float
    outcome: Literal["better", "no_clear_difference", "nothing_to_learn"]


@dataclass(frozen=True)
class Gain:
    """What a teacher added to the AUC of a student, where ``labels`` of the rows had a label."""

    teacher: str
    labels: float
    auc: float
