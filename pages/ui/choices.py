"""From a value that a widget or the address gives to valid choices of a run."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from core.data.samples import SAMPLES
from core.errors import SpecError
from core.models.catalog import ARCHITECTURES, STUDENTS, TEACHERS, reads_windows
from core.spec import MARKET_TASKS, RunSpec, parse_spec

# Name in the address, with the group and the field of the spec, in the order they are read.
ADDRESS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "sample": ("data", "sample"),
        "task": ("task", "name"),
        "horizon": ("task", "horizon_days"),
        "labels": ("task", "labels"),
        "teacher": ("teacher", "name"),
        "student": ("student", "name"),
        "width": ("student", "width"),
        "depth": ("student", "depth"),
        "method": ("distill", "method"),
        "alpha": ("distill", "alpha"),
        "temperature": ("distill", "temperature"),
        "epochs": ("train", "epochs"),
        "seeds": ("train", "seeds"),
        "seed": ("train", "seed"),
        "batch": ("train", "batch_size"),
        "rate": ("train", "learning_rate"),
    }
)

# Choices from a list of names; the first two tell of rows that only a sample has for everybody.
LISTS = ("sample", "task", "teacher", "student", "method")
OF_SAMPLES = LISTS[:2]


def current(spec: RunSpec, name: str) -> Any:
    """Return one choice by its name in the address."""
    group, field = ADDRESS[name]
    return getattr(getattr(spec, group), field)


def choose(spec: RunSpec, name: str, value: object) -> RunSpec:
    """Return the choices with one changed, and with what must follow from it.

    Another sample brings its own question, another question its usual horizon and models
    that can read its rows, another model its usual size.

    Raises
    ------
    SpecError
        When the value cannot work.
    """
    group, field = ADDRESS[name]
    values: dict[str, dict[str, Any]] = spec.model_dump()
    values[group][field] = value
    match name:
        case "sample" if value in SAMPLES:
            values["data"] = {"sample": value}
            return choose(parse_spec(values), "task", SAMPLES[value].task)
        case "task":
            values["task"]["horizon_days"] = None
            if value not in MARKET_TASKS:
                values |= _models_for_tables(spec)
        case "teacher":
            _check(str(value), TEACHERS, "teacher")
            values["teacher"] = ARCHITECTURES[value].as_teacher
        case "student":
            _check(str(value), STUDENTS, "student")
            values["student"] = ARCHITECTURES[value].as_student
    return parse_spec(values)


def from_address(parameters: Mapping[str, str]) -> tuple[RunSpec, tuple[str, ...]]:
    """Read choices from the address.

    Returns
    -------
    tuple of RunSpec and tuple of str
        The choices, and the names of those that were refused and keep their usual value.
    """
    spec, refused = RunSpec(), []
    for name in ADDRESS:
        if name in parameters:
            try:
                spec = choose(spec, name, parameters[name])
            except SpecError:
                refused.append(name)
    return spec, tuple(refused)


def _models_for_tables(spec: RunSpec) -> dict[str, Any]:
    """Return the usual models in place of those that read windows of days."""
    usual = RunSpec()
    return {
        role: getattr(usual, role)
        for role in ("teacher", "student")
        if reads_windows(getattr(spec, role))
    }


def _check(name: str, fitting: tuple[str, ...], role: str) -> None:
    if name not in fitting:
        raise SpecError(
            f"The {role} must be one of {', '.join(fitting)}",
            f"{name:.40} was chosen",
            f"Choose another {role}.",
        )
