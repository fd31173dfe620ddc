"""Class by class: who is taken for whom, how well ranks are told, and whether that is luck."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.distill.reports import Role
from core.evaluate.looks.class_report import ClassReport, report_classes
from core.evaluate.looks.credit_figures import CreditFigures, credit_figures
from core.evaluate.looks.operating import OperatingCurves, operating_curves
from core.evaluate.luck.paired_tests import PairedTests, paired_tests
from core.lab.closer.answers import ALL, LEARNED, answers_of, evidence_of, sheets_of, truth_of
from core.lab.result import Result


@dataclass(frozen=True)
class Quality:
    """Quality of the columns beyond their scores.

    ``curves`` and ``credit`` leave the baseline out, whose ranks say nothing. ``credit`` is
    empty unless the question is one of credit with two classes. ``tests`` compare the
    distilled student with the student alone.
    """

    reports: Mapping[Role, ClassReport]
    curves: Mapping[Role, OperatingCurves]
    credit: Mapping[Role, CreditFigures]
    tests: PairedTests


def quality(result: Result) -> Quality:
    """Look at the answers class by class.

    Raises
    ------
    RecordError
        When an earlier version made the run.
    """
    evidence, names = evidence_of(result), result.data.classes
    learned = sheets_of(result, LEARNED)
    is_credit = result.spec.task.name == "credit" and len(names) == 2
    return Quality(
        reports={
            role: report_classes(evidence.target, sheet.probabilities, names, sheet.classes)
            for role, sheet in sheets_of(result, ALL).items()
        },
        curves={
            role: operating_curves(evidence.target, sheet.probabilities, names)
            for role, sheet in learned.items()
        },
        credit={
            role: credit_figures(evidence.target, sheet.probabilities, sheet.reference, names)
            for role, sheet in learned.items()
            if is_credit
        },
        tests=paired_tests(
            truth_of(result),
            answers_of(result, "distilled"),
            answers_of(result, "alone"),
            evidence.distilled.shown,
            evidence.alone.shown,
        ),
    )
