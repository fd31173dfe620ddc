"""The choices of a search: one run, and within which bounds its best settings are looked for."""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import Field, model_validator

from core.spec.parts import Choices, DistillSpec, ModelSpec, TrainSpec
from core.spec.run import RunSpec
from core.spec.sweep import with_students

Span = tuple[float, float]
Aim = Literal["quality", "quality and cost"]


class SearchSpec(Choices):
    """One run, and what is looked for; a trial is one setting of it, trained with every seed."""

    run: RunSpec = RunSpec()
    """The run that is varied: its rows, its teacher and all that stays the same."""

    trials: int = Field(default=30, ge=2, le=200)
    """Settings to try; the student alone gets as many."""

    aim: Aim = "quality"
    """Look for the best student, or for the cheapest one that is nearly as good."""

    alpha: Span = (0.0, 1.0)
    """Smallest and largest weight of the teacher's voice."""

    temperature: Span = (1.0, 8.0)
    """Lowest and highest temperature."""

    learning_rate: Span = (0.001, 0.05)
    """Smallest and largest size of a training step."""

    students: tuple[ModelSpec, ...] = Field(default=(), max_length=20)
    """Students to choose from. Empty means: that of the run."""

    points_for_cost: float = Field(default=0.5, ge=0.0, le=20.0)
    """Points of AUC on validation rows that a cheaper student may lose to the best one."""

    @model_validator(mode="before")
    @classmethod
    def _fill_student(cls, values: Any) -> Any:
        return with_students(values)

    @model_validator(mode="after")
    def _check(self) -> Self:
        for name in ("alpha", "temperature", "learning_rate"):
            low, high = getattr(self, name)
            if low > high:
                raise ValueError(f"{name} must go from low to high, not {low:g} to {high:g}")
            for end in (low, high):
                group = TrainSpec if name == "learning_rate" else DistillSpec
                group.model_validate({name: end})
        if len(set(self.students)) < len(self.students):
            raise ValueError("each student must be named once")
        if self.aim == "quality and cost" and len(self.students) < 2:
            raise ValueError("with one student only there is no cost to choose by")
        return self

    @property
    def n_trained(self) -> int:
        """Count the students that are trained at most: with each trial also one alone."""
        return 2 * self.trials * self.run.train.seeds

    def of_trial(
        self, student: ModelSpec, alpha: float, temperature: float, rate: float
    ) -> RunSpec:
        """Return the run that trains with exactly the settings of a trial."""
        distill = self.run.distill.model_dump() | {"alpha": alpha, "temperature": temperature}
        train = self.run.train.model_dump() | {"tune": "off", "learning_rate": rate}
        parts = {"student": student.model_dump(), "distill": distill, "train": train}
        return RunSpec.model_validate(self.run.model_dump() | parts)
