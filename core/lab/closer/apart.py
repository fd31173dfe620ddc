"""Where student and teacher part: how alike their answers are, and who was right."""

from __future__ import annotations

from dataclasses import dataclass

from core.evaluate.looks.agreement import Agreement, agreement
from core.evaluate.looks.disagreement import Disagreement, disagreement
from core.lab.closer.answers import evidence_of, truth_of
from core.lab.result import Result


@dataclass(frozen=True)
class Apart:
    """The distilled student beside its teacher; ``class_name`` is what probabilities are of."""

    agreement: Agreement
    disagreement: Disagreement
    class_name: str


def apart(result: Result, class_index: int = 1) -> Apart:
    """Set the distilled student beside its teacher, row by row.

    Parameters
    ----------
    result : Result
    class_index : int
        Class whose probabilities are compared.

    Raises
    ------
    RecordError
        When an earlier version made the run.
    """
    evidence, names = evidence_of(result), result.data.classes
    return Apart(
        agreement=agreement(evidence.teacher, evidence.distilled, class_index),
        disagreement=disagreement(
            truth_of(result), evidence.teacher, evidence.distilled, names, evidence.tickers
        ),
        class_name=names[class_index],
    )
