"""The parts of a run's choices, each with its bounds and its help.

The docstring under each field is its tooltip on the screen and its help on the
command line, so the two cannot differ.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from core.spec.names import (
    FEWEST_MEMBERS,
    MARKET_TASKS,
    MOST_MEMBERS,
    USUAL_HORIZON_DAYS,
    USUAL_MEMBERS,
    ArchitectureName,
    AugmentName,
    DeviceName,
    MethodName,
    SampleName,
    SourceName,
    TaskName,
    TuneName,
)


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

    test_blocks: int = Field(default=1, ge=1, le=12)
    """Test blocks to walk forward over, each judged by models of what came before; 1 is off."""

    @model_validator(mode="before")
    @classmethod
    def _fill_usual_horizon(cls, values: Any) -> Any:
        if isinstance(values, dict) and values.get("horizon_days") is None:
            usual = USUAL_HORIZON_DAYS.get(values.get("name", "credit"), 1)
            return {**values, "horizon_days": usual}
        return values

    @model_validator(mode="after")
    def _check_blocks(self) -> Self:
        if self.test_blocks > 1 and self.name not in MARKET_TASKS:
            raise ValueError(f"only a question about a market walks forward, not {self.name}")
        return self


class ModelSpec(Choices):
    """One architecture and its size; the members of an ensemble all have this size."""

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
    """Most boosting rounds, or trees of a forest; validation chooses the best number."""

    leaves: int = Field(default=15, ge=2, le=255)
    """Most leaves of each tree."""

    members: tuple[ArchitectureName, ...] = ()
    """Models whose probabilities an ensemble averages. Empty means: boosted trees and an MLP."""

    @property
    def member_specs(self) -> tuple[ModelSpec, ...]:
        """The members of an ensemble, each with the ensemble's size."""
        own = self.model_dump(exclude={"name", "members"})
        return tuple(ModelSpec(name=name, **own) for name in self.members)

    @model_validator(mode="before")
    @classmethod
    def _fill_usual_members(cls, values: Any) -> Any:
        if isinstance(values, dict) and values.get("name") == "ensemble":
            return {**values, "members": values.get("members") or USUAL_MEMBERS}
        return values

    @model_validator(mode="after")
    def _check_members(self) -> Self:
        if self.name != "ensemble" and self.members:
            raise ValueError(f"only an ensemble has members, not {self.name}")
        if "ensemble" in self.members:
            raise ValueError("an ensemble cannot be a member of an ensemble")
        found = len(self.members)
        if self.name == "ensemble" and not FEWEST_MEMBERS <= found <= MOST_MEMBERS:
            raise ValueError(
                f"an ensemble has {FEWEST_MEMBERS} to {MOST_MEMBERS} members, not {found}"
            )
        return self


class DistillSpec(Choices):
    """How the teacher speaks to the student."""

    method: MethodName = "hinton"
    """The distillation method."""

    alpha: float = Field(default=0.9, ge=0.0, le=1.0)
    """Weight of the teacher's voice: 0 ignores the teacher, 1 hears only the teacher."""

    temperature: float = Field(default=2.0, ge=0.5, le=20.0)
    """Softens the teacher's answers: 1 leaves them as they are, higher shows more of its doubt."""

    generations: int = Field(default=2, ge=1, le=5)
    """Students in a row that teach the next, for the born-again method only."""

    calibrate: bool = False
    """Fit one temperature on the validation labels first, so that the teacher's doubt is honest."""

    out_of_fold: bool = False
    """Let each training row be answered by trees that did not learn from its label."""

    augment: AugmentName = "none"
    """Made-up rows that only the teacher labels: cells redrawn from their column, or noise."""


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

    tune: TuneName = "auto"
    """Search learning rate, weight decay and dropout on validation, for both students alike."""

    device: DeviceName = "cpu"
    """Where networks train: the processor, a graphics card (cuda, mps), or the fastest there is."""
