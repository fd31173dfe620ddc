"""Every choice of a run, with its bounds and its help."""

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
from core.spec.parts import Choices, DataSpec, DistillSpec, ModelSpec, TaskSpec, TrainSpec
from core.spec.run import RunSpec, parse_spec

__all__ = [
    "FEWEST_MEMBERS",
    "MARKET_TASKS",
    "MOST_MEMBERS",
    "USUAL_HORIZON_DAYS",
    "USUAL_MEMBERS",
    "ArchitectureName",
    "AugmentName",
    "Choices",
    "DataSpec",
    "DeviceName",
    "DistillSpec",
    "MethodName",
    "ModelSpec",
    "RunSpec",
    "SampleName",
    "SourceName",
    "TaskName",
    "TaskSpec",
    "TrainSpec",
    "TuneName",
    "parse_spec",
]
