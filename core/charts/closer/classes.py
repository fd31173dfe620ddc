"""Quality class by class, as a section."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from core.charts.closer.words import number, of_each, of_model
from core.charts.confusion import draw_confusion
from core.charts.names import class_in_table
from core.charts.numbers import count_text, p_text
from core.charts.operating import draw_precision_recall, draw_roc
from core.charts.section import Cell, Figures, Picture, Section
from core.charts.template import ROLES
from core.distill.reports import Role
from core.evaluate.looks.class_report import ClassReport
from core.evaluate.looks.credit_figures import CreditFigures, shift_sentence
from core.evaluate.luck.paired_tests import PairedTests
from core.lab.closer.quality import Quality

QUESTION = "Which class is taken for which, and how well are rows ranked?"


def classes_section(found: Quality) -> Section:
    """Tell quality class by class: tables, confusion, ROC and precision-recall curves.

    Parameters
    ----------
    found : Quality

    Returns
    -------
    Section
    """
    tables = [_overall(found.reports), _by_class(found.reports)]
    if found.credit:
        tables.append(_credit(found.credit))
    return Section(
        title="Classes",
        question=QUESTION,
        sentences=tuple(_sentences(found)),
        tables=tuple(tables),
        pictures=(
            Picture("Confusion, share of each true class", draw_confusion(found.reports)),
            Picture("ROC", draw_roc(found.curves)),
            Picture("Precision and recall", draw_precision_recall(found.curves)),
        ),
    )


def _overall(reports: Mapping[Role, ClassReport]) -> Figures:
    return Figures(
        "All classes",
        ("", "Balanced accuracy", "MCC", "Average precision"),
        tuple(
            (
                ROLES[role].title,
                number(report.balanced_accuracy),
                number(report.mcc),
                number(report.average_precision),
            )
            for role, report in reports.items()
        ),
    )


def _by_class(reports: Mapping[Role, ClassReport]) -> Figures:
    return Figures(
        "Each class",
        ("Class", "Model", "Rows", "Given to", "Precision", "Recall", "F1"),
        tuple(_class_rows(reports)),
    )


def _class_rows(reports: Mapping[Role, ClassReport]) -> Iterator[tuple[Cell, ...]]:
    for lines in zip(*(report.lines for report in reports.values()), strict=True):
        for role, line in zip(reports, lines, strict=True):
            yield (
                class_in_table(line.name),
                ROLES[role].title,
                count_text(line.rows),
                count_text(line.predicted_rows),
                number(line.precision),
                number(line.recall),
                number(line.f1),
            )


def _credit(credit: Mapping[Role, CreditFigures]) -> Figures:
    return Figures(
        "Scorecard",
        ("", "KS", "Gini", "PSI, validation to test"),
        tuple(
            (
                ROLES[role].title,
                number(figures.ks),
                number(figures.gini),
                (number(figures.psi), f"by chance up to {number(figures.psi_by_chance)}"),
            )
            for role, figures in credit.items()
        ),
    )


def _sentences(found: Quality) -> Iterator[str]:
    for role, figures in found.credit.items():
        yield f"{ROLES[role].title}: {shift_sentence(figures)}"
    yield from _paired(found.tests)
    for role, report in found.reports.items():
        yield from of_model(
            role,
            ("Balanced accuracy", report.balanced_accuracy),
            ("MCC", report.mcc),
            ("Average precision", report.average_precision),
            *of_each("Precision", (line.precision for line in report.lines)),
        )


def _paired(tests: PairedTests) -> Iterator[str]:
    """Tell what the classical tests say of the two shown students; seeds are not in them."""
    found = tests.mcnemar
    if found.mid_p.is_defined:
        yield (
            f"McNemar, the shown students: {count_text(found.only_first or 0)} rows right only "
            f"when distilled, {count_text(found.only_second or 0)} only alone "
            f"(mid-p {p_text(found.mid_p.value)})."
        )
    else:
        yield f"McNemar's test is not defined: {found.mid_p.reason}."
    delong = tests.delong
    if delong.p_value.is_defined:
        yield (
            f"DeLong, the shown students: AUC differs by {delong.difference.value:+z.3f} "
            f"({delong.interval.low:z.3f} to {delong.interval.high:z.3f}, "
            f"p {p_text(delong.p_value.value)}). Both tests know of rows only; the verdict knows "
            "of seeds too."
        )
    elif delong.p_value.reason != found.mid_p.reason:
        yield f"DeLong's test is {delong.p_value.worded()}."
