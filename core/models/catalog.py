"""Who can learn: every architecture with two plain sentences and a size for each role."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from core.errors import SpecError
from core.spec import ArchitectureName, ModelSpec, RunSpec, TaskSpec


@dataclass(frozen=True)
class Architecture:
    """One kind of model.

    ``as_teacher`` and ``as_student`` are the usual sizes in each role, or None where
    the kind does not fit the role. ``reads_windows`` says that it looks back over days.
    """

    name: ArchitectureName
    title: str
    what: str
    when: str
    reads_windows: bool
    as_teacher: ModelSpec | None
    as_student: ModelSpec | None


ARCHITECTURES = MappingProxyType(
    {
        "trees": Architecture(
            name="trees",
            title="Boosted trees",
            what="Hundreds of small decision trees, each mending what the ones before got wrong.",
            when="The usual best teacher for tables: trains in a second and hardly needs tuning.",
            reads_windows=False,
            as_teacher=ModelSpec(name="trees"),
            as_student=None,
        ),
        "linear": Architecture(
            name="linear",
            title="Linear",
            what="One weight for each feature, added up: logistic regression.",
            when="The smallest student, and one that can be read; it finds no interactions.",
            reads_windows=False,
            as_teacher=None,
            as_student=ModelSpec(name="linear"),
        ),
        "mlp": Architecture(
            name="mlp",
            title="MLP",
            what="Layers of units that each add up features and cut off what is negative.",
            when="The usual student for tables: small, fast and able to bend.",
            reads_windows=False,
            as_teacher=ModelSpec(name="mlp", width=256, depth=2, dropout=0.1),
            as_student=ModelSpec(name="mlp", width=16, depth=1),
        ),
        "gru": Architecture(
            name="gru",
            title="GRU",
            what="Reads the days of a window one after another and keeps a running memory.",
            when="For markets, where the order of the days may matter; slower than the others.",
            reads_windows=True,
            as_teacher=ModelSpec(name="gru", width=64, depth=1, window=20),
            as_student=ModelSpec(name="gru", width=8, depth=1, window=20),
        ),
    }
)

TEACHERS: tuple[ArchitectureName, ...] = tuple(
    kind.name for kind in ARCHITECTURES.values() if kind.as_teacher
)
STUDENTS: tuple[ArchitectureName, ...] = tuple(
    kind.name for kind in ARCHITECTURES.values() if kind.as_student
)


def window_length(spec: RunSpec) -> int:
    """Return the longest window that the teacher or the student of a run reads, in days."""
    windows = [
        m.window for m in (spec.teacher, spec.student) if ARCHITECTURES[m.name].reads_windows
    ]
    return max(windows, default=1)


def check_models(spec: RunSpec) -> None:
    """Refuse a pair of models that cannot work.

    Raises
    ------
    SpecError
        When a kind of model does not fit its role, or cannot read the task's rows.
    """
    _check_role(spec.teacher, "teacher", TEACHERS)
    _check_role(spec.student, "student", STUDENTS)
    for model in (spec.teacher, spec.student):
        _check_reads(model, spec.task)


def _check_role(model: ModelSpec, role: str, fitting: tuple[ArchitectureName, ...]) -> None:
    if model.name not in fitting:
        raise SpecError(
            f"The {role} must be one of {', '.join(fitting)}",
            f"{model.name} was chosen",
            f"Choose another {role}.",
        )


def _check_reads(model: ModelSpec, task: TaskSpec) -> None:
    if ARCHITECTURES[model.name].reads_windows and task.name == "credit":
        raise SpecError(
            "A model that reads windows of days needs a market task",
            f"{model.name} was chosen for credit scoring, whose rows have no order",
            "Choose boosted trees, MLP or linear, or a market task.",
        )
