"""The names that choices are made of, and what follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

TaskName = Literal["direction", "trend", "risk", "credit"]
SourceName = Literal["sample", "csv", "yahoo"]
SampleName = Literal["taiwan_credit", "german_credit", "us_stocks", "planted_signal", "random_walk"]
ArchitectureName = Literal[
    "trees",
    "forest",
    "ensemble",
    "linear",
    "mlp",
    "resmlp",
    "gru",
    "lstm",
    "tcn",
    "transformer",
]
MethodName = Literal[
    "hinton",
    "logits",
    "hint",
    "dkd",
    "dist",
    "standard",
    "smoothing",
    "assistant",
    "born_again",
    "time_map",
]
AugmentName = Literal["none", "resample", "jitter"]
DeviceName = Literal["cpu", "auto", "cuda", "mps"]
TuneName = Literal["auto", "on", "off"]

USUAL_MEMBERS: tuple[ArchitectureName, ...] = ("trees", "mlp")
FEWEST_MEMBERS, MOST_MEMBERS = 2, 5
USUAL_HORIZON_DAYS: Mapping[TaskName, int] = MappingProxyType(
    {"direction": 1, "trend": 10, "risk": 10, "credit": 1}
)
MARKET_TASKS: frozenset[TaskName] = frozenset({"direction", "trend", "risk"})
