"""What every closer look begins with: the test rows, the columns and their answers."""

from __future__ import annotations

from collections.abc import Mapping

from core.distill.reports import Role
from core.errors import RecordError
from core.evaluate.compare import Answers, Truth
from core.lab.evidence import Answered, Evidence
from core.lab.result import Result

LEARNED: tuple[Role, ...] = ("alone", "distilled", "teacher")
ALL: tuple[Role, ...] = ("baseline", *LEARNED)


def evidence_of(result: Result) -> Evidence:
    """Return what a run kept row by row.

    Raises
    ------
    RecordError
        When an earlier version made the run, and kept nothing.
    """
    if result.evidence is None:
        raise RecordError(
            "A closer look needs what the models answered row by row",
            "an earlier version of Distill Lab made this run, and kept only its scores",
            "Start it again from its settings.",
        )
    return result.evidence


def truth_of(result: Result) -> Truth:
    """Return what answers are judged against."""
    evidence = evidence_of(result)
    return Truth(evidence.target, evidence.dates, result.spec.task.horizon_days)


def sheets_of(result: Result, roles: tuple[Role, ...] = ALL) -> Mapping[Role, Answered]:
    """Return the answers of some columns, by role."""
    evidence = evidence_of(result)
    return {role: evidence.answered(role) for role in roles}


def answers_of(result: Result, role: Role) -> Answers:
    """Return the answers of one column, all seeds, as the comparison takes them."""
    answered = evidence_of(result).answered(role)
    predicted = None if answered.predicted is None else answered.predicted[None]
    return Answers(role, answered.test.astype("float64"), predicted)
