"""How well each class is found, and which classes are taken for which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import (
    average_precision_score,
    confusion_matrix,
    matthews_corrcoef,
    precision_recall_fscore_support,
    recall_score,
)

from core.evaluate.looks.defined import (
    Defined,
    defined_unless,
    mean_of,
    not_defined,
    why_no_answers,
    why_not_against_the_rest,
    why_one_class,
)
from core.evaluate.scores import Array, Classes


@dataclass(frozen=True)
class ClassLine:
    """One class: how many rows have it, how many were given it, and how well it was found."""

    name: str
    rows: int
    predicted_rows: int
    precision: Defined
    recall: Defined
    f1: Defined
    average_precision: Defined


@dataclass(frozen=True)
class ClassReport:
    """One model's answers class by class.

    Parameters
    ----------
    rows : int
    lines : tuple of ClassLine
        One a class, in the order of the classes.
    balanced_accuracy : Defined
        Mean recall of the classes that occur.
    mcc : Defined
        Matthews correlation coefficient.
    average_precision : Defined
        Of the second of two classes; of three and more the mean over classes that occur.
    confusion : tuple of tuple of int
        Row counts: one line a true class, one column a class given. Empty where the model
        answers nothing.
    """

    rows: int
    lines: tuple[ClassLine, ...]
    balanced_accuracy: Defined
    mcc: Defined
    average_precision: Defined
    confusion: tuple[tuple[int, ...], ...]

    @property
    def class_names(self) -> tuple[str, ...]:
        """Names of the classes, in order."""
        return tuple(line.name for line in self.lines)


def report_classes(
    target: Classes,
    probabilities: Array,
    class_names: Sequence[str],
    predicted: Classes | None = None,
) -> ClassReport:
    """Judge one model's answers class by class.

    Parameters
    ----------
    target : ndarray of shape (n_rows,), int64
        True class of each row.
    probabilities : ndarray of shape (n_rows, n_classes), float64
    class_names : sequence of str
        One a class.
    predicted : ndarray of shape (n_rows,), int64, optional
        Class that each row is given; the most probable one if left out.

    Returns
    -------
    ClassReport
        By scikit-learn. What the rows or the answers leave open is not defined: precision
        of a class never given, recall of a class without a row, F1 of a class that is
        neither, and the Matthews coefficient where rows or answers know one class only.
    """
    no_ranking = why_no_answers(probabilities)
    no_classes = no_ranking if predicted is None or not len(target) else ""
    precisions = _average_precisions(target, probabilities, class_names, no_ranking)
    overall_ap = precisions[1] if len(class_names) == 2 else mean_of(precisions)
    if no_classes:
        missing = not_defined(no_classes)
        lines = _unanswered(target, class_names, precisions, missing)
        return ClassReport(len(target), lines, missing, missing, overall_ap, ())
    chosen = probabilities.argmax(axis=1) if predicted is None else predicted
    one_class = why_one_class(target, class_names)
    one_answer = "" if len(np.unique(chosen)) > 1 else _given(class_names[int(chosen[0])])
    return ClassReport(
        rows=len(target),
        lines=_lines(target, chosen, class_names, precisions),
        balanced_accuracy=defined_unless(one_class, lambda: _balanced_accuracy(target, chosen)),
        mcc=defined_unless(one_class or one_answer, lambda: matthews_corrcoef(target, chosen)),
        average_precision=overall_ap,
        confusion=_confusion(target, chosen, len(class_names)),
    )


def _given(name: str) -> str:
    return f"every test row was given the class {name!r}"


def _balanced_accuracy(target: Classes, chosen: Classes) -> float:
    # scikit-learn's own warns when a class is given that no row has.
    present = np.unique(target)
    return float(recall_score(target, chosen, labels=present, average="macro", zero_division=0))


def _confusion(target: Classes, chosen: Classes, n_classes: int) -> tuple[tuple[int, ...], ...]:
    counts = confusion_matrix(target, chosen, labels=np.arange(n_classes))
    return tuple(tuple(int(count) for count in line) for line in counts)


def _average_precisions(
    target: Classes, probabilities: Array, class_names: Sequence[str], reason: str
) -> tuple[Defined, ...]:
    def one(judged: int) -> Defined:
        why_not = reason or why_not_against_the_rest(target, class_names, judged)
        return defined_unless(
            why_not, lambda: average_precision_score(target == judged, probabilities[:, judged])
        )

    return tuple(one(judged) for judged in range(len(class_names)))


def _lines(
    target: Classes, chosen: Classes, class_names: Sequence[str], precisions: tuple[Defined, ...]
) -> tuple[ClassLine, ...]:
    labels = np.arange(len(class_names))
    precision, recall, f1, rows = precision_recall_fscore_support(
        target, chosen, labels=labels, zero_division=np.nan
    )
    given = np.bincount(chosen, minlength=len(class_names))
    never, absent = "no test row was given this class", "no test row belongs to this class"
    return tuple(
        ClassLine(
            name=name,
            rows=int(rows[k]),
            predicted_rows=int(given[k]),
            precision=_number(precision[k], never),
            recall=_number(recall[k], absent),
            f1=_number(f1[k], "no test row belongs to this class or was given it"),
            average_precision=precisions[k],
        )
        for k, name in enumerate(class_names)
    )


def _number(value: float, reason: str) -> Defined:
    return not_defined(reason) if np.isnan(value) else Defined(float(value))


def _unanswered(
    target: Classes,
    class_names: Sequence[str],
    precisions: tuple[Defined, ...],
    missing: Defined,
) -> tuple[ClassLine, ...]:
    rows = np.bincount(target, minlength=len(class_names))
    return tuple(
        ClassLine(name, int(rows[k]), 0, missing, missing, missing, precisions[k])
        for k, name in enumerate(class_names)
    )
