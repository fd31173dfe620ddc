"""Every choice of a run, with its bounds and its help.

The docstring under each field is its tooltip on the screen and its help on the
command line, so the two cannot differ.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from core.errors import SpecError

TaskName = Literal["direction", "trend", "risk", "credit"]
SourceName = Literal["sample", "csv", "yahoo"]
SampleName = Literal["taiwan_credit", "german_credit", "us_stocks", "planted_signal", "random_walk"]
ArchitectureName = Literal["trees", "linear", "mlp", "gru"]
MethodName = Literal["hinton"]

USUAL_HORIZON_DAYS: Mapping[TaskName, int] = MappingProxyType(
    {"direction": 1, "trend": 10, "risk": 10, "credit": 1}
)
MARKET_TASKS: frozenset[TaskName] = frozenset({"direction", "trend", "risk"})


class Choices(BaseModel):
    """A frozen group of choices; unknown names are refused."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", use_attribute_docstrings=True, validate_default=True
    )


class DataSpec(Choices):
    """Where the rows come from, and what their columns mean."""

    source: SourceName = "sample"
    """Where the rows come from: data that ships with the app, your CSV, or Yahoo Finance."""

    sample: SampleName = "taiwan_credit"
    """The bundled data set to use when the source is a sample."""

    tickers: tuple[str, ...] = Field(default=(), max_length=50)
    """Symbols to fetch from Yahoo Finance, such as AAPL and MSFT."""

    start: dt.date | None = None
    """First day to use. Empty means the earliest day there is."""

    end: dt.date | None = None
    """Last day to use. Empty means the latest finished day."""

    content_hash: str = Field(default="", max_length=64)
    """Fingerprint of the uploaded rows, so that a run names exactly what it learned from."""

    date_column: str | None = None
    """The column that holds the day. Empty means: recognise it."""

    ticker_column: str | None = None
    """The column that tells one security from another. Empty means: recognise it."""

    target_column: str | None = None
    """The column to predict. Empty means: recognise it."""

    ignored_columns: tuple[str, ...] | None = None
    """Columns that no model may see. Empty means: identifiers and protected attributes."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.source == "yahoo" and not self.tickers:
            raise ValueError("Yahoo Finance needs at least one ticker")
        if self.start and self.end and self.start >= self.end:
            raise ValueError(f"start must be before end, however: {self.start} to {self.end}")
        return self


class TaskSpec(Choices):
    """The question asked of the rows."""

    name: TaskName = "credit"
    """What to predict: direction, trend or risk of a stock, or the credit class of a row."""

    horizon_days: int = Field(default=1, ge=1, le=63)
    """Sessions a market question looks ahead. Empty means the usual: 1 for direction, else 10."""

    embargo_days: int = Field(default=5, ge=0, le=63)
    """Sessions left out after each cut in time, on top of the horizon, so that nothing leaks."""

    labels: float = Field(default=1.0, gt=0.0, le=1.0)
    """Share of training rows whose label is known. With few labels a teacher helps most."""

    @model_validator(mode="before")
    @classmethod
    def _fill_usual_horizon(cls, values: Any) -> Any:
        if isinstance(values, dict) and values.get("horizon_days") is None:
            usual = USUAL_HORIZON_DAYS.get(values.get("name", "credit"), 1)
            return {**values, "horizon_days": usual}
        return values


class ModelSpec(Choices):
    """One architecture and its size."""

    name: ArchitectureName = "mlp"
    """The kind of model."""

    width: int = Field(default=16, ge=1, le=512)
    """Hidden units in a layer. More can learn more, and costs more."""

    depth: int = Field(default=1, ge=1, le=4)
    """Number of hidden layers."""

    window: int = Field(default=20, ge=2, le=120)
    """Days a sequence model looks back over. Other models do not use it."""

    dropout: float = Field(default=0.0, ge=0.0, lt=0.9)
    """Share of hidden units switched off at random in each training step."""

    trees: int = Field(default=150, ge=10, le=1000)
    """Most boosting rounds of a tree teacher; validation chooses the best one."""

    leaves: int = Field(default=15, ge=2, le=63)
    """Most leaves of each tree."""


class DistillSpec(Choices):
    """How the teacher speaks to the student."""

    method: MethodName = "hinton"
    """The distillation method."""

    alpha: float = Field(default=0.9, ge=0.0, le=1.0)
    """Weight of the teacher's voice: 0 ignores the teacher, 1 hears only the teacher."""

    temperature: float = Field(default=2.0, ge=0.5, le=20.0)
    """Softens the teacher's answers: 1 leaves them as they are, higher shows more of its doubt."""


class TrainSpec(Choices):
    """How long and how carefully to train."""

    epochs: int = Field(default=30, ge=1, le=500)
    """Passes over the training rows, the same for the student alone and the distilled student."""

    seeds: int = Field(default=5, ge=1, le=20)
    """How many times to repeat with other random starts. The verdict needs several."""

    seed: int = Field(default=0, ge=0, le=2**31 - 1)
    """First random seed. The same settings and seed give the same numbers."""

    batch_size: int = Field(default=256, ge=8, le=4096)
    """Rows in one training step."""

    learning_rate: float = Field(default=0.005, gt=0.0, le=1.0)
    """Size of a training step."""

    weight_decay: float = Field(default=0.0001, ge=0.0, le=1.0)
    """Pull of the weights towards zero in each step; steadies small data."""


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
    try:
        return RunSpec.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or "the settings"
        raise SpecError(
            "Every setting must be within its bounds",
            f"{field}: {first['msg']} (got {first['input']!r:.80})",
            "Change that setting and start again.",
        ) from error
