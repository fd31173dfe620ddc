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
    the kind does not fit the role. ``reads_windows`` says that it looks back over days;
    for an ensemble its members decide, see `reads_windows`.
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
        "forest": Architecture(
            name="forest",
            title="Random forest",
            what="Many deep decision trees, each grown on other rows and features, that vote.",
            when="A steady teacher for small or noisy tables; larger and slower than boosting.",
            reads_windows=False,
            as_teacher=ModelSpec(name="forest", trees=100, leaves=63),
            as_student=None,
        ),
        "ensemble": Architecture(
            name="ensemble",
            title="Ensemble",
            what="Several models of your choice, trained one by one; their probabilities are "
            "averaged.",
            when="When models that err differently beat each alone; it costs as much as all of "
            "them.",
            reads_windows=False,
            as_teacher=ModelSpec(name="ensemble", width=64, depth=2, dropout=0.1),
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
        "resmlp": Architecture(
            name="resmlp",
            title="Residual MLP",
            what="An MLP whose blocks each add a small correction to what they read.",
            when="Where an MLP should be deep: it stays easy to train with many layers.",
            reads_windows=False,
            as_teacher=ModelSpec(name="resmlp", width=128, depth=3, dropout=0.1),
            as_student=ModelSpec(name="resmlp", width=12, depth=1),
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
        "lstm": Architecture(
            name="lstm",
            title="LSTM",
            what="Like a GRU, with a second memory that is written and cleared with more care.",
            when="For markets, where a long memory may help; a third larger than a GRU.",
            reads_windows=True,
            as_teacher=ModelSpec(name="lstm", width=64, depth=1, window=20),
            as_student=ModelSpec(name="lstm", width=8, depth=1, window=20),
        ),
        "tcn": Architecture(
            name="tcn",
            title="TCN",
            what="Filters that slide over the days of a window and reach back further each layer.",
            when="For short patterns in time; trains faster than a GRU on long windows.",
            reads_windows=True,
            as_teacher=ModelSpec(name="tcn", width=32, depth=3, window=20),
            as_student=ModelSpec(name="tcn", width=8, depth=2, window=20),
        ),
        "transformer": Architecture(
            name="transformer",
            title="Transformer",
            what="Each day of a window looks at all the others and picks those that matter.",
            when="For large data and strong teachers; on little data it is easily fooled.",
            reads_windows=True,
            as_teacher=ModelSpec(name="transformer", width=32, depth=2, window=20, dropout=0.1),
            as_student=ModelSpec(name="transformer", width=8, depth=1, window=20),
        ),
    }
)

TEACHERS: tuple[ArchitectureName, ...] = tuple(
    kind.name for kind in ARCHITECTURES.values() if kind.as_teacher
)
STUDENTS: tuple[ArchitectureName, ...] = tuple(
    kind.name for kind in ARCHITECTURES.values() if kind.as_student
)


def reads_windows(model: ModelSpec) -> bool:
    """Whether a model looks back over days; an ensemble does when one of its members does."""
    if model.name == "ensemble":
        return any(ARCHITECTURES[name].reads_windows for name in model.members)
    return ARCHITECTURES[model.name].reads_windows


def window_length(spec: RunSpec) -> int:
    """Return the longest window that the teacher or the student of a run reads, in days."""
    windows = [m.window for m in (spec.teacher, spec.student) if reads_windows(m)]
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
    if reads_windows(model) and task.name == "credit":
        named = " + ".join(model.members) or model.name
        raise SpecError(
            "A model that reads windows of days needs a market task",
            f"{named} was chosen for credit scoring, whose rows have no order",
            "Choose boosted trees, MLP or linear, or a market task.",
        )
