"""Smaller and faster: real files of one teacher and its students, their quality and their cost."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from core.distill.learners import Learner
from core.distill.reports import Role
from core.evaluate.compare import Answers, Truth, compare
from core.evaluate.scores import Interval
from core.evaluate.speed.latency import SECONDS_IN_ALL, Candidate, measure_latency
from core.export.graph import export
from core.language.sentences import told
from core.language.speak import tr
from core.learn.lesson import Answer
from core.learn.quick import taught
from core.models.measured import cost_of
from core.models.names import model_name
from core.models.trained import TrainedModel, inputs_for
from core.spec import DataSpec, ModelSpec, RunSpec, TrainSpec
from core.tasks.dataset import Dataset

WIDTHS = (4, 16, 64, 256)
STUDENTS = (ModelSpec(name="linear"), *(ModelSpec(name="mlp", width=width) for width in WIDTHS))
STUDENT = Learner("distilled", 0, 0.9, 2.0)
SPEC = RunSpec(
    data=DataSpec(sample="taiwan_credit"), train=TrainSpec(epochs=8, seeds=1, tune="off")
)
ABOUT_AS_MANY, ABOUT_AS_WIDE = 1.5, 1.2


@dataclass(frozen=True)
class File:
    """A model as a file: its role and name, parameters, quality on the test rows, and bytes."""

    role: Role
    name: str
    parameters: int
    auc: Interval
    onnx: bytes


@dataclass(frozen=True, eq=False)
class Files:
    """All models, the smallest student first and the teacher last, and raw rows to ask them."""

    models: tuple[File, ...]
    rows: np.ndarray


@dataclass(frozen=True)
class Sized:
    """What a model costs and how good it is; times are medians."""

    role: Role
    name: str
    parameters: int
    size_bytes: int
    one_row_ms: float
    batch_ms: float
    auc: Interval


@dataclass(frozen=True)
class Sizes:
    """All models in one measurement; ``busy`` says that the machine had other work."""

    models: tuple[Sized, ...]
    batch_rows: int
    busy: bool


COSTS: Mapping[str, Callable[[Sized], float]] = MappingProxyType(
    {
        "size": lambda model: model.size_bytes,
        "one_row": lambda model: model.one_row_ms,
        "batch": lambda model: model.batch_ms,
    }
)


def make_files(spec: RunSpec = SPEC) -> Files:
    """Train a teacher and five students of it, judge them, and export each."""
    models: list[TrainedModel] = []
    for student in STUDENTS:
        found = taught(spec.model_copy(update={"student": student}), (STUDENT,))
        models.append(found.students[0].model)
    models.append(found.teacher.model)
    dataset, names = found.dataset, [model_name(model.spec) for model in models]
    answers = tuple(
        Answers.from_logits(name, (model.logits(inputs_for(model.spec, dataset.test)),))
        for name, model in zip(names, models, strict=True)
    )
    judged = compare(Truth.of(dataset, spec.task.horizon_days), answers)
    files = (
        _file(model, name, judged.scores(name).auc, dataset)
        for name, model in zip(names, models, strict=True)
    )
    return Files(tuple(files), dataset.test.raw_rows())


def _file(model: TrainedModel, name: str, auc: Interval, dataset: Dataset) -> File:
    onnx = export(model, dataset.encoder, None, dataset.n_classes)
    cost = cost_of(model, dataset.n_features, dataset.n_classes, len(onnx))
    role: Role = "teacher" if model.spec.name == SPEC.teacher.name else "distilled"
    return File(role, name, cost.parameters, auc, onnx)


def time_files(files: Files, batch_rows: int, seconds: float = SECONDS_IN_ALL) -> Sizes:
    """Time all files in turns, on one row and on a batch.

    Parameters
    ----------
    files : Files
    batch_rows : int
    seconds : float
        Wall time to spend in all.
    """
    candidates = [Candidate(one.name, one.onnx, files.rows) for one in files.models]
    latencies = measure_latency(candidates, batch_rows, seconds)
    models = tuple(
        Sized(
            role=one.role,
            name=one.name,
            parameters=one.parameters,
            size_bytes=len(one.onnx),
            one_row_ms=latency.one_row_ms,
            batch_ms=latency.batch_ms,
            auc=one.auc,
        )
        for one, latency in zip(files.models, latencies, strict=True)
    )
    return Sizes(models, batch_rows, any(latency.busy for latency in latencies))


def frontier(sizes: Sizes, cost: str) -> tuple[Sized, ...]:
    """Return the models that none beats in both AUC and a cost of `COSTS`, the cheapest first."""
    kept: list[Sized] = []
    for model in sorted(sizes.models, key=lambda one: (COSTS[cost](one), -one.auc.mean)):
        if not kept or model.auc.mean > kept[-1].auc.mean:
            kept.append(model)
    return tuple(kept)


def answers_to(sizes: Sizes) -> tuple[Answer, Answer]:
    """Answer whether size is latency, and whether a batch shows more of the difference."""
    return _size_and_time(sizes), _row_and_batch(sizes)


def _size_and_time(sizes: Sizes) -> Answer:
    small, large = (pick(sizes.models, key=COSTS["size"]) for pick in (min, max))
    in_size, in_time = large.size_bytes / small.size_bytes, large.one_row_ms / small.one_row_ms
    reason = tr(
        "{large} is {size:.0f} times as large as {small} and takes {time:.1f} times as long for "
        "one row."
    ).format(large=told(large.name), small=told(small.name), size=in_size, time=in_time)
    return Answer(_compared(in_time, in_size, ABOUT_AS_MANY), reason)


def _row_and_batch(sizes: Sizes) -> Answer:
    one_row, batch = (_gap(sizes, cost) for cost in ("one_row", "batch"))
    reason = tr(
        "The slowest takes {one:.1f} times as long as the fastest on one row, and {many:.1f} times "
        "on {rows:,} rows."
    ).format(one=one_row, many=batch, rows=sizes.batch_rows)
    return Answer(_compared(batch, one_row, ABOUT_AS_WIDE), reason)


def _gap(sizes: Sizes, cost: str) -> float:
    costs = [COSTS[cost](model) for model in sizes.models]
    return max(costs) / min(costs)


def _compared(value: float, reference: float, margin: float) -> int:
    """Return 0 for clearly more, 1 for about as much, 2 for clearly less."""
    times = math.log(value / reference)
    return 1 if abs(times) <= math.log(margin) else 0 if times > 0 else 2
