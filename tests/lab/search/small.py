"""Searches that take a second, and what came of them."""

from __future__ import annotations

from functools import cache, partial

import pytest

from core.evaluate.speed.latency import measure_latency
from core.lab.search import judge
from core.lab.search.outcome import SearchFound, TrialTold
from core.lab.search.run import Event, run_search
from core.lab.teachers import Shelf
from core.spec import ModelSpec, TrainSpec
from core.spec.search import SearchSpec
from tests.lab.sweep.small import RUN

TRAIN = TrainSpec(epochs=3, seeds=2, batch_size=128, tune="off")
SPEC = SearchSpec(run=RUN.model_copy(update={"train": TRAIN}), trials=6)
STUDENTS = (ModelSpec(width=4), ModelSpec(width=8), ModelSpec(name="linear"))
COSTLY = SPEC.model_copy(update={"aim": "quality and cost", "students": STUDENTS})


def time_briefly(patch: pytest.MonkeyPatch) -> None:
    """Let a search time its students for a twentieth of a second."""
    patch.setattr(judge, "measure_latency", partial(measure_latency, seconds=0.05))


def told(spec: SearchSpec = SPEC) -> tuple[Event, ...]:
    """Return everything that a search says."""
    return _told(spec)


@cache
def _told(spec: SearchSpec) -> tuple[Event, ...]:
    with pytest.MonkeyPatch.context() as patch:
        time_briefly(patch)
        return tuple(run_search(spec, shelf=Shelf()))


def found(spec: SearchSpec = SPEC) -> SearchFound:
    """Return what a search found."""
    last = told(spec)[-1]
    assert isinstance(last, SearchFound)
    return last


def trials_in(events: tuple[object, ...]) -> tuple[TrialTold, ...]:
    """Return the trials among events."""
    return tuple(event for event in events if isinstance(event, TrialTold))
