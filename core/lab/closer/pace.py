"""How fast, how heavy and how long in training: everything about cost in one look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.distill.reports import Role
from core.evaluate.speed.memory import Memory, measure_memory
from core.lab.result import Artefacts, ModelResult, Result, Seconds


@dataclass(frozen=True)
class Pace:
    """Costs of the columns; ``memory`` is empty until it is asked for."""

    columns: tuple[ModelResult, ...]
    seconds: Seconds
    memory: Mapping[Role, Memory]


def pace(result: Result, with_memory: bool = False) -> Pace:
    """Gather what student and teacher cost.

    Parameters
    ----------
    result : Result
    with_memory : bool
        Also load each file into a process of its own and see how much that grows by: a
        second or two.
    """
    return Pace(result.columns, result.seconds, _memory(result.artefacts) if with_memory else {})


def _memory(artefacts: Artefacts) -> Mapping[Role, Memory]:
    files: dict[Role, tuple[bytes, np.ndarray | None]] = {
        "distilled": (artefacts.student, artefacts.golden_rows),
        "teacher": (artefacts.teacher, artefacts.teacher_golden_rows),
    }
    found = {
        role: measure_memory(onnx, rows) for role, (onnx, rows) in files.items() if rows is not None
    }
    return {role: memory for role, memory in found.items() if memory is not None}
