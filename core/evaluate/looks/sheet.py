"""What one model answered for the test rows, as every closer look reads it."""

from __future__ import annotations

from typing import Protocol

from core.evaluate.looks.defined import why_no_answers
from core.evaluate.scores import Array, Classes


class AnswerSheet(Protocol):
    """One model's answers, row by row."""

    @property
    def probabilities(self) -> Array:
        """Probabilities of shape (n_rows, n_classes)."""
        ...

    @property
    def classes(self) -> Classes:
        """Class given to each row, of shape (n_rows,)."""
        ...


def why_not_side_by_side(teacher: AnswerSheet, student: AnswerSheet) -> str:
    """Say why two models cannot be laid side by side; empty where they can."""
    for name, sheet in (("the teacher", teacher), ("the student", student)):
        reason = why_no_answers(sheet.probabilities)
        if reason:
            return reason.replace("the model", name)
    return ""
