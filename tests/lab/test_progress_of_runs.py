"""The bar over whole runs: every method and every kind of teacher moves it forward only."""

from __future__ import annotations

import itertools
from functools import cache

import numpy as np
import pytest

from core.distill.methods import METHODS
from core.distill.reports import EpochReport
from core.lab.events import Event, StageStarted
from core.lab.experiment import run
from core.lab.progress import progress_of
from core.lab.teachers import Shelf
from core.models.catalog import TEACHERS, reads_windows
from core.spec import (
    ArchitectureName,
    DataSpec,
    DistillSpec,
    MethodName,
    ModelSpec,
    RunSpec,
    TaskSpec,
    TrainSpec,
)

TINY = TrainSpec(epochs=2, seeds=1, batch_size=128, tune="on")
WINDOW = 4


@cache
def loans() -> bytes:
    drawn = np.random.default_rng(1)
    income, age, grade = drawn.normal(size=300), drawn.normal(size=300), drawn.integers(0, 3, 300)
    lines = [f"{i + g:.3f},{a:.3f},{g}" for i, a, g in zip(income, age, grade, strict=True)]
    return "\n".join(["income,age,grade", *lines]).encode()


@cache
def prices() -> bytes:
    drawn = np.random.default_rng(1)
    days = np.arange("2015-01-01", "2018-12-31", dtype="datetime64[D]")
    days = days[np.is_busday(days)][:700]
    close = 50 * np.exp(np.cumsum(drawn.normal(0, 0.01, len(days))))
    rows = [f"{d},{c:.3f},{c:.3f},{c:.3f},{c:.3f},1000" for d, c in zip(days, close, strict=True)]
    return "\n".join(["Date,Open,High,Low,Close,Volume", *rows]).encode()


def spec_of(method: MethodName, teacher: ModelSpec, student: ModelSpec) -> RunSpec:
    is_market = reads_windows(teacher) or reads_windows(student)
    target = None if is_market else "grade"
    return RunSpec(
        data=DataSpec(source="csv", target_column=target),
        task=TaskSpec(name="direction" if is_market else "credit"),
        teacher=teacher,
        student=student,
        distill=DistillSpec(method=method, alpha=0.5, generations=4),
        train=TINY,
    )


def taught_by(name: ArchitectureName) -> RunSpec:
    members: tuple[ArchitectureName, ...] = ("trees", "gru") if name == "ensemble" else ()
    teacher = ModelSpec(name=name, width=8, window=WINDOW, trees=10, members=members)
    return spec_of("hinton", teacher, ModelSpec(width=4))


def taught_with(method: MethodName) -> RunSpec:
    if method == "time_map":
        gru = ModelSpec(name="gru", width=4, window=WINDOW)
        return spec_of(method, gru.model_copy(update={"width": 6}), gru)
    teacher = ModelSpec(width=8) if method == "hint" else ModelSpec(name="trees", trees=20)
    return spec_of(method, teacher, ModelSpec(width=2))


RUNS = {f"by {name}": taught_by(name) for name in TEACHERS}
RUNS |= {f"with {method}": taught_with(method) for method in METHODS}


def events_of(spec: RunSpec, shelf: Shelf | None = None) -> list[Event]:
    """Everything a run says until its models are judged, which says nothing more."""
    rows = prices() if spec.task.name == "direction" else loans()
    said: list[Event] = []
    for event in run(spec, rows, shelf=shelf or Shelf()):
        said.append(event)
        if isinstance(event, StageStarted) and event.stage == "evaluate":
            break
    return said


def shares_of(events: list[Event]) -> list[float]:
    return [progress_of(events[:count]).share_done for count in range(len(events) + 1)]


@pytest.mark.parametrize("name", RUNS)
def test_the_bar_moves_forward_and_never_back(name: str) -> None:
    events = events_of(RUNS[name])
    shares = shares_of(events)
    assert all(before <= after for before, after in itertools.pairwise(shares))
    assert shares[0] == 0
    assert 0.6 < shares[-1] < 1
    for event, (before, after) in zip(events, itertools.pairwise(shares), strict=True):
        if isinstance(event, EpochReport):
            assert after > before, f"{event.phase}, epoch {event.epoch} does not move the bar"
        elif isinstance(event, StageStarted) and event.is_epoch:
            assert after > before, f"{event.sentence} does not move the bar"


@pytest.mark.parametrize("method", ["assistant", "born_again"])
def test_every_model_in_between_moves_the_bar(method: MethodName) -> None:
    events = events_of(taught_with(method))
    between = [e for e in events if isinstance(e, EpochReport) and e.phase == "between"]
    assert len(between) == (2 if method == "assistant" else 6)


@pytest.mark.parametrize("name", ["by trees", "with born_again"])
def test_what_is_already_there_leaves_the_bar_going_forward(name: str) -> None:
    shelf = Shelf()
    events_of(RUNS[name], shelf)
    shares = shares_of(events_of(RUNS[name], shelf))
    assert shares == sorted(shares)


@pytest.mark.parametrize("question", [1, 4, 8, 12, 16])
def test_stopping_never_moves_the_bar_back(question: int) -> None:
    asked = itertools.count(1)
    spec = taught_with("born_again")
    events = list(run(spec, loans(), should_stop=lambda: next(asked) >= question, shelf=Shelf()))
    shares = shares_of(events)
    assert shares == sorted(shares)
