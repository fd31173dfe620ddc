"""How fast students train, worked out from sizes: what a sweep will cost before it starts.

Seconds are those of one core of a server; they are for whoever waits, and decide nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from types import MappingProxyType

from core.distill.stacked import STACKABLE
from core.distill.tuning import (
    SECONDS_PER_ROW,
    SECONDS_PER_ROW_AND_PARAMETER,
    SECONDS_PER_STEP,
)
from core.models.cost import TREE_KINDS, flops_per_row, parameter_count
from core.spec import ArchitectureName, ModelSpec, TrainSpec

USUAL_WINDOW = 20
STACK_FACTOR = 1.5
"""What a stack takes beside its steps: it is watched and ranked, and other work goes on."""

SECONDS_PER_TREE_CELL = 2.4e-9
SECONDS_OF_TREES = 0.2


@dataclass(frozen=True)
class Pace:
    """Seconds of training: a step costs some, each row in it more, each operation more."""

    step: float
    row: float
    flop: float


PACES: MappingProxyType[ArchitectureName, Pace] = MappingProxyType(
    {
        "linear": Pace(4e-4, 5e-7, 5e-11),
        "mlp": Pace(6e-4, 1e-6, 1e-10),
        "resmlp": Pace(1.3e-3, 1e-6, 1e-10),
        "gru": Pace(5.6e-3, 1.0e-5, 1.8e-10),
        "lstm": Pace(1.7e-3, 1.6e-5, 2e-11),
        "tcn": Pace(2.0e-3, 2.6e-5, 6e-11),
        "transformer": Pace(3.0e-3, 2.4e-5, 1.6e-10),
    }
)
SLOW = Pace(6e-3, 3e-5, 2e-10)
"""Of a network that nobody has timed."""


@dataclass(frozen=True)
class Sizes:
    """What the rows of a question measure: rows of the three parts, features and classes."""

    train: int
    validation: int
    test: int
    features: int
    classes: int


def stack_seconds(spec: ModelSpec, n_students: int, sizes: Sizes, train: TrainSpec) -> float:
    """Estimate the training of students side by side in one stack."""
    parameters = parameter_count(spec, sizes.features, sizes.classes)
    each = SECONDS_PER_ROW + SECONDS_PER_ROW_AND_PARAMETER * parameters
    steps = math.ceil(sizes.train / train.batch_size)
    rows = sizes.train + sizes.validation / 3
    seconds = train.epochs * (rows * n_students * each + steps * SECONDS_PER_STEP)
    return STACK_FACTOR * seconds


def one_seconds(spec: ModelSpec, sizes: Sizes, train: TrainSpec) -> float:
    """Estimate the training of one model by itself."""
    if spec.name == "ensemble":
        return sum(one_seconds(member, sizes, train) for member in spec.member_specs)
    if spec.name in TREE_KINDS:
        cells = sizes.train * sizes.features * spec.trees * max(1, sizes.classes - 1)
        return SECONDS_OF_TREES + SECONDS_PER_TREE_CELL * cells
    pace = PACES.get(spec.name, SLOW)
    days = spec.window / USUAL_WINDOW if spec.name not in (*STACKABLE, "resmlp") else 1.0
    steps = math.ceil(sizes.train / train.batch_size)
    flops = flops_per_row(spec, sizes.features, sizes.classes)
    each = pace.row * days + pace.flop * flops
    depth = spec.depth if spec.name not in STACKABLE else 1
    rows = sizes.train + sizes.validation / 3
    return train.epochs * (steps * pace.step * days * depth + rows * each)
