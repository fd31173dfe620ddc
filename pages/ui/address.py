"""The name of every choice in the address, and its value there and in its widget."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from core.spec import RunSpec

# Name in the address, with the group and the field of the spec, in the order they are read.
ADDRESS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "sample": ("data", "sample"),
        "task": ("task", "name"),
        "horizon": ("task", "horizon_days"),
        "labels": ("task", "labels"),
        "embargo": ("task", "embargo_days"),
        "blocks": ("task", "test_blocks"),
        "teacher": ("teacher", "name"),
        "members": ("teacher", "members"),
        "teacher_width": ("teacher", "width"),
        "teacher_depth": ("teacher", "depth"),
        "teacher_dropout": ("teacher", "dropout"),
        "trees": ("teacher", "trees"),
        "leaves": ("teacher", "leaves"),
        "student": ("student", "name"),
        "width": ("student", "width"),
        "depth": ("student", "depth"),
        "dropout": ("student", "dropout"),
        "window": ("student", "window"),
        "method": ("distill", "method"),
        "alpha": ("distill", "alpha"),
        "temperature": ("distill", "temperature"),
        "generations": ("distill", "generations"),
        "calibrate": ("distill", "calibrate"),
        "out_of_fold": ("distill", "out_of_fold"),
        "augment": ("distill", "augment"),
        "epochs": ("train", "epochs"),
        "seeds": ("train", "seeds"),
        "seed": ("train", "seed"),
        "batch": ("train", "batch_size"),
        "rate": ("train", "learning_rate"),
        "decay": ("train", "weight_decay"),
        "tune": ("train", "tune"),
        "device": ("train", "device"),
    }
)

SEPARATOR = ","


def current(spec: RunSpec, name: str) -> Any:
    """Return one choice by its name in the address."""
    group, field = ADDRESS[name]
    return getattr(getattr(spec, group), field)


def for_widget(spec: RunSpec, name: str) -> Any:
    """Return one choice as its widget holds it: several names as a list."""
    value = current(spec, name)
    return list(value) if isinstance(value, tuple) else value


def in_address(spec: RunSpec, name: str) -> str:
    """Return one choice as the address writes it: several names with commas between."""
    value = current(spec, name)
    return SEPARATOR.join(value) if isinstance(value, tuple) else str(value)
