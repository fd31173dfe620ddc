"""Where to cut: the threshold chosen on validation rows, and what it does on test rows."""

from __future__ import annotations

from collections.abc import Mapping

from core.distill.reports import Role
from core.evaluate.looks.threshold import (
    MISSED_COST,
    ThresholdEffect,
    ThresholdRule,
    choose_threshold,
    threshold_effect,
)
from core.lab.closer.answers import LEARNED, evidence_of, sheets_of
from core.lab.result import Result


def thresholds(
    result: Result, rule: ThresholdRule = "f1", missed_cost: float = MISSED_COST
) -> Mapping[Role, ThresholdEffect]:
    """Choose a threshold for each column that learned; empty unless there are two classes.

    Parameters
    ----------
    result : Result
    rule : str
        "f1" or "cost".
    missed_cost : float
        Cost of a missed case, in false alarms.

    Raises
    ------
    RecordError
        When an earlier version made the run.
    """
    evidence, names = evidence_of(result), result.data.classes
    if len(names) != 2:
        return {}
    return {
        role: threshold_effect(
            choose_threshold(evidence.validation_target, sheet.reference, names, rule, missed_cost),
            evidence.target,
            sheet.probabilities,
        )
        for role, sheet in sheets_of(result, LEARNED).items()
    }
