"""Whether groups that the law protects fare differently, for questions of credit."""

from __future__ import annotations

from collections.abc import Sequence

from core.data.samples import SAMPLES
from core.evaluate.compare import Answers
from core.evaluate.fairness.fairness import Fairness, Grouping, judge_fairness
from core.lab.closer.answers import LEARNED, answers_of, evidence_of
from core.lab.result import Result
from core.spec import DataSpec


def fair(result: Result, answers: Sequence[Answers] = ()) -> Fairness | None:
    """Compare the groups of every protected attribute under each column that learned.

    Parameters
    ----------
    result : Result
    answers : sequence of Answers
        Judged instead of the columns, where given.

    Returns
    -------
    Fairness or None
        None where no protected attribute was found, or there are not two classes.

    Raises
    ------
    RecordError
        When an earlier version made the run.
    """
    evidence, names = evidence_of(result), result.data.classes
    if not evidence.protected or len(names) != 2:
        return None
    return judge_fairness(
        evidence.target,
        names,
        tuple(Grouping(one.name, one.groups) for one in evidence.protected),
        answers or tuple(answers_of(result, role) for role in LEARNED),
        target_column(result.spec.data),
    )


def target_column(data: DataSpec) -> str:
    """Name what was predicted; empty where it was recognised in a file."""
    known = SAMPLES[data.sample].target if data.source == "sample" else data.target_column
    return known or ""
