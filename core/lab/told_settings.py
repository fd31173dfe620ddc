"""The choices of a run in words: only those that play a part in it, in the order they are made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.distill.methods import METHODS, TREE_TEACHERS
from core.models.catalog import ARCHITECTURES, reads_windows
from core.spec import (
    MARKET_TASKS,
    DistillSpec,
    ModelSpec,
    RunSpec,
    TaskSpec,
    TrainSpec,
)
from core.tasks.questions import QUESTIONS, sessions_text

AUGMENTS = {"none": "no", "resample": "cells redrawn from their column", "jitter": "noise"}
TUNES = {"auto": "where it is quick", "on": "yes", "off": "no"}


@dataclass(frozen=True)
class ToldSetting:
    """One choice, ready to be read; ``group`` is "Question", "Teacher", "Student", and so on."""

    group: str
    label: str
    value: str


def told_settings(spec: RunSpec) -> tuple[ToldSetting, ...]:
    """Say every choice that plays a part in a run, but for where its rows come from."""
    groups = (
        ("Question", _task(spec.task)),
        ("Teacher", _model(spec.teacher)),
        ("Student", _model(spec.student)),
        ("Distilling", _distill(spec)),
        ("Training", _train(spec.train)),
    )
    return tuple(
        ToldSetting(group, label, value) for group, settings in groups for label, value in settings
    )


Said = Iterator[tuple[str, str]]


def _task(task: TaskSpec) -> Said:
    yield "Question", QUESTIONS[task.name].title
    if task.name in MARKET_TASKS:
        yield "Horizon", sessions_text(task.horizon_days)
        yield "Embargo", sessions_text(task.embargo_days)
        yield "Test blocks", f"{task.test_blocks}"
    yield "Labels shown", f"{task.labels:.0%}"


def _model(model: ModelSpec) -> Said:
    yield "Kind", ARCHITECTURES[model.name].title
    kinds = set(model.members) or {model.name}
    if model.members:
        yield "Members", ", ".join(ARCHITECTURES[name].title for name in model.members)
    if kinds & TREE_TEACHERS:
        yield "Trees, at most", f"{model.trees:,}"
        yield "Leaves, at most", f"{model.leaves:,}"
    if kinds - TREE_TEACHERS - {"linear"}:
        yield "Width", f"{model.width:,}"
        yield "Depth", f"{model.depth:,}"
    if kinds - TREE_TEACHERS:
        yield "Dropout", f"{model.dropout:g}"
    if reads_windows(model):
        yield "Days looked back", f"{model.window:,}"


def _distill(spec: RunSpec) -> Said:
    distill: DistillSpec = spec.distill
    yield "Method", METHODS[distill.method].title
    yield "Alpha", f"{distill.alpha:g}"
    yield "Temperature", f"{distill.temperature:g}"
    if distill.method == "born_again":
        yield "Generations", f"{distill.generations}"
    yield "Teacher calibrated", _yes(distill.calibrate)
    if spec.teacher.name in TREE_TEACHERS:
        yield "Out-of-fold answers", _yes(distill.out_of_fold)
    yield "Made-up rows", AUGMENTS[distill.augment]


def _train(train: TrainSpec) -> Said:
    yield "Epochs", f"{train.epochs:,}"
    yield "Repeats", f"{train.seeds:,}"
    yield "First seed", f"{train.seed:,}"
    yield "Rows in a step", f"{train.batch_size:,}"
    yield "Learning rate", f"{train.learning_rate:g}"
    yield "Weight decay", f"{train.weight_decay:g}"
    yield "Choices searched", TUNES[train.tune]
    yield "Device", train.device


def _yes(value: bool) -> str:
    return "yes" if value else "no"
