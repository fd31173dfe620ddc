"""Choices that work but are seldom meant, said before training."""

from __future__ import annotations

from core.models.cost import TREE_KINDS, parameter_count
from core.spec import RunSpec

GROWN = TREE_KINDS | {"ensemble"}


def warnings_of(spec: RunSpec, n_features: int, n_classes: int) -> tuple[str, ...]:
    """Say what looks wrong about a run that can go on nevertheless, one sentence each.

    Parameters
    ----------
    spec : RunSpec
    n_features : int
        Width of the encoded rows.
    n_classes : int
        Number of classes.
    """
    teacher, student = (
        parameter_count(model, n_features, n_classes) for model in (spec.teacher, spec.student)
    )
    if student <= teacher:
        return ()
    most = "at most " if spec.teacher.name in GROWN else ""
    return (
        f"The student is larger than its teacher: {student:,} parameters against "
        f"{most}{teacher:,}. Distillation is meant to make a model smaller; choose a narrower "
        "student or a larger teacher.",
    )
