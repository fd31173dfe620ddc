"""From a value that a widget or the address gives to valid choices of a run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.data.samples import SAMPLES
from core.distill.methods import TREE_TEACHERS
from core.errors import SpecError
from core.models.catalog import ARCHITECTURES, STUDENTS, TEACHERS, check_models, reads_windows
from core.spec import MARKET_TASKS, ModelSpec, RunSpec, parse_spec
from pages.ui.address import ADDRESS, SEPARATOR, current, in_address
from pages.ui.rows_address import rows_from_address, rows_in_address

MODELS = frozenset({"teacher", "members", "student"})


def choose(spec: RunSpec, name: str, value: object) -> RunSpec:
    """Return the choices with one changed, and with what must follow from it.

    Another sample brings its own question, another question its usual horizon and models
    that can read its rows, another model its usual size; both models look back over the same
    window of days.

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
                values["task"]["test_blocks"] = 1
                values |= _models_for_tables(spec)
        case "teacher":
            _check(str(value), TEACHERS, "teacher")
            values["teacher"] = _usual(ARCHITECTURES[value].as_teacher, spec)
            values["distill"]["out_of_fold"] &= value in TREE_TEACHERS
        case "student":
            _check(str(value), STUDENTS, "student")
            values["student"] = _usual(ARCHITECTURES[value].as_student, spec)
        case "members" if isinstance(value, str):
            values["teacher"]["members"] = tuple(value.split(SEPARATOR))
        case "window":
            values["teacher"]["window"] = value
    chosen = parse_spec(values)
    if name in MODELS:
        check_models(chosen)
    return chosen


def from_address(parameters: Mapping[str, str]) -> tuple[RunSpec, tuple[str, ...]]:
    """Read choices from the address.

    Returns
    -------
    tuple of RunSpec and tuple of str
        The choices, and the names of those that were refused and keep their usual value.
    """
    spec, refused_rows = rows_from_address(parameters)
    refused = list(refused_rows)
    for name in ADDRESS:
        if name in parameters:
            try:
                spec = _read(spec, name, parameters[name])
            except SpecError:
                refused.append(name)
    return spec, tuple(refused)


def to_address(spec: RunSpec) -> dict[str, str]:
    """Return what an address must say so that `from_address` gives the same choices again.

    All that is not usual is told, and all that another choice would change on reading. What
    the columns of the rows mean, and uploaded rows themselves, do not travel.
    """
    told = rows_in_address(spec.data)
    read, _ = rows_from_address(told)
    for name in ADDRESS:
        is_usual = current(spec, name) == current(RunSpec(), name)
        if is_usual and current(read, name) == current(spec, name):
            continue
        try:
            read = _read(read, name, in_address(spec, name))
        except SpecError:
            continue
        told[name] = in_address(spec, name)
    return told


def _read(spec: RunSpec, name: str, value: str) -> RunSpec:
    if name == "sample" and spec.data.source != "sample":
        raise SpecError(
            "The rows must come from one place",
            "the address names a sample beside other rows",
            "Choose the rows on the Data page.",
        )
    return choose(spec, name, value)


def _models_for_tables(spec: RunSpec) -> dict[str, Any]:
    """Return the usual models in place of those that read windows of days."""
    usual = RunSpec()
    return {
        role: getattr(usual, role)
        for role in ("teacher", "student")
        if reads_windows(getattr(spec, role))
    }


def _usual(model: ModelSpec, spec: RunSpec) -> dict[str, Any]:
    """Return the usual size of a model with the window that both models share."""
    return {**model.model_dump(), "window": spec.student.window}


def _check(name: str, fitting: tuple[str, ...], role: str) -> None:
    if name not in fitting:
        raise SpecError(
            f"The {role} must be one of {', '.join(fitting)}",
            f"{name:.40} was chosen",
            f"Choose another {role}.",
        )
