"""The choices of a sweep: one run, varied in how its teacher speaks and who its students are."""

from __future__ import annotations

from typing import Any, Self

from pydantic import Field, field_validator, model_validator

from core.spec.parts import Choices, DistillSpec, ModelSpec
from core.spec.run import RunSpec, parse_as

MOST_CELLS = 400
MOST_STUDENTS_TRAINED = 4000


def with_students(values: Any) -> Any:
    """Fill in the student of the run where untrusted values name no students to try."""
    if isinstance(values, dict) and not values.get("students"):
        run = values.get("run") or RunSpec()
        named = run.get("student") if isinstance(run, dict) else getattr(run, "student", None)
        return {**values, "students": (named or RunSpec().student,)}
    return values


class SweepSpec(Choices):
    """One run, and what is varied in it; every combination is a cell."""

    run: RunSpec = RunSpec()
    """The run that is varied: its rows, its teacher and all that stays the same."""

    alphas: tuple[float, ...] = Field(default=(0.0, 0.25, 0.5, 0.75, 1.0), min_length=1)
    """Weights of the teacher's voice to try: 0 ignores the teacher, 1 hears only the teacher."""

    temperatures: tuple[float, ...] = Field(default=(1.0, 2.0, 3.0, 4.0, 8.0), min_length=1)
    """Temperatures to try: 1 leaves the teacher's answers as they are, higher shows more doubt."""

    students: tuple[ModelSpec, ...] = ()
    """Students to try. Empty means: that of the run."""

    @field_validator("alphas", "temperatures")
    @classmethod
    def _each_once_in_order(cls, values: tuple[float, ...]) -> tuple[float, ...]:
        return tuple(sorted(set(values)))

    @model_validator(mode="before")
    @classmethod
    def _fill_student(cls, values: Any) -> Any:
        return with_students(values)

    @model_validator(mode="after")
    def _check(self) -> Self:
        for alpha in self.alphas:
            DistillSpec(alpha=alpha)
        for temperature in self.temperatures:
            DistillSpec(temperature=temperature)
        if len(set(self.students)) < len(self.students):
            raise ValueError("each student must be named once")
        if self.n_cells > MOST_CELLS:
            raise ValueError(f"at most {MOST_CELLS} cells can be tried, not {self.n_cells}")
        if self.n_trained > MOST_STUDENTS_TRAINED:
            raise ValueError(
                f"at most {MOST_STUDENTS_TRAINED:,} students can be trained, not {self.n_trained:,}"
            )
        return self

    @property
    def n_cells(self) -> int:
        """Count the combinations."""
        return len(self.students) * len(self.alphas) * len(self.temperatures)

    @property
    def n_trained(self) -> int:
        """Count the students that are trained: each cell once a seed, and alone once a seed.

        With alpha 0 nobody teaches, so those cells are the student alone; label smoothing has
        no teacher whose answers a temperature could soften, so its cells differ by alpha only.
        """
        is_softened = self.run.distill.method != "smoothing"
        n_heats = len(self.temperatures) if is_softened else 1
        taught = sum(alpha > 0 for alpha in self.alphas) * n_heats
        return len(self.students) * self.run.train.seeds * (1 + taught)

    def cell(self, student: ModelSpec, alpha: float, temperature: float) -> RunSpec:
        """Return the run of one cell, which trains with exactly these choices."""
        distill = self.run.distill.model_dump() | {"alpha": alpha, "temperature": temperature}
        train = self.run.train.model_dump() | {"tune": "off"}
        parts = {"student": student.model_dump(), "distill": distill, "train": train}
        return RunSpec.model_validate(self.run.model_dump() | parts)


def parse_sweep(values: object) -> SweepSpec:
    """Build the choices of a sweep from untrusted values.

    Raises
    ------
    SpecError
        When a value is out of bounds or a name is unknown; it names the first such field.
    """
    return parse_as(SweepSpec, values)
