"""Every choice of a run together, and how untrusted values become one."""

from __future__ import annotations

import hashlib
from typing import TypeVar

from pydantic import ValidationError

from core.errors import SpecError
from core.spec.parts import Choices, DataSpec, DistillSpec, ModelSpec, TaskSpec, TrainSpec

Kind = TypeVar("Kind", bound=Choices)


class RunSpec(Choices):
    """One run: data, task, teacher, student, distillation and training."""

    data: DataSpec = DataSpec()
    """Where the rows come from."""

    task: TaskSpec = TaskSpec()
    """The question asked of the rows."""

    teacher: ModelSpec = ModelSpec(name="trees")
    """The large model that is too big to deploy."""

    student: ModelSpec = ModelSpec(name="mlp")
    """The small model that is to be deployed."""

    distill: DistillSpec = DistillSpec()
    """How the teacher speaks to the student."""

    train: TrainSpec = TrainSpec()
    """How long and how carefully to train."""

    @property
    def seeds(self) -> tuple[int, ...]:
        """The random seed of each repeat."""
        return tuple(range(self.train.seed, self.train.seed + self.train.seeds))

    @property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits that name these choices."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:16]


def parse_spec(values: object) -> RunSpec:
    """Build a spec from untrusted values, such as JSON or an address.

    Parameters
    ----------
    values : object
        Nested mappings as `RunSpec.model_dump` gives them.

    Returns
    -------
    RunSpec
        The validated choices.

    Raises
    ------
    SpecError
        When a value is out of bounds or a name is unknown; it names the first such field.
    """
    return parse_as(RunSpec, values)


def parse_as(kind: type[Kind], values: object) -> Kind:
    """Build choices of any kind from untrusted values; errors are those of `parse_spec`."""
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or "the settings"
        raise SpecError(
            "Every setting must be within its bounds",
            f"{field}: {first['msg']} (got {first['input']!r:.80})",
            "Change that setting and start again.",
        ) from error
