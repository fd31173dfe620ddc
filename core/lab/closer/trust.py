"""Whether probabilities can be taken at their word, and what acting only when sure gains."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.distill.reports import Role
from core.evaluate.looks.reliability import Reliability, reliability
from core.evaluate.looks.selective import Selective, selective
from core.lab.closer.answers import LEARNED, evidence_of, sheets_of, truth_of
from core.lab.result import Result


@dataclass(frozen=True)
class Trust:
    """Calibration of each column that learned, and its accuracy where it is sure."""

    reliability: Mapping[Role, Reliability]
    selective: Mapping[Role, Selective]


def trust(result: Result) -> Trust:
    """Look at how far probabilities can be believed.

    Raises
    ------
    RecordError
        When an earlier version made the run.
    """
    evidence, truth = evidence_of(result), truth_of(result)
    sheets = sheets_of(result, LEARNED)
    return Trust(
        reliability={
            role: reliability(
                evidence.target,
                sheet.probabilities,
                result.data.classes,
                rows_are_independent=truth.dates is None,
            )
            for role, sheet in sheets.items()
        },
        selective={role: selective(truth, sheet) for role, sheet in sheets.items()},
    )
