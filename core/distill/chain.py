"""Models that stand between the teacher and its students, for methods that teach in steps."""

from __future__ import annotations

import math

from core.spec import MethodName, ModelSpec, RunSpec

WIDTH_OF_TREES = 256
LEAST_RATIO = 1.5


def steps_between(method: MethodName, spec: RunSpec) -> tuple[ModelSpec, ...]:
    """Return the models that are taught one after another before the students are.

    The teacher teaches the first, each teaches the next with Hinton's loss, and the last
    teaches the students.

    Teacher assistant: one model of the student's kind, wider by as much as it is narrower
    than the teacher (Mirzadeh et al., 2020, arXiv 1902.03393); trees count as 256 wide, and
    a linear student gets an MLP. None where that would be no wider than the student.

    Born again: one less than `generations` models, all like the student (Furlanello et al.,
    2018, arXiv 1805.04770). Deviation: the run's teacher starts the row; choose it like the
    student for the paper's own case. The last generation is the one that is judged.
    """
    if method == "born_again":
        return (spec.student,) * (spec.distill.generations - 1)
    if method == "assistant":
        return _assistant(spec.teacher, spec.student)
    return ()


def _assistant(teacher: ModelSpec, student: ModelSpec) -> tuple[ModelSpec, ...]:
    is_linear = student.name == "linear"
    narrow = 1 if is_linear else student.width
    is_network = teacher.name not in ("trees", "forest", "ensemble")
    wide = teacher.width if is_network else WIDTH_OF_TREES
    width = round(math.sqrt(narrow * wide))
    if width < LEAST_RATIO * narrow:
        return ()
    name = "mlp" if is_linear else student.name
    return (student.model_copy(update={"name": name, "width": width}),)
