"""Sweeps that take a second, and what came of one."""

from __future__ import annotations

from functools import cache, partial

import pytest

from core.evaluate.speed.latency import measure_latency
from core.lab.sweep import judge
from core.lab.sweep.outcome import Sweep
from core.lab.sweep.run import Event, run_sweep
from core.lab.teachers import Shelf
from core.spec import DataSpec, ModelSpec, RunSpec, TrainSpec
from core.spec.sweep import SweepSpec

TREES = ModelSpec(name="trees", trees=20)
RUN = RunSpec(
    data=DataSpec(sample="german_credit"),
    teacher=TREES,
    student=ModelSpec(width=4),
    train=TrainSpec(epochs=3, seeds=2, batch_size=64, tune="off"),
)
SPEC = SweepSpec(run=RUN, alphas=(0.0, 0.5, 1.0), temperatures=(1.0, 4.0))


def time_briefly(patch: pytest.MonkeyPatch) -> None:
    """Let a sweep time its students for a twentieth of a second."""
    patch.setattr(judge, "measure_latency", partial(measure_latency, seconds=0.05))


def told(spec: SweepSpec = SPEC) -> tuple[Event, ...]:
    """Return everything that a sweep says."""
    return _told(spec)


@cache
def _told(spec: SweepSpec) -> tuple[Event, ...]:
    with pytest.MonkeyPatch.context() as patch:
        time_briefly(patch)
        return tuple(run_sweep(spec, shelf=Shelf()))


def swept(spec: SweepSpec = SPEC) -> Sweep:
    """Return what a sweep found out."""
    found = told(spec)[-1]
    assert isinstance(found, Sweep)
    return found
